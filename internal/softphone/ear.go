package softphone

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Ear waits for sounds in a recording. It hears everything once and in order: each
// wait begins where the one before ended, so a sound that came between two waits
// is not missed. One wait at a time.
type Ear struct {
	rec *Recording
	mu  sync.Mutex
	pos int
}

// SkipToNow forgets what was heard so far.
func (e *Ear) SkipToNow() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pos = e.rec.Len()
}

// WaitTone waits until freq (hertz) was heard without a break for atLeast.
func (e *Ear) WaitTone(ctx context.Context, freq float64, atLeast time.Duration) error {
	return e.WaitTones(ctx, atLeast, freq)
}

// WaitTones waits until a mixture of just these tones was heard for atLeast.
func (e *Ear) WaitTones(ctx context.Context, atLeast time.Duration, freqs ...float64) error {
	r := run{need: samplesIn(atLeast), is: func(frame []int16) bool { return hasTones(frame, freqs) }}
	return explain(e.scan(ctx, r.hear, nil), "a tone of %v Hz", freqs)
}

// WaitOther waits until something was heard for atLeast, such as music, that none of
// these tones is a clear part of.
func (e *Ear) WaitOther(ctx context.Context, atLeast time.Duration, freqs ...float64) error {
	r := run{need: samplesIn(atLeast), is: func(frame []int16) bool {
		return sounds(frame) && !slices.ContainsFunc(freqs, func(f float64) bool { return toneShare(frame, f) > traces })
	}}
	return explain(e.scan(ctx, r.hear, nil), "a sound without %v Hz", freqs)
}

// soundNeeds is how long something must be louder than silence to be a sound and
// not a click.
const soundNeeds = 60 * time.Millisecond

// WaitSound waits for anything but silence.
func (e *Ear) WaitSound(ctx context.Context) error {
	r := run{need: samplesIn(soundNeeds), is: sounds}
	return explain(e.scan(ctx, r.hear, nil), "a sound")
}

// WaitSilence waits until nothing was heard for d; a stream that stops is silent.
func (e *Ear) WaitSilence(ctx context.Context, d time.Duration) error {
	r := run{need: samplesIn(d), is: func(frame []int16) bool { return !sounds(frame) }}
	rest := func() time.Duration { return durationOf(r.need - r.have) }
	return explain(e.scan(ctx, r.hear, rest), "silence of %s", d)
}

// run counts the samples of uninterrupted frames that are something.
type run struct {
	need, have int
	is         func(frame []int16) bool
}

func (r *run) hear(frame []int16) bool {
	if !r.is(frame) {
		r.have = 0
		return false
	}
	r.have += len(frame)
	return r.have >= r.need
}

// scan feeds frames to hear until it is satisfied. If idle is given and nothing
// comes for as long as it says, that is satisfying too.
func (e *Ear) scan(ctx context.Context, hear func([]int16) bool, idle func() time.Duration) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		samples, grown, closed := e.rec.from(e.pos)
		for len(samples) >= frameSize {
			e.pos += frameSize
			if hear(samples[:frameSize]) {
				return nil
			}
			samples = samples[frameSize:]
		}
		if closed {
			return errNoMoreSound
		}
		var quiet time.Duration
		if idle != nil {
			quiet = idle()
		}
		if done, err := awaitMore(ctx, grown, quiet); done || err != nil {
			return err
		}
	}
}

// awaitMore waits for more sound. It reports true if quiet (unless zero) passed
// without any.
func awaitMore(ctx context.Context, grown <-chan struct{}, quiet time.Duration) (bool, error) {
	if err := ctx.Err(); err != nil { // even if there is always more, as on a busy machine
		return false, err
	}
	var expired <-chan time.Time
	if quiet > 0 {
		timer := time.NewTimer(quiet)
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case <-grown:
		return false, nil
	case <-expired:
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

const (
	promptStep = 250 * time.Millisecond // how often a growing recording is searched
	promptSlop = 2 * time.Second        // how far back before the reference's length: it may stutter
)

// WaitPrompt waits until reference was heard to its end, as Recording.Contains
// finds it.
func (e *Ear) WaitPrompt(ctx context.Context, reference []int16) (Match, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	searched, idle := e.pos, false
	for {
		samples, grown, closed := e.rec.from(e.pos)
		end := e.pos + len(samples)
		if fresh := end - searched; fresh >= samplesIn(promptStep) || (fresh > 0 && (closed || idle)) {
			// Only the newest part is searched: what is older was searched before.
			from := max(searched-len(reference)-samplesIn(promptSlop), e.pos)
			searched = end
			if m := e.rec.search(from, reference); m.Heard() && m.end <= end {
				e.pos = max(e.pos, m.end)
				return m, nil
			}
		}
		if closed {
			return Match{}, explain(errNoMoreSound, "a prompt")
		}
		var err error
		if idle, err = awaitMore(ctx, grown, promptStep); err != nil {
			return Match{}, explain(err, "a prompt")
		}
	}
}

var errNoMoreSound = errors.New("the call ended")

func explain(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("softphone: waiting for %s: %w", fmt.Sprintf(format, args...), err)
}
