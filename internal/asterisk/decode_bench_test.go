package asterisk

import (
	"strings"
	"testing"
)

// What Asterisk 22.10 tells of the caller's channel and of the seat's.
const (
	benchCaller = `{"id":"1795428706.42","name":"PJSIP/city-0000002a","state":"Up","protocol_id":"4f1a7c0e-6d52-4f0a@192.0.2.7","caller":{"name":"13800138000","number":"13800138000"},"connected":{"name":"","number":""},"accountcode":"","dialplan":{"context":"from-trunk","exten":"12385","priority":7,"app_name":"Stasis","app_data":"hotline,trunk,city,12385"},"creationtime":"2026-11-23T10:11:46.785+0000","language":"zh"}`
	benchSeat   = `{"id":"hotline-7d31c0a2-leg-2","name":"PJSIP/8001-0000002b","state":"Ringing","protocol_id":"b1946ac9-2d5e-4a7b-9f6e-51d0c2d8e3f1","caller":{"name":"","number":"8001"},"connected":{"name":"13800138000","number":"13800138000"},"accountcode":"","dialplan":{"context":"from-seat","exten":"s","priority":1,"app_name":"AppDial2","app_data":"(Outgoing Line)"},"creationtime":"2026-11-23T10:11:49.102+0000","language":"zh"}`
)

// benchCall is what one call brings: it comes, a seat is dialled, takes it and hangs up.
func benchCall() [][]byte {
	var call [][]byte
	for _, e := range [][2]string{
		{"CallBroadcast", `"caller":"13800138000","called":"12385","channel":` + benchCaller},
		{"StasisStart", `"args":["trunk","city","12385"],"channel":` + benchCaller},
		{"Dial", `"dialstatus":"","forward":"","dialstring":"8001","peer":` + benchSeat},
		{"Dial", `"dialstatus":"RINGING","forward":"","dialstring":"8001","peer":` + benchSeat},
		{"Dial", `"dialstatus":"ANSWER","forward":"","dialstring":"8001","peer":` + benchSeat},
		{"StasisStart", `"args":["seat","8001"],"channel":` + benchSeat},
		{"ChannelHangupRequest", `"cause":16,"tech_cause":0,"channel":` + benchSeat},
		{"StasisEnd", `"channel":` + benchSeat},
		{"ChannelHangupRequest", `"soft":true,"cause":32,"channel":` + benchCaller},
		{"StasisEnd", `"channel":` + benchCaller},
		{"ChannelDestroyed", `"cause":16,"cause_txt":"Normal Clearing","tech_cause":0,"channel":` + benchCaller},
	} {
		call = append(call, []byte(strings.Join([]string{
			`{"type":"` + e[0] + `"`, `"timestamp":"2026-11-23T10:11:46.788+0000"`, e[1],
			`"asterisk_id":"02:fc:00:00:00:01"`, `"application":"hotline"}`,
		}, ",")))
	}
	return call
}

// BenchmarkDecodeCall is the price of reading the eleven events of a call.
func BenchmarkDecodeCall(b *testing.B) {
	call := benchCall()
	b.ReportAllocs()
	for b.Loop() {
		for _, data := range call {
			if _, e, err := decode(data); e == nil || err != nil {
				b.Fatalf("%s: %v", data, err)
			}
		}
	}
}
