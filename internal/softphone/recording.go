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
	start   time.Time
	grown   chan struct{} // closed and replaced when samples are added
	closed  bool
}

func newRecording() *Recording { return &Recording{grown: make(chan struct{})} }

// RecordingOf is a recording of samples that somebody else made, to be searched.
func RecordingOf(samples []int16) *Recording {
	r := newRecording()
	r.samples = slices.Clone(samples)
	r.finish()
	return r
}

// add appends gap samples of silence and then what was heard at now.
func (r *Recording) add(now time.Time, gap int, heard []int16) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.start.IsZero() {
		r.start = now
	}
	r.samples = append(r.samples, make([]int16, gap)...)
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
func (r *Recording) Contains(reference []int16) Match { return find(r.view(), reference) }

// SaveWAV writes what was heard so far to a WAV file.
func (r *Recording) SaveWAV(path string) error { return WriteWAV(path, r.view()) }
