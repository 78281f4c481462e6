package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"hotline/internal/switchboard"
)

// ErrStuck says that somebody waits for what virtual time knows nothing of.
var ErrStuck = errors.New("the rehearsal is stuck")

// Clock is virtual time for a switchboard. One goroutine runs at a time, in the
// order in which they were woken. The conductor (who makes the clock, and calls
// its unexported methods) runs while all others rest.
type Clock struct {
	mu      sync.Mutex
	now     time.Time
	agenda  agenda
	turns   []chan<- struct{} // who runs next
	running bool              // a goroutine of the switchboard runs
	quiet   chan struct{}     // told when none does and none will
	closed  bool
}

var _ switchboard.Clock = (*Clock)(nil)

// NewClock stands still at a time.
func NewClock(at time.Time) *Clock { return &Clock{now: at, quiet: make(chan struct{}, 1)} }

// Now is the virtual time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Wake puts a reader into the line of those who run next.
func (c *Clock) Wake(ready chan<- struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		grant(ready)
	case !slices.Contains(c.turns, ready):
		c.turns = append(c.turns, ready)
	}
}

func grant(ready chan<- struct{}) {
	select {
	case ready <- struct{}{}:
	default:
	}
}

// Rest lets the next in line run.
func (c *Clock) Rest() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !c.running {
		return
	}
	if !c.handOn() {
		c.running = false
		c.quiet <- struct{}{}
	}
}

// handOn lets the next in line run, and is false if there is none.
func (c *Clock) handOn() bool {
	if len(c.turns) == 0 {
		return false
	}
	next := c.turns[0]
	c.turns = c.turns[1:]
	c.running = true
	grant(next)
	return true
}

// settle lets everybody run who has something to do now.
func (c *Clock) settle(ctx context.Context) error {
	c.mu.Lock()
	busy := c.handOn()
	c.mu.Unlock()
	if !busy {
		return nil
	}
	return c.untilQuiet(ctx)
}

func (c *Clock) untilQuiet(ctx context.Context) error {
	select {
	case <-c.quiet:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", ErrStuck, context.Cause(ctx))
	}
}

// next is when the next thing happens.
func (c *Clock) next() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.agenda.next()
	if !ok {
		return time.Time{}, false
	}
	return e.at, true
}

// step lets the next thing on the agenda happen, and all that follows from it at
// that moment.
func (c *Clock) step(ctx context.Context) error {
	c.mu.Lock()
	e, ok := c.agenda.next()
	if !ok {
		c.mu.Unlock()
		return nil
	}
	c.agenda.drop(e)
	if e.at.After(c.now) {
		c.now = e.at
	}
	c.running = true // whom it wakes may rest before we are back
	c.mu.Unlock()
	if e.do() {
		return c.untilQuiet(ctx)
	}
	c.mu.Lock()
	c.running = false
	c.mu.Unlock()
	return c.settle(ctx)
}

// jump sets the time, over nothing that is on the agenda.
func (c *Clock) jump(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.After(c.now) {
		c.now = to
	}
}

// after puts something on the agenda. do runs on the conductor's goroutine; it
// wakes one goroutine and is true, or none and is false.
func (c *Clock) after(d time.Duration, do func() (woke bool)) *entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.agenda.add(c.now.Add(max(0, d)), do)
}

func (c *Clock) cancel(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.agenda.drop(e)
}

// close lets everybody run as they like, so that they can end. Time stands still.
func (c *Clock) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for _, ready := range c.turns {
		grant(ready)
	}
	c.turns = nil
}

// NewTimer makes a stopped timer.
func (c *Clock) NewTimer() switchboard.Timer {
	return &timer{clock: c, c: make(chan time.Time, 1)}
}

// timer is one of virtual time.
type timer struct {
	clock *Clock
	c     chan time.Time
	entry *entry
}

func (t *timer) C() <-chan time.Time { return t.c }

func (t *timer) Reset(d time.Duration) {
	t.Stop()
	t.entry = t.clock.after(d, func() bool {
		t.c <- t.clock.Now()
		return true
	})
}

// Stop also drops what nobody has received.
func (t *timer) Stop() {
	t.clock.cancel(t.entry)
	select {
	case <-t.c:
	default:
	}
}
