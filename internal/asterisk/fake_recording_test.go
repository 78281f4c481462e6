package asterisk

import (
	"bytes"
	"net/http"
	"os"
	"slices"
	"strings"

	"hotline/internal/prompt"
)

// fakeRecording hears what the other half of its channel, or the other halves of
// those in its bridge, play while it runs. It knows no clock: sound is time.
type fakeRecording struct {
	target  string // "channel:ID" or "bridge:ID"
	silence int    // samples that end it; 0: none do
	started bool
	over    bool
	muted   bool
	pcm     []int16
}

func (f *fakeARI) record(kind string) fakeHandler {
	return func(r *http.Request, a args) (int, any) {
		id, name := r.PathValue("id"), a.text("name")
		if kind == "channel" && f.channels[id] == nil || kind == "bridge" && f.bridges[id] == nil {
			return gone(kind)
		}
		if f.recordings[name] != nil {
			return 409, args{"message": "Recording '" + name + "' already exists and can not be overwritten"}
		}
		seconds, _ := a["maxSilenceSeconds"].(float64)
		f.recordings[name] = &fakeRecording{target: kind + ":" + id, silence: int(seconds) * prompt.Rate}
		f.startRecordings()
		return 201, args{"name": name, "state": "queued"}
	}
}

// startRecordings starts those whose channel is played nothing.
func (f *fakeARI) startRecordings() {
	busy := map[string]bool{}
	for _, channel := range f.playbacks {
		busy[channel] = true
	}
	for name, rec := range f.recordings {
		if !rec.started && !busy[rec.target] {
			rec.started = true
			f.send("RecordingStarted", args{"recording": rec.wire(name)})
		}
	}
}

func (rec *fakeRecording) wire(name string) args {
	state := "queued"
	switch {
	case rec.over:
		state = "done"
	case rec.started:
		state = "recording"
	}
	return args{
		"name": name, "format": "wav", "state": state, "target_uri": rec.target,
		"duration": len(rec.pcm) / prompt.Rate,
	}
}

func (f *fakeARI) onRecording(live bool, do func(name string) (int, any)) fakeHandler {
	return func(r *http.Request, _ args) (int, any) {
		rec := f.recordings[r.PathValue("name")]
		if rec == nil || live && rec.over {
			return gone("Recording")
		}
		return do(r.PathValue("name"))
	}
}

func (f *fakeARI) recording(name string) (int, any) { return 200, f.recordings[name].wire(name) }

// stopRecording forgets a stop that comes too early, as Asterisk does.
func (f *fakeARI) stopRecording(name string) (int, any) {
	if f.recordings[name].started {
		f.endRecording(name)
	}
	return 204, nil
}

func (f *fakeARI) storedRecordings(*http.Request, args) (int, any) {
	stored := []args{}
	for name, rec := range f.recordings {
		if rec.over {
			stored = append(stored, args{"name": name, "format": "wav"})
		}
	}
	return 200, stored
}

func (f *fakeARI) storedFile(name string) (int, any) {
	var file bytes.Buffer
	_ = prompt.WriteWAV(&file, f.recordings[name].pcm)
	return 200, file.Bytes()
}

func (f *fakeARI) deleteRecording(name string) (int, any) {
	delete(f.recordings, name)
	return 204, nil
}

func (f *fakeARI) endRecording(name string) {
	rec := f.recordings[name]
	rec.over = true
	f.send("RecordingFinished", args{"recording": rec.wire(name)})
}

// endRecordings ends those of a channel or bridge that is gone.
func (f *fakeARI) endRecordings(target string) {
	for name, rec := range f.recordings {
		if rec.target == target && !rec.over {
			f.endRecording(name)
		}
	}
}

// heard lets the recordings hear what a channel plays: the other half of it is
// what comes from there.
func (f *fakeARI) heard(c *fakeChannel, media string) {
	file, err := os.Open(strings.TrimPrefix(media, "sound:") + ".wav")
	if err != nil {
		return
	}
	defer file.Close()
	_, pcm, _ := prompt.ReadWAV(file)
	for name, rec := range f.recordings {
		if !rec.started || rec.over || !f.reaches(c, rec.target) {
			continue
		}
		if rec.muted {
			pcm = make([]int16, len(pcm))
		}
		rec.pcm = append(rec.pcm, pcm...)
		tail := rec.pcm[max(0, len(rec.pcm)-rec.silence):]
		if rec.silence > 0 && len(tail) == rec.silence && !slices.ContainsFunc(tail, func(v int16) bool { return v != 0 }) {
			f.endRecording(name)
		}
	}
}

// reaches reports whether what a channel plays is heard by what is recorded.
func (f *fakeARI) reaches(c *fakeChannel, target string) bool {
	kind, id, _ := strings.Cut(target, ":")
	if kind == "bridge" {
		_, is := f.bridges[id][c.other]
		return is
	}
	snoop := f.channels[id]
	switch {
	case snoop.spies == "":
		return id == c.other
	case snoop.direction == "in":
		return snoop.spies == c.other
	}
	return snoop.spies != c.other && f.together(snoop.spies, c.other)
}

// together reports whether two channels are in one bridge.
func (f *fakeARI) together(a, b string) bool {
	for _, inside := range f.bridges {
		_, isA := inside[a]
		_, isB := inside[b]
		if isA && isB {
			return true
		}
	}
	return false
}

func (f *fakeARI) mute(on bool) func(string) (int, any) {
	return func(name string) (int, any) {
		f.recordings[name].muted = on
		return 204, nil
	}
}
