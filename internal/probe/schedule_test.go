package probe

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// hands are a clock that is set by hand. Who waits is told to waiting.
type hands struct {
	mu      sync.Mutex
	now     time.Time
	waiting chan wait4
}

type wait4 struct {
	d    time.Duration
	done chan time.Time
}

func newHands() *hands {
	return &hands{now: time.Date(2026, 3, 11, 10, 0, 0, 0, time.UTC), waiting: make(chan wait4)}
}

func (h *hands) clock() Clock {
	return Clock{Now: h.read, After: func(d time.Duration) <-chan time.Time {
		w := wait4{d, make(chan time.Time, 1)}
		h.waiting <- w
		return w.done
	}}
}

func (h *hands) read() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// ring lets who waits go on when his time has come.
func (h *hands) ring(w wait4) {
	h.pass(w.d)
	w.done <- h.read()
}

func TestScheduleNeitherDriftsNorHurries(t *testing.T) {
	h := newHands()
	began := h.read()
	lasting := []time.Duration{2 * time.Minute, 0, 5 * time.Minute, 12 * time.Minute, time.Second}
	var at, skipped []time.Duration
	s := Schedule{Every: 5 * time.Minute, Clock: h.clock(), Skipped: func(n int) { skipped = append(skipped, time.Duration(n)) }}
	ctx, cancel := context.WithCancel(deadline(t))
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		s.Run(ctx, func(context.Context) {
			at = append(at, h.read().Sub(began))
			h.pass(lasting[len(at)-1])
		})
	}()
	for range len(lasting) - 1 {
		h.ring(<-h.waiting)
	}
	<-h.waiting // after the last one
	cancel()
	<-finished
	require.Equal(t, []time.Duration{0, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute}, at,
		"a round that ends just when the next is due does not delay it; one of 12 minutes loses two")
	require.Equal(t, []time.Duration{2}, skipped)
}

// A machine that slept makes up for nothing.
func TestScheduleAfterALongSleep(t *testing.T) {
	h := newHands()
	began := h.read()
	var at []time.Duration
	skipped := 0
	s := Schedule{Every: time.Minute, Clock: h.clock(), Skipped: func(n int) { skipped += n }}
	ctx, cancel := context.WithCancel(deadline(t))
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		s.Run(ctx, func(context.Context) { at = append(at, h.read().Sub(began)) })
	}()
	w := <-h.waiting
	h.pass(time.Hour + 30*time.Second)
	w.done <- h.read()
	w = <-h.waiting
	require.Equal(t, 30*time.Second, w.d)
	cancel()
	<-finished
	require.Equal(t, []time.Duration{0, time.Hour + 30*time.Second}, at)
	require.Equal(t, 59, skipped, "the minutes 2 to 60")
}

// scripted is a prober without a telephone.
type scripted struct {
	causes map[string]Cause
	called []string
	cancel context.CancelFunc // after the first call, unless nil
}

func (s *scripted) Call(_ context.Context, p Probe) Result {
	s.called = append(s.called, p.Name)
	if s.cancel != nil {
		s.cancel()
	}
	return Result{Probe: p.Name, Cause: s.causes[p.Name]}
}

func TestRoundCallsOneAfterTheOther(t *testing.T) {
	with := &scripted{causes: map[string]Cause{"a": Passed, "b": Busy, "c": Passed}}
	var told []Result
	failed := Round(t.Context(), with, []Probe{{Name: "a"}, {Name: "b"}, {Name: "c"}}, func(r Result) { told = append(told, r) })
	require.Equal(t, []string{"a", "b", "c"}, with.called)
	require.Len(t, told, 3)
	require.Equal(t, []Result{{Probe: "b", Cause: Busy}}, failed)
}

func TestRoundEndsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	with := &scripted{causes: map[string]Cause{"a": Interrupted}, cancel: cancel}
	failed := Round(ctx, with, []Probe{{Name: "a"}, {Name: "b"}}, func(Result) {})
	require.Equal(t, []string{"a"}, with.called)
	require.Len(t, failed, 1, "an interrupted call has not passed")
}
