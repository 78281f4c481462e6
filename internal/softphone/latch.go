package softphone

import (
	"sync"
	"time"
)

// latch is an event that happens at most once and can be waited for.
type latch struct {
	once sync.Once
	done chan struct{}
	at   time.Time // set before done is closed
}

func newLatch() *latch { return &latch{done: make(chan struct{})} }

func (l *latch) fire() {
	l.once.Do(func() {
		l.at = time.Now()
		close(l.done)
	})
}

func (l *latch) fired() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// time is when the event happened; zero if it has not.
func (l *latch) time() time.Time {
	if !l.fired() {
		return time.Time{}
	}
	return l.at
}
