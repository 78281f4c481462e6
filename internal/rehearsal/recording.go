package rehearsal

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"slices"
	"time"

	"hotline/internal/asterisk"
)

// tape is one that runs, or is stored.
type tape struct {
	target string
	how    asterisk.Recording
	began  time.Time
	silent *entry // what ends it because nobody speaks
	full   *entry // because it is long enough
	over   bool
	length time.Duration
}

// Record records the caller. He is silent until he speaks.
func (t *telephone) Record(_ context.Context, channel, name string, how asterisk.Recording) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l := t.lines[channel]; l == nil || !l.inside {
		return fault("record", asterisk.Gone)
	}
	return t.begin(channel, name, how)
}

// RecordBridge records a talk until it is stopped, or the bridge is destroyed.
func (t *telephone) RecordBridge(_ context.Context, bridge, name string, how asterisk.Recording) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, there := t.bridges[bridge]; !there {
		return fault("record bridge", asterisk.Gone)
	}
	return t.begin(bridge, name, how)
}

func (t *telephone) begin(target, name string, how asterisk.Recording) error {
	if t.recordings[name] != nil {
		return fault("record", asterisk.Conflict)
	}
	r := &tape{target: target, how: how, began: t.clock.Now()}
	t.recordings[name] = r
	if how.MaxDuration > 0 {
		r.full = t.later(how.MaxDuration, func() { t.endRecording(name) })
	}
	t.silence(name, r, 0)
	return nil
}

// silence lets the recording end when nobody has spoken for long enough, counted
// from a time on.
func (t *telephone) silence(name string, r *tape, from time.Duration) {
	t.clock.cancel(r.silent)
	if r.how.MaxSilence > 0 {
		r.silent = t.later(from+r.how.MaxSilence, func() { t.endRecording(name) })
	}
}

func (t *telephone) endRecording(name string) {
	const second = time.Second
	r := t.recordings[name]
	t.clock.cancel(r.silent)
	t.clock.cancel(r.full)
	r.over, r.length = true, t.clock.Now().Sub(r.began)
	t.tell(asterisk.RecordingEnded{Recording: name, Target: r.target, Length: r.length.Truncate(second)}, name, r.target)
}

// endRecordings ends those of a channel or bridge.
func (t *telephone) endRecordings(target string) {
	for _, name := range sorted(t.recordings) {
		if r := t.recordings[name]; r.target == target && !r.over {
			t.endRecording(name)
		}
	}
}

// StopRecording keeps what there is.
func (t *telephone) StopRecording(_ context.Context, name string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.recordings[name]; r == nil || r.over {
		return fault("stop recording", asterisk.Gone)
	}
	t.endRecording(name)
	return nil
}

// FetchRecording gives the sound of silence.
func (t *telephone) FetchRecording(_ context.Context, name string) (io.ReadCloser, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.recordings[name]
	if r == nil || !r.over {
		return nil, fault("fetch recording", asterisk.Gone)
	}
	return io.NopCloser(bytes.NewReader(silentWAV(r.length))), nil
}

// StoredRecordings names those that are over.
func (t *telephone) StoredRecordings(context.Context) ([]string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.DeleteFunc(sorted(t.recordings), func(name string) bool { return !t.recordings[name].over }), nil
}

// DeleteRecording removes a stored one.
func (t *telephone) DeleteRecording(_ context.Context, name string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.recordings[name]; r == nil || !r.over {
		return fault("delete recording", asterisk.Gone)
	}
	delete(t.recordings, name)
	return nil
}

// recordsCaller reports whether the caller is being recorded now.
func (t *telephone) recordsCaller() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, r := t.running()
	return r != nil
}

func (t *telephone) running() (string, *tape) {
	for _, name := range sorted(t.recordings) {
		r := t.recordings[name]
		if l := t.lines[r.target]; !r.over && l != nil && l.who == "" {
			return name, r
		}
	}
	return "", nil
}

// speaks: the caller speaks for so long into the recording. It is false if
// nothing is recorded.
func (t *telephone) speaks(text string, takes time.Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	name, r := t.running()
	if r == nil {
		return false
	}
	t.story.add(Happening{Kind: Speaks, Text: text, For: takes})
	t.silence(name, r, takes)
	return true
}

// silentWAV is a WAV file of 8 kHz, mono, 16 bit.
func silentWAV(length time.Duration) []byte {
	const rate, width, header = 8000, 2, 44
	data := uint32(length.Milliseconds()) * rate / 1000 * width //nolint:gosec // minutes
	out := bytes.NewBuffer(make([]byte, 0, header+int(data)))
	out.WriteString("RIFF")
	write := func(v any) { _ = binary.Write(out, binary.LittleEndian, v) }
	write(data + header - 8)
	out.WriteString("WAVEfmt ")
	write(uint32(16))
	write([]uint16{1, 1})
	write([]uint32{rate, rate * width})
	write([]uint16{width, 8 * width})
	out.WriteString("data")
	write(data)
	return append(out.Bytes(), make([]byte, data)...)
}
