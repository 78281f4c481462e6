package asterisk

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Messages as Asterisk 22.10 sends them.
const (
	wireStart    = `{"type":"StasisStart","timestamp":"2026-11-23T10:11:46.788+0000","args":["trunk","city","12385"],"channel":{"id":"c1","name":"PJSIP/city-00000001","state":"Ring","protocol_id":"call1","caller":{"name":"张三","number":"045112345678"},"connected":{"name":"","number":"7"},"accountcode":"","dialplan":{"context":"from-trunk","exten":"12385","priority":1,"app_name":"Stasis","app_data":"hotline,trunk,city,12385"},"creationtime":"2026-11-23T10:11:46.785+0000","language":"zh"},"asterisk_id":"02:fc:00:00:00:01","application":"hotline"}`
	wireBlind    = `{"type":"ChannelTransfer","timestamp":"2026-11-23T19:07:16.059+0000","refer_to":{"requested_destination":{"destination":"12345"}},"referred_by":{"source_channel":{"id":"s1","name":"PJSIP/8001-00000001","state":"Up","protocol_id":"call2","caller":{"name":"one","number":"8001"},"connected":{"name":"","number":"13800138000"},"accountcode":"","dialplan":{"context":"from-seat","exten":"s","priority":1,"app_name":"Stasis","app_data":"hotline"},"creationtime":"2026-11-23T19:07:16.056+0000","language":"en"},"connected_channel":{"id":"c1","name":"PJSIP/city-00000000","state":"Up"},"bridge":{"id":"b1","bridge_type":"mixing","channels":["c1","s1"]}},"asterisk_id":"02:fc:00:00:00:01","application":"hotline"}`
	wireAttended = `{"type":"ChannelTransfer","timestamp":"2026-11-23T19:07:16.059+0000","refer_to":{"requested_destination":{"destination":"8002","protocol_id":"call3","additional_protocol_params":[{"parameter_name":"from","parameter_value":"a"},{"parameter_name":"to","parameter_value":"b"}]},"destination_channel":{"id":"s2","name":"PJSIP/8001-00000006","state":"Up"},"connected_channel":{"id":"t1"},"bridge":{"id":"b3"}},"referred_by":{"source_channel":{"id":"s1","name":"PJSIP/8001-00000001","state":"Up"},"connected_channel":{"id":"c1"},"bridge":{"id":"b1"}},"asterisk_id":"02:fc:00:00:00:01","application":"hotline"}`

	wireDigit = `{"type":"ChannelDtmfReceived","timestamp":"2026-11-23T10:11:47.990+0000","digit":"1","duration_ms":100,"channel":{"id":"c1","name":"PJSIP/city-00000001","state":"Up","protocol_id":"","caller":{"name":"","number":""},"connected":{"name":"","number":""},"accountcode":"","dialplan":{"context":"default","exten":"in","priority":1,"app_name":"Stasis","app_data":"lab,in"},"creationtime":"2026-11-23T10:11:46.785+0000","language":"en"},"asterisk_id":"02:fc:00:00:00:01","application":"lab"}`
)

func TestDecode(t *testing.T) {
	const channel = `"channel":{"id":"c1","creationtime":"2026-11-23T10:11:46.785+0000"}`
	created := time.Date(2026, 11, 23, 10, 11, 46, 785_000_000, time.UTC).Local()
	tests := map[string]struct {
		wire string
		want Event
	}{
		"arrival": {wireStart, ChannelArrived{
			Args: []string{"trunk", "city", "12385"},
			Channel: Channel{
				ID: "c1", Name: "PJSIP/city-00000001", State: "Ring", CallerNumber: "045112345678", CallerName: "张三",
				ConnectedNumber: "7", Context: "from-trunk", Exten: "12385", Language: "zh",
				Created: created,
			},
		}},
		"arrival, type last":   {`{"args":["x"],` + channel + `,"type":"StasisStart"}`, ChannelArrived{Args: []string{"x"}, Channel: Channel{ID: "c1", Created: created}}},
		"arrival, spaced":      {`{ "type" : "StasisStart", "args":["x"],` + channel + `}`, ChannelArrived{Args: []string{"x"}, Channel: Channel{ID: "c1", Created: created}}},
		"no arrival after all": {`{"type":"StasisStart","type":"StasisEnd",` + channel + `}`, stasisEnd{"c1"}},
		"times nobody reads":   {`{"type":"StasisEnd","timestamp":"yesterday","channel":{"id":"c1","creationtime":"yesterday"}}`, stasisEnd{"c1"}},
		"digit":                {wireDigit, Digit{ID: "c1", Digit: '1', Duration: 100 * time.Millisecond}},
		"leaving":              {`{"type":"StasisEnd",` + channel + `}`, stasisEnd{"c1"}},
		"end":                  {`{"type":"ChannelDestroyed","cause":17,"tech_cause":486,"cause_txt":"User busy",` + channel + `}`, ChannelEnded{ID: "c1", Cause: 17, TechCause: 486, Text: "User busy"}},
		"hang-up by request":   {`{"type":"ChannelHangupRequest","cause":32,"soft":true,` + channel + `}`, HangupRequested{ID: "c1", Cause: 16}},
		"hang-up by phone":     {`{"type":"ChannelHangupRequest","cause":21,"tech_cause":603,` + channel + `}`, HangupRequested{ID: "c1", Cause: 21, TechCause: 603}},
		"hang-up, no cause":    {`{"type":"ChannelHangupRequest",` + channel + `}`, HangupRequested{ID: "c1"}},
		"dialling begins":      {`{"type":"Dial","dialstatus":"","peer":{"id":"c2"}}`, Dialling{ID: "c2", Status: DialStarted}},
		"ringing":              {`{"type":"Dial","dialstatus":"RINGING","peer":{"id":"c2"},"caller":{"id":"c1"}}`, Dialling{ID: "c2", Status: DialRinging}},
		"unavailable":          {`{"type":"Dial","dialstatus":"CHANUNAVAIL","peer":{"id":"c2"}}`, Dialling{ID: "c2", Status: DialUnavailable}},
		"cancelled":            {`{"type":"Dial","dialstatus":"CANCEL","peer":{"id":"c2"}}`, Dialling{ID: "c2", Status: DialCancelled}},
		"sent elsewhere":       {`{"type":"Dial","dialstatus":"CANCEL","forward":"8002","dialstring":"","peer":{"id":"c2"}}`, Dialling{ID: "c2", Status: DialCancelled, Forward: "8002"}},
		"on hold":              {`{"type":"ChannelHold","musicclass":"default",` + channel + `}`, HoldChanged{"c1", true}},
		"back from hold":       {`{"type":"ChannelUnhold",` + channel + `}`, HoldChanged{"c1", false}},
		"blind transfer":       {wireBlind, TransferAsked{ID: "s1", Blind: true, To: "12345"}},
		"attended transfer":    {wireAttended, TransferAsked{ID: "s1", To: "8002", Second: "s2"}},
		"transfer to no call":  {`{"type":"ChannelTransfer","refer_to":{"requested_destination":{"destination":"8002","protocol_id":"x"}},"referred_by":{"source_channel":{"id":"s1"}}}`, TransferAsked{ID: "s1", To: "8002"}},
		"transfer to nobody":   {`{"type":"ChannelTransfer","refer_to":{"requested_destination":{"destination":""}},"referred_by":{"source_channel":{"id":"s1"}}}`, TransferAsked{ID: "s1", Blind: true}},
		"transfer repeated":    {`{"type":"ChannelTransfer","state":"channel_progress","refer_to":{"requested_destination":{"destination":"8002"}},"referred_by":{"source_channel":{"id":"s1"}}}`, nil},
		"playback begins":      {`{"type":"PlaybackStarted","playback":{"id":"p1","target_uri":"channel:c1","state":"playing"}}`, PlaybackStarted{"p1", "c1"}},
		"playback over":        {`{"type":"PlaybackFinished","playback":{"id":"p1","target_uri":"channel:c1","state":"done"}}`, PlaybackEnded{Playback: "p1", Target: "c1"}},
		"playback failed":      {`{"type":"PlaybackFinished","playback":{"id":"p1","target_uri":"bridge:b:1","state":"failed"}}`, PlaybackEnded{Playback: "p1", Target: "b:1", Failed: true}},
		"recording begins":     {`{"type":"RecordingStarted","recording":{"name":"m1","state":"recording","format":"wav","target_uri":"channel:c1"}}`, recordingStarted{"m1"}},
		"recording over":       {`{"type":"RecordingFinished","recording":{"name":"m1","state":"done","format":"wav","target_uri":"channel:c1","duration":3}}`, RecordingEnded{Recording: "m1", Target: "c1", Length: 3 * time.Second}},
		"recording failed":     {`{"type":"RecordingFailed","recording":{"name":"m1","state":"failed","target_uri":"bridge:b1","cause":"no room"}}`, RecordingEnded{Recording: "m1", Target: "b1", Failed: true}},
		"phone comes":          {`{"type":"PeerStatusChange","endpoint":{"technology":"PJSIP","resource":"8001","state":"online"},"peer":{"peer_status":"Reachable"}}`, PhoneChanged{"8001", true, "Reachable"}},
		"phone goes":           {`{"type":"PeerStatusChange","endpoint":{"technology":"PJSIP","resource":"8001","state":"offline"},"peer":{"peer_status":"Unreachable"}}`, PhoneChanged{"8001", false, "Unreachable"}},
		"not a phone":          {`{"type":"PeerStatusChange","endpoint":{"technology":"IAX2","resource":"8001","state":"online"}}`, nil},
		"a call to be taken":   {`{"type":"CallBroadcast","caller":"","called":"12385",` + channel + `}`, offered{"c1"}},
		"replaced":             {`{"type":"ApplicationReplaced","application":"hotline"}`, Replaced{}},
		"our echo":             {`{"type":"ChannelUserevent","eventname":"hotline-echo","userevent":{}}`, echo{}},
		"somebody's userevent": {`{"type":"ChannelUserevent","eventname":"other","userevent":{"eventname":"x"}}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, got, err := decode([]byte(test.wire))
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

// What a caller calls itself is shown, spoken of and written into headers.
func TestNamesStayOnTheirLine(t *testing.T) {
	for name, want := range map[string]string{
		"张三": "张三", "张　三 🙂": "张　三 🙂", "a\r\nX-Evil: 1": "a  X-Evil: 1", "\u001b[31mred\u007f": "[31mred",
		"\u202eabc\u2028d": "abc d", "\ufffd\ufffd4": "\ufffd\ufffd4", " ": "", "a,b)${SHELL(id)}": "a,b)${SHELL(id)}",
	} {
		wire, err := json.Marshal(map[string]any{"type": "StasisStart", "channel": map[string]any{
			"id": "c1", "creationtime": "2026-11-23T10:11:46.785+0000", "caller": map[string]string{"name": name, "number": name},
		}})
		require.NoError(t, err)
		_, e, err := decode(wire)
		require.NoError(t, err)
		got := e.(ChannelArrived).Channel
		assert.Equal(t, []string{want, want}, []string{got.CallerName, got.CallerNumber})
	}
}

func TestDecodePassesBy(t *testing.T) {
	for _, kind := range []string{
		"ChannelToneDetected", "ApplicationRegistered", "CallClaimed", "RESTResponse", "ChannelVarset", "", "x",
	} {
		got, e, err := decode([]byte(`{"type":"` + kind + `","channel":{"id":"c1"}}`))
		assert.ErrorIs(t, err, errUnknown)
		assert.Equal(t, kind, got)
		assert.Nil(t, e)
	}
}

// A type that is not known is passed by as such, however strange its fields look to us.
func TestDecodePassesByStrangeFields(t *testing.T) {
	for _, fields := range []string{
		`"channel":[]`, `"peer":"x"`, `"cause":"17"`, `"soft":1`, `"digit":5`, `"duration_ms":"x"`, `"playback":"p1"`,
	} {
		for _, wire := range []string{`{"type":"Other",` + fields + `}`, `{` + fields + `,"type":"Other"}`} {
			kind, _, err := decode([]byte(wire))
			assert.Equal(t, "Other", kind, wire)
			assert.ErrorIs(t, err, errUnknown, wire)
		}
	}
}

// malformed are messages that must be refused, each in its own way.
var malformed = map[string]string{
	"nothing":            ``,
	"no JSON":            `StasisStart`,
	"cut off":            wireDigit[:200],
	"not an object":      `["StasisStart"]`,
	"type is a number":   `{"type":5}`,
	"no channel":         `{"type":"StasisStart","args":[]}`,
	"channel is null":    `{"type":"StasisStart","channel":null}`,
	"channel is a list":  `{"type":"StasisEnd","channel":[]}`,
	"id is a number":     `{"type":"StasisEnd","channel":{"id":7}}`,
	"arguments are text": `{"type":"StasisStart","args":"x","channel":{"id":"c1"}}`,
	"arrival of nobody":  `{"args":[],"type":"StasisStart"}`,
	"cut off arrival":    wireStart[:200],
	"duration is text":   `{"type":"ChannelDtmfReceived","digit":"1","duration_ms":"x","channel":{"id":"c1"}}`,
	"playback is text":   `{"type":"PlaybackStarted","playback":"p1"}`,
	"no digit":           `{"type":"ChannelDtmfReceived","channel":{"id":"c1"}}`,
	"two digits":         `{"type":"ChannelDtmfReceived","digit":"12","channel":{"id":"c1"}}`,
	"a letter":           `{"type":"ChannelDtmfReceived","digit":"x","channel":{"id":"c1"}}`,
	"digit of nobody":    `{"type":"ChannelDtmfReceived","digit":"1"}`,
	"cause is text":      `{"type":"ChannelDestroyed","cause":"17","channel":{"id":"c1"}}`,
	"dial of nobody":     `{"type":"Dial","dialstatus":"BUSY"}`,
	"playback of nobody": `{"type":"PlaybackFinished","playback":{}}`,
	"nameless recording": `{"type":"RecordingFinished","recording":{"target_uri":"channel:c1"}}`,
	"hold of nobody":     `{"type":"ChannelHold","musicclass":"default"}`,
	"transfer of nobody": `{"type":"ChannelTransfer","refer_to":{"requested_destination":{"destination":"8002"}},"referred_by":{}}`,
	"transfer is a text": `{"type":"ChannelTransfer","refer_to":"8002","referred_by":{"source_channel":{"id":"s1"}}}`,
	"phone without name": `{"type":"PeerStatusChange","endpoint":{"technology":"PJSIP"}}`,
}

func TestDecodeMalformed(t *testing.T) {
	for name, wire := range malformed {
		t.Run(name, func(t *testing.T) {
			_, e, err := decode([]byte(wire))
			require.Error(t, err)
			assert.NotErrorIs(t, err, errUnknown)
			assert.Nil(t, e)
		})
	}
}

// The log and the metrics name the type of what was refused, if it could be read.
func TestDecodeMalformedNamesItsType(t *testing.T) {
	for name, want := range map[string]string{
		"arguments are text": "StasisStart", "no channel": "StasisStart", "arrival of nobody": "StasisStart",
		"id is a number": "StasisEnd", "two digits": "ChannelDtmfReceived", "transfer is a text": "ChannelTransfer",
		"cut off arrival": "", "type is a number": "",
	} {
		kind, _, err := decode([]byte(malformed[name]))
		require.Error(t, err, name)
		assert.Equal(t, want, kind, name)
	}
}

// Whatever comes over the socket, the decoder returns, an event has a subject,
// and the router takes it.
func FuzzDecode(f *testing.F) {
	for _, wire := range malformed {
		f.Add([]byte(wire))
	}
	for _, wire := range []string{
		wireStart, wireDigit, wireBlind, wireAttended,
		`{"type":"ChannelHold","channel":{"id":"c1"}}`,
		`{"type":"ChannelTransfer","state":"channel_answered","referred_by":{"source_channel":{"id":"s1"}}}`,
		`{"type":"ChannelDestroyed","cause":17,"tech_cause":486,"channel":{"id":"c1"}}`,
		`{"type":"ChannelHangupRequest","cause":32,"soft":true,"channel":{"id":"c1","creationtime":"0000-01-01T00:00:00.000+0000"}}`,
		`{"type":"Dial","dialstatus":"RINGING","peer":{"id":"c2"}}`,
		`{"type":"PlaybackFinished","playback":{"id":"p1","target_uri":"channel:c1"}}`,
		`{"type":"PeerStatusChange","endpoint":{"technology":"PJSIP","resource":"8001"}}`,
		`{"type":"ChannelUserevent","eventname":"hotline-echo"}`,
	} {
		f.Add([]byte(wire))
	}
	r := testRouter(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, e, err := decode(data)
		if err != nil {
			require.Nil(t, e)
			return
		}
		require.NotEmpty(t, kind)
		require.True(t, json.Valid(data))
		switch e := e.(type) {
		case nil:
			return
		case ChannelArrived:
			require.NotEmpty(t, e.Channel.ID)
		case Digit:
			require.NotEmpty(t, e.ID)
		case ChannelEnded:
			require.NotEmpty(t, e.ID)
		case TransferAsked:
			require.NotEmpty(t, e.ID)
			require.False(t, e.Blind && e.Second != "")
		}
		r.take(e)
		r.lobby.Take()
		r.unroute([]string{arrivedID(e)})
	})
}

func arrivedID(e Event) string {
	a, _ := e.(ChannelArrived)
	return a.Channel.ID
}

// BenchmarkEvent is the price of one event from the wire to its mailbox.
func BenchmarkEvent(b *testing.B) {
	for name, wire := range map[string]string{"digit": wireDigit, "arrival": wireStart} {
		b.Run(name, func(b *testing.B) {
			r := testRouter(b)
			box := r.newBox()
			r.route(box, []string{"c1"})
			b.ReportAllocs()
			for b.Loop() {
				_, e, err := decode([]byte(wire))
				if err != nil {
					b.Fatal(err)
				}
				r.take(e)
				box.Take()
			}
		})
	}
}
