package storm

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"time"

	"hotline/internal/chaos/child"
)

// load is the calls under way: SIPp's, and talks that are listened to.
type load struct {
	sipps  []*child.Process
	talks  sync.WaitGroup
	cancel context.CancelFunc
}

// spare is how much longer than planned the load can go on, as a factor.
const spare = 3

// startLoad spreads the calls over the machines and the time.
func (s *storm) startLoad(ctx context.Context) (*load, error) {
	talking, cancel := context.WithCancel(ctx)
	l := &load{cancel: cancel}
	each := s.Calls/len(s.machines) + 1
	for i, m := range s.machines {
		numbers := make([]string, spare*each)
		for n := range numbers {
			numbers[n] = fmt.Sprintf("139%d%07d", i, n+1)
		}
		// A tenth faster than needed: the first and the last second count as well.
		p, err := m.callers(ctx, numbers, loadNumber, 1.1*float64(each)/s.Duration.Seconds())
		if err != nil {
			l.end()
			return nil, err
		}
		l.sipps = append(l.sipps, p)
		for range m.heard.seats {
			l.talks.Go(func() { m.heard.talkOn(talking) })
		}
	}
	return l, nil
}

// talkOn has one talk after the other.
func (c *crew) talkOn(ctx context.Context) {
	for ctx.Err() == nil {
		if c.dial(ctx, heardNumber, 60*time.Second, talkTime()) != nil {
			wait(100*time.Millisecond, ctx.Done())
		}
	}
}

// finish places no more calls and waits until the machines have none left. A caller who is
// still on the line then was forgotten, or cut off by Asterisk's crash: nobody will ever
// hang up on him.
func (l *load) finish(ctx context.Context, machines []*machine) {
	l.cancel()
	for _, p := range l.sipps {
		p.Signal(syscall.SIGUSR1)
	}
	l.talks.Wait()
	for _, m := range machines {
		m.rest(ctx)
	}
	for _, p := range l.sipps {
		p.Stop(syscall.SIGTERM, 3*time.Second)
	}
}

// end ends it at once.
func (l *load) end() {
	l.cancel()
	for _, p := range l.sipps {
		p.Kill()
	}
	l.talks.Wait()
}
