package softphone

import (
	"slices"
	"sync"
	"time"
)

// Recording is everything a call has heard, as 8 kHz samples. It grows while the
// call runs; gaps in the stream are kept as silence, so that positions are times.
type Recording struct {
	mu      sync.Mutex
	samples []int16 // only ever appended to: slices of it stay valid
	gaps    []gap
	start   time.Time
	grown   chan struct{} // closed and replaced when samples are added
	closed  bool
}

// gap is where the stream had nothing for us.
type gap struct{ at, length int }

func newRecording() *Recording { return &Recording{grown: make(chan struct{})} }

// RecordingOf is a recording of samples that somebody else made, to be searched.
func RecordingOf(samples []int16) *Recording {
	r := newRecording()
	r.samples = slices.Clone(samples)
	r.finish()
	return r
}

// add appends missing samples of silence and then what was heard at now.
func (r *Recording) add(now time.Time, missing int, heard []int16) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.start.IsZero() {
		r.start = now
	}
	if missing > 0 {
		r.gaps = append(r.gaps, gap{at: len(r.samples), length: missing})
		r.samples = append(r.samples, make([]int16, missing)...)
	}
	r.samples = append(r.samples, heard...)
	close(r.grown)
	r.grown = make(chan struct{})
}

// behind is how many samples the recording is short of the time now.
func (r *Recording) behind(now time.Time) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.start.IsZero() {
		return 0
	}
	return max(samplesIn(now.Sub(r.start))-len(r.samples), 0)
}

// finish wakes whoever waits for more: nothing will come.
func (r *Recording) finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.closed = true
		close(r.grown)
	}
}

// from returns what was heard since pos, a channel that closes when there is more,
// and whether the recording is complete.
func (r *Recording) from(pos int) (samples []int16, grown <-chan struct{}, closed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.samples[min(pos, len(r.samples)):len(r.samples):len(r.samples)], r.grown, r.closed
}

// Samples is a copy of what was heard so far.
func (r *Recording) Samples() []int16 { return slices.Clone(r.view()) }

// view is what was heard so far, not to be written to.
func (r *Recording) view() []int16 {
	samples, _, _ := r.from(0)
	return samples
}

// Len is the number of samples heard so far.
func (r *Recording) Len() int { return len(r.view()) }

// Duration is the length of what was heard so far.
func (r *Recording) Duration() time.Duration { return durationOf(r.Len()) }

// TimeOf is the moment when the sample at offset was heard; zero while nothing
// was heard.
func (r *Recording) TimeOf(offset int) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.start.IsZero() {
		return time.Time{}
	}
	return r.start.Add(durationOf(offset))
}

// HeardTone is the longest uninterrupted time that freq (hertz) was heard.
func (r *Recording) HeardTone(freq float64) time.Duration {
	return longestRun(r.view(), func(frame []int16) bool { return hasTones(frame, []float64{freq}) })
}

// HeardSound is the longest uninterrupted time of anything but silence.
func (r *Recording) HeardSound() time.Duration { return longestRun(r.view(), sounds) }

func longestRun(samples []int16, is func([]int16) bool) time.Duration {
	best, run := 0, 0
	for frame := range slices.Chunk(samples, frameSize) {
		if len(frame) < frameSize || !is(frame) {
			run = 0
			continue
		}
		run += frameSize
		best = max(best, run)
	}
	return durationOf(best)
}

// Contains looks for reference (8 kHz) and says where it is and how surely. Ask
// for a [Prefix] where the playback may have been interrupted.
func (r *Recording) Contains(reference []int16) Match { return r.search(0, reference) }

// search is find from pos on. What stutters, because a busy machine sends it in
// pieces, is looked for without the gaps too.
func (r *Recording) search(pos int, reference []int16) Match {
	samples, _, _ := r.from(pos)
	m := find(samples, reference)
	if whole, gaps := r.gapless(pos, pos+len(samples)); !m.Heard() && len(gaps) > 0 {
		if again := find(whole, reference); again.Score > m.Score {
			m = Match{Offset: widen(again.Offset, gaps), end: widen(again.end, gaps), Score: again.Score}
		}
	}
	m.Offset += pos
	m.end += pos
	return m
}

// gapless is what lies between pos and end without the gaps, which are given as
// seen from pos.
func (r *Recording) gapless(pos, end int) (samples []int16, gaps []gap) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := pos
	for _, g := range r.gaps {
		if g.at < pos || g.at+g.length > end {
			continue
		}
		gaps = append(gaps, gap{at: g.at - pos, length: g.length})
		samples = append(samples, r.samples[at:g.at]...)
		at = g.at + g.length
	}
	return append(samples, r.samples[min(at, end):end]...), gaps
}

// widen tells where a sample is when the gaps are counted.
func widen(at int, gaps []gap) int {
	for _, g := range gaps {
		if g.at < at {
			at += g.length
		}
	}
	return at
}

// SaveWAV writes what was heard so far to a WAV file.
func (r *Recording) SaveWAV(path string) error { return WriteWAV(path, r.view()) }
