package switchboard

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"hotline/internal/asterisk"
)

// sound is what Asterisk records, or has recorded.
type sound struct {
	target string
	began  time.Time
	length time.Duration
	live   bool
	told   bool // of its end
	muted  bool
	engine *engine
}

// records: what somebody says on a channel is being recorded.
func (p *phones) records(channel string) bool {
	for _, r := range p.sounds {
		if r.live && r.target == channel {
			return true
		}
	}
	return false
}

// free holds that nothing is asked of a channel while it is recorded: Asterisk
// would do it only afterwards.
func (p *phones) free(op, channel string) {
	if p.records(channel) {
		p.amiss(op + " on a channel that is being recorded")
	}
}

// amiss notes what the engine must not do.
func (p *phones) amiss(what string) {
	p.story.mu.Lock()
	defer p.story.mu.Unlock()
	p.story.early = append(p.story.early, what)
}

// endRecordings ends what is recorded of a channel or bridge.
func (p *phones) endRecordings(target string) {
	for _, name := range sorted(p.sounds) {
		if p.sounds[name].target == target {
			p.endRecording(name)
		}
	}
}

func (p *phones) endRecording(name string) {
	r := p.sounds[name]
	if r == nil || !r.live {
		return
	}
	r.live, r.length = false, time.Since(r.began)
	if !p.down {
		heard := r.length.Truncate(time.Second)
		if p.wordless {
			heard = 0
		}
		p.tellRecording(name, heard)
	}
}

func (p *phones) tellRecording(name string, length time.Duration) {
	r := p.sounds[name]
	r.told = true
	to := name
	if p.routes[name] == nil {
		to = r.target
	}
	p.tell(to, asterisk.RecordingEnded{Recording: name, Target: r.target, Length: length})
}

// tellRecordings tells the ends that nobody saw, as a Link does.
func (p *phones) tellRecordings() {
	for _, name := range sorted(p.sounds) {
		if r := p.sounds[name]; !r.live && !r.told && r.engine == p.engine {
			p.tellRecording(name, 0)
		}
	}
}

func (e *engine) record(target, name string) error {
	if e.sounds[name] != nil {
		return fault("record", asterisk.Conflict)
	}
	e.sounds[name] = &sound{target: target, began: time.Now(), live: true, engine: e}
	return nil
}

func (e *engine) Record(ctx context.Context, id, name string, r asterisk.Recording) error {
	line := fmt.Sprintf("record %s as %s for %s, silence %s", id, name, r.MaxDuration, r.MaxSilence)
	return e.request(ctx, "record", id, line, func() error {
		if err := e.need("record", id); err != nil {
			return err
		}
		if e.sounds[name] == nil {
			e.free("record", id)
		}
		return e.record(id, name)
	})
}

func (e *engine) RecordBridge(ctx context.Context, id, name string, _ asterisk.Recording) error {
	return e.request(ctx, "record", id, "record "+id+" as "+name, func() error {
		if _, ok := e.bridges[id]; !ok {
			return fault("record", asterisk.Gone)
		}
		return e.record(id, name)
	})
}

func (e *engine) StopRecording(ctx context.Context, name string) error {
	return e.request(ctx, "stop record", name, "stop record "+name, func() error {
		if r := e.sounds[name]; r == nil || !r.live {
			return fault("stop record", asterisk.Gone)
		}
		e.endRecording(name)
		return nil
	})
}

func (e *engine) FetchRecording(ctx context.Context, name string) (io.ReadCloser, error) {
	var wav []byte
	err := e.request(ctx, "fetch", name, "fetch "+name, func() error {
		r := e.sounds[name]
		if r == nil || r.live {
			return fault("fetch", asterisk.Gone)
		}
		wav = make([]byte, wavHeader+int(r.length*wavSecond/time.Second))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(wav)), nil
}

func (e *engine) StoredRecordings(ctx context.Context) (stored []string, err error) {
	err = e.request(ctx, "stored", "recordings", "stored", func() error {
		stored = sorted(e.sounds) // also those that still run
		return nil
	})
	return stored, err
}

func (e *engine) DeleteRecording(ctx context.Context, name string) error {
	return e.request(ctx, "delete", name, "delete "+name, func() error {
		if r := e.sounds[name]; r == nil || r.live {
			return fault("delete", asterisk.Gone)
		}
		delete(e.sounds, name)
		return nil
	})
}
