package switchboard

import (
	"context"
	"time"
)

// spawn runs f on a goroutine of its own, which Stop waits for.
func (sb *Switchboard) spawn(f func()) {
	turn := make(chan struct{}, 1)
	sb.running.Go(func() {
		<-turn
		defer sb.cfg.Clock.Rest()
		f()
	})
	sb.cfg.Clock.Wake(turn)
}

// pause waits, and is false when the switchboard stops meanwhile.
func (sb *Switchboard) pause(d time.Duration) bool {
	timer := sb.cfg.Clock.NewTimer()
	defer timer.Stop()
	timer.Reset(d)
	sb.cfg.Clock.Rest()
	select {
	case <-timer.C():
		return true
	case <-sb.ctx.Done():
		return false
	}
}

// insist sends a request that ends something which no call looks after any more,
// a few times. What is still there after that is found at the next LinkUp.
func (sb *Switchboard) insist(send func(context.Context) error) {
	sb.spawn(func() { sb.persist(send) })
}

// persist is insist for who runs beside the calls, and tells whether it is settled.
func (sb *Switchboard) persist(send func(context.Context) error) bool {
	for range insistences {
		ctx, cancel := context.WithTimeout(sb.ctx, requestTime)
		err := send(ctx)
		cancel()
		if settled(err) {
			return true
		}
		if !sb.pause(requestTime) {
			return false
		}
	}
	return false
}

const (
	requestTime = 5 * time.Second // bounds each request to Asterisk and each sound; also the pause before one is sent again
	insistences = 4
)
