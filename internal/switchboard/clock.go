package switchboard

import "time"

// Clock is the switchboard's only source of time, so that calls can be tried in
// virtual time. A virtual clock must know when nothing is under way, and lets one
// goroutine run at a time so that a trial is the same each time. So every
// goroutine of ours begins by [Switchboard.spawn], says Rest before it waits, and
// is woken by Wake, by a timer of this clock or by an event of the telephone.
type Clock interface {
	Now() time.Time
	NewTimer() Timer
	// Wake lets the reader of ready run: at once, or when its turn comes. ready
	// has room for one token; what comes before it is read is the same wake.
	Wake(ready chan<- struct{})
	// Rest: the goroutine that calls it has done what it was woken for.
	Rest()
}

// Timer is a one-shot timer that starts stopped.
type Timer interface {
	C() <-chan time.Time
	Reset(d time.Duration) // starts it anew; what has not been received is dropped
	Stop()
}

// WallClock is the time of the machine, moved by an offset for tests and drills.
type WallClock struct{ Offset time.Duration }

// Now is time.Now with the offset.
func (c WallClock) Now() time.Time { return time.Now().Add(c.Offset) }

// NewTimer makes a stopped timer.
func (WallClock) NewTimer() Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return wallTimer{t}
}

// Wake puts the token.
func (WallClock) Wake(ready chan<- struct{}) {
	select {
	case ready <- struct{}{}:
	default:
	}
}

// Rest does nothing: the machine's time goes on by itself.
func (WallClock) Rest() {}

type wallTimer struct{ t *time.Timer }

func (w wallTimer) C() <-chan time.Time   { return w.t.C }
func (w wallTimer) Reset(d time.Duration) { w.t.Reset(d) }
func (w wallTimer) Stop()                 { w.t.Stop() }
