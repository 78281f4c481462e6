package switchboard

import "time"

// Clock is the switchboard's only source of time, so that calls can be tried
// in virtual time.
type Clock interface {
	Now() time.Time
	NewTimer() Timer
}

// Timer is a one-shot timer that starts stopped.
type Timer interface {
	C() <-chan time.Time
	Reset(d time.Duration) // starts it anew; what has not been received is dropped
	Stop()
}

// WallClock is the time of the machine.
type WallClock struct{}

// Now is time.Now.
func (WallClock) Now() time.Time { return time.Now() }

// NewTimer makes a stopped timer.
func (WallClock) NewTimer() Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return wallTimer{t}
}

type wallTimer struct{ t *time.Timer }

func (w wallTimer) C() <-chan time.Time   { return w.t.C }
func (w wallTimer) Reset(d time.Duration) { w.t.Reset(d) }
func (w wallTimer) Stop()                 { w.t.Stop() }
