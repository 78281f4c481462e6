package asterisk

import (
	"maps"
	"net/http"
	"slices"
)

// snoop makes a channel that listens to c.
func (f *fakeARI) snoop(c *fakeChannel, a args) (int, any) {
	id := a.text("snoopId")
	if a.text("spy") == "" && a.text("whisper") == "" {
		return 400, args{"message": "Direction must be specified for at least spy or whisper"}
	}
	s := &fakeChannel{id: id, state: "Up", context: "default", exten: "s", then: a.text("appArgs"), spies: c.id, direction: a.text("spy")}
	f.channels[id] = s
	f.enter(s)
	return 200, s.wire()
}

// endSnoops ends those that listened to a channel which is gone: nothing tells of it
// but that they leave Stasis.
func (f *fakeARI) endSnoops(of string) {
	for _, id := range slices.Sorted(maps.Keys(f.channels)) {
		s := f.channels[id]
		if s == nil || s.spies != of {
			continue
		}
		delete(f.channels, id)
		f.endRecordings("channel:" + id)
		f.send("StasisEnd", args{"channel": s.wire()})
	}
}

// transferProgress is for a telephone that asked for a transfer; without one, nothing
// happens.
func transferProgress(_ *fakeChannel, a args) (int, any) {
	switch a.text("states") {
	case TransferRinging, TransferAnswered, TransferUnavailable, TransferDeclined:
		return 204, nil
	}
	return 400, args{"message": "Invalid states value"}
}

// playBridge plays to a bridge. What it plays, the recordings do not hear.
func (f *fakeARI) playBridge(r *http.Request, a args) (int, any) {
	if f.bridges[r.PathValue("id")] == nil {
		return gone("Bridge")
	}
	id := r.PathValue("playback")
	f.playbacks[id] = "bridge:" + r.PathValue("id")
	if a.list("media")[0] != "tone:ring" {
		f.finish(id, "done")
	}
	return 201, args{"id": id}
}
