package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func noon() time.Time { return time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC) }

// worker is a goroutine as the switchboard has them: it rests, is woken, works.
type worker struct {
	clock *Clock
	ready chan struct{}
	work  func()
}

// crew runs workers until the test ends.
func crew(t *testing.T, c *Clock, works ...func(self *worker)) []*worker {
	t.Helper()
	all := make([]*worker, len(works))
	for i, work := range works {
		w := &worker{clock: c, ready: make(chan struct{}, 1)}
		w.work = func() { work(w) }
		all[i] = w
		spawn(t, c, w.ready, w.work)
	}
	require.NoError(t, c.settle(t.Context()))
	return all
}

// spawn runs a goroutine as the switchboard does: it begins when its turn comes.
func spawn[T any](t *testing.T, c *Clock, woken <-chan T, work func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	over, turn := make(chan struct{}), make(chan struct{}, 1)
	go func() {
		defer close(over)
		<-turn
		for {
			c.Rest()
			select {
			case <-ctx.Done():
				return
			case <-woken:
				work()
			}
		}
	}()
	c.Wake(turn)
	t.Cleanup(func() {
		c.close()
		cancel()
		<-over
	})
}

func (w *worker) wake() { w.clock.Wake(w.ready) }

func TestOneRunsAtATimeInOrder(t *testing.T) {
	c := NewClock(noon())
	var seen []string // no lock: the race detector watches
	var all []*worker
	all = crew(t, c,
		func(*worker) {
			seen = append(seen, "first begins")
			all[2].wake()
			all[1].wake()
			all[1].wake() // the same wake
			seen = append(seen, "first ends")
		},
		func(*worker) { seen = append(seen, "second") },
		func(*worker) {
			seen = append(seen, "third")
			if len(seen) < 8 {
				all[0].wake()
			}
		},
	)
	all[0].wake()
	require.NoError(t, c.settle(t.Context()))
	round := []string{"first begins", "first ends", "third", "second"}
	require.Equal(t, append(append(round, round...), round...)[:12], seen)
}

// Timers fire in the order of their times, one after the other; all that follows
// from one is done before the next.
func TestTimersFireInOrder(t *testing.T) {
	c := NewClock(noon())
	var seen []string
	fired := func(what string) { seen = append(seen, fmt.Sprint(what, " at ", c.Now().Sub(noon()))) }
	for i, after := range []time.Duration{3 * time.Second, time.Second, time.Second, 0} {
		timer := c.NewTimer()
		timer.Reset(time.Hour)
		timer.Reset(after) // starts it anew
		times := 0
		spawn(t, c, timer.C(), func() {
			fired(fmt.Sprint("timer ", i))
			timer.Reset(10 * time.Second)
			if times++; i == 1 || times == 2 {
				timer.Stop()
			}
		})
	}
	require.NoError(t, c.settle(t.Context()))
	for range 7 {
		require.NoError(t, c.step(t.Context()))
	}
	_, more := c.next()
	require.False(t, more)
	require.Equal(t, []string{
		"timer 3 at 0s", "timer 1 at 1s", "timer 2 at 1s", "timer 0 at 3s",
		"timer 3 at 10s", "timer 2 at 11s", "timer 0 at 13s",
	}, seen)
}

func TestTimeJumpsOnlyForward(t *testing.T) {
	c := NewClock(noon())
	c.jump(noon().Add(time.Minute))
	c.jump(noon())
	require.Equal(t, noon().Add(time.Minute), c.Now())
	done := false
	c.after(-time.Hour, func() bool { done = true; return false })
	require.NoError(t, c.step(t.Context()))
	require.True(t, done)
	require.Equal(t, noon().Add(time.Minute), c.Now())
}

// Who waits for what the clock does not know of is found out.
func TestStuck(t *testing.T) {
	c := NewClock(noon())
	never := make(chan struct{})
	all := crew(t, c, func(*worker) { <-never })
	t.Cleanup(func() { close(never) })
	all[0].wake()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("ten seconds are over"))
	err := c.settle(ctx)
	require.ErrorIs(t, err, ErrStuck)
	require.True(t, strings.HasSuffix(err.Error(), "ten seconds are over"))
}
