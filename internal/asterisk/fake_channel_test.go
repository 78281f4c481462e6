package asterisk

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

func (c *fakeChannel) wire() args {
	name := "Local/" + c.id
	if c.spies != "" {
		name = "Snoop/" + c.spies
	}
	return args{
		"id": c.id, "name": name, "state": c.state, "protocol_id": "", "accountcode": "",
		"caller":    args{"name": "", "number": c.number},
		"connected": args{"name": "", "number": ""},
		"dialplan": args{
			"context": c.context, "exten": c.exten, "priority": 1, "app_name": c.app, "app_data": c.data,
		},
		"creationtime": "2026-01-02T03:04:05.678+0800", "language": "en",
	}
}

// onChannel finds the channel a request is about.
func (f *fakeARI) onChannel(do func(c *fakeChannel, a args) (int, any)) fakeHandler {
	return func(r *http.Request, a args) (int, any) {
		c := f.channels[r.PathValue("id")]
		if c == nil {
			return gone("Channel")
		}
		return do(c, a)
	}
}

func (f *fakeARI) listChannels(*http.Request, args) (int, any) {
	out := []args{}
	for _, id := range slices.Sorted(maps.Keys(f.channels)) {
		out = append(out, f.channels[id].wire())
	}
	return 200, out
}

// pair makes the two halves of a Local channel.
func (f *fakeARI) pair(a args) (near, far *fakeChannel, status int, answer any) {
	target, ok := strings.CutPrefix(a.text("endpoint"), "Local/")
	if !ok {
		return nil, nil, 500, args{"error": "Allocation failed"}
	}
	id, other := a.text("channelId"), a.text("otherChannelId")
	if f.channels[id] != nil || f.channels[other] != nil {
		return nil, nil, 409, args{"message": "Channel with given unique ID already exists"}
	}
	exten, context, _ := strings.Cut(strings.TrimSuffix(target, "/n"), "@")
	near = &fakeChannel{id: id, other: other, state: "Down", context: context, exten: exten, variables: map[string]string{}}
	far = &fakeChannel{id: other, other: id, state: "Ring", context: context, exten: exten, variables: map[string]string{}}
	f.channels[id], f.channels[other] = near, far
	return near, far, 200, nil
}

func (f *fakeARI) originate(_ *http.Request, a args) (int, any) {
	near, far, status, answer := f.pair(a)
	if near == nil {
		return status, answer
	}
	near.app, near.data, near.originate = "AppDial2", "(Outgoing Line)", true
	if near.then, near.subscribed = a.text("appArgs"), a["app"] != nil; !near.subscribed {
		near.then = "trunk,," + a.text("extension") + ",,"
		near.context, near.exten = a.text("context"), a.text("extension")
		_, near.number, _ = strings.Cut(strings.TrimSuffix(a.text("callerId"), ">"), "<")
	}
	f.dialEvent(near, "")
	f.ring(far)
	return 200, near.wire()
}

func (f *fakeARI) create(_ *http.Request, a args) (int, any) {
	near, _, status, answer := f.pair(a)
	if near == nil {
		return status, answer
	}
	near.then, near.subscribed = a.text("appArgs"), true
	f.enter(near)
	return 200, near.wire()
}

func (f *fakeARI) dial(c *fakeChannel, _ args) (int, any) {
	f.dialEvent(c, "")
	f.ring(f.channels[c.other])
	return 204, nil
}

// ring starts the dialplan of the far half.
func (f *fakeARI) ring(far *fakeChannel) {
	switch far.context {
	case "to-person":
		f.answer(far, nil)
	case "from-seat":
		far.then = "seat,," + far.exten
		f.offer(far)
	}
}

// offer runs StasisBroadcast() on a channel.
func (f *fakeARI) offer(c *fakeChannel) {
	c.app, c.data = broadcasts, "400,^"+fakeApp+"$,"+strings.ReplaceAll(c.then, ",", ":")
	f.send("CallBroadcast", args{"channel": c.wire()})
}

func (f *fakeARI) claim(_ *http.Request, a args) (int, any) {
	c := f.channels[a.text("channelId")]
	if c == nil || c.app != broadcasts || a.text("application") != fakeApp {
		return gone("Channel")
	}
	data := c.data
	f.enter(c)
	c.app, c.data = broadcasts, data
	return 204, nil
}

// enter runs Stasis() on a channel.
func (f *fakeARI) enter(c *fakeChannel) {
	c.subscribed, c.app, c.data = true, "Stasis", fakeApp
	var list []string
	if c.then != "" {
		c.data += "," + c.then
		list = strings.Split(c.then, ",")
	}
	f.send("StasisStart", args{"args": list, "channel": c.wire()})
}

func (f *fakeARI) answer(c *fakeChannel, _ args) (int, any) {
	near := f.channels[c.other]
	c.state, near.state = "Up", "Up"
	f.dialEvent(near, "ANSWER")
	switch {
	case near.app != "AppDial2":
	case near.context != "":
		near.subscribed = true
		f.offer(near)
	default:
		f.enter(near)
	}
	return 204, nil
}

func (f *fakeARI) dialEvent(c *fakeChannel, status string) {
	if c.subscribed {
		f.send("Dial", args{"dialstatus": status, "dialstring": "x", "peer": c.wire()})
	}
}

func (f *fakeARI) dtmf(c *fakeChannel, a args) (int, any) {
	for _, digit := range a.text("dtmf") {
		f.pressed(f.channels[c.other], string(digit))
	}
	return 204, nil
}

// pressed tells of a key, and passes it on to those in the same bridge.
func (f *fakeARI) pressed(c *fakeChannel, digit string) {
	f.send("ChannelDtmfReceived", args{"digit": digit, "duration_ms": 100, "channel": c.wire()})
	for _, inside := range f.bridges {
		quiet, is := inside[c.id]
		for id := range inside {
			if heard := f.channels[f.channels[id].other]; is && !quiet && id != c.id && heard.subscribed {
				f.send("ChannelDtmfReceived", args{"digit": digit, "duration_ms": 100, "channel": heard.wire()})
			}
		}
	}
}

func (f *fakeARI) hangup(c *fakeChannel, _ args) (int, any) {
	f.end(c, args{"cause": softExplicit, "soft": true})
	if other := f.channels[c.other]; other != nil {
		f.end(other, args{"cause": normalClearing})
	}
	return 204, nil
}

// end takes a channel away as Asterisk does: request, playback, Stasis, channel.
func (f *fakeARI) end(c *fakeChannel, request args) {
	delete(f.channels, c.id)
	request["channel"] = c.wire()
	if c.subscribed {
		f.send("ChannelHangupRequest", request)
	}
	for id, channel := range f.playbacks {
		if channel == "channel:"+c.id {
			f.finish(id, "failed")
		}
	}
	f.endRecordings("channel:" + c.id)
	for _, inside := range f.bridges {
		delete(inside, c.id)
	}
	if strings.HasPrefix(c.app, "Stasis") {
		f.send("StasisEnd", args{"channel": c.wire()})
	}
	if c.subscribed && c.originate {
		f.send("ChannelDestroyed", args{"channel": c.wire(), "cause": normalClearing, "cause_txt": "Normal Clearing"})
	}
	f.endSnoops(c.id)
}

func (f *fakeARI) cont(c *fakeChannel, a args) (int, any) {
	f.send("StasisEnd", args{"channel": c.wire()})
	c.app, c.data, c.context, c.exten = "Wait", "1", a.text("context"), a.text("extension")
	c.subscribed = c.originate
	return 204, nil
}

func (f *fakeARI) play(r *http.Request, a args) (int, any) {
	c := f.channels[r.PathValue("id")]
	if c == nil {
		return gone("Channel")
	}
	id := r.PathValue("playback")
	f.playbacks[id] = "channel:" + c.id
	for _, media := range a.list("media") {
		f.heard(c, media)
	}
	if !strings.HasPrefix(a.list("media")[0], "tone:") {
		f.finish(id, "done")
	}
	return 201, args{"id": id}
}

func (f *fakeARI) finish(id, state string) {
	f.send("PlaybackFinished", args{"playback": args{
		"id": id, "state": state, "target_uri": f.playbacks[id], "media_uri": "sound:x", "language": "en",
	}})
	delete(f.playbacks, id)
	f.startRecordings()
}

func (f *fakeARI) playback(r *http.Request, _ args) (int, any) {
	if _, ok := f.playbacks[r.PathValue("id")]; !ok {
		return gone("Playback")
	}
	return 200, args{"id": r.PathValue("id")}
}

func (f *fakeARI) stopPlayback(r *http.Request, _ args) (int, any) {
	if _, ok := f.playbacks[r.PathValue("id")]; !ok {
		return gone("Playback")
	}
	f.finish(r.PathValue("id"), "done")
	return 204, nil
}

func (f *fakeARI) setVariable(c *fakeChannel, a args) (int, any) {
	c.variables[a.text("variable")] = a.text("value")
	return 204, nil
}

func (f *fakeARI) variable(c *fakeChannel, a args) (int, any) {
	value, ok := c.variables[a.text("variable")]
	if !ok {
		return 404, args{"message": "Provided variable was not found"}
	}
	return 200, args{"value": value}
}
