package softphone

import (
	"context"
	"sync"
	"time"
)

// farewell bounds the good-byes of Close: a server that is gone does not answer.
const farewell = 2 * time.Second

// Close hangs up all calls, gives up the registration, and waits until nothing of
// the phone runs any more. It may be called many times.
func (p *Phone) Close() error { return p.shut(true) }

// Vanish closes the phone without telling anybody, like a phone that lost power.
func (p *Phone) Vanish() error { return p.shut(false) }

func (p *Phone) shut(politely bool) error {
	p.closing.Do(func() {
		started := p.enterPhase(leaving) != fresh
		if started && politely {
			p.sayGoodbye()
		}
		p.enterPhase(closed)
		p.cancel()
		for _, c := range p.currentCalls() {
			c.finish(End{Reason: "the phone was closed"})
		}
		p.work.Wait()
		if started {
			_ = p.conn.Close() // nothing to lose on UDP
			p.serving.Wait()
			_ = p.ua.Close()
		}
		close(p.incoming)
	})
	return nil
}

func (p *Phone) sayGoodbye() {
	ctx, cancel := context.WithTimeout(p.ctx, farewell)
	defer cancel()
	var wg sync.WaitGroup
	for _, c := range p.currentCalls() {
		wg.Go(func() {
			if err := c.Hangup(ctx); err != nil {
				p.log.Debug("hang-up while closing", "error", err)
			}
		})
	}
	wg.Go(func() {
		if err := p.Unregister(ctx); err != nil {
			p.log.Debug("unregister while closing", "error", err)
		}
	})
	wg.Wait()
}

// enterPhase moves to a later phase and returns the one before.
func (p *Phone) enterPhase(next phase) phase {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.phase
	p.phase = next
	return before
}

// enter makes Close wait for work.Done, unless the phone is closed already.
func (p *Phone) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.phase == fresh || p.phase == closed {
		return false
	}
	p.work.Add(1)
	return true
}

// spawn runs f as part of the phone unless it is closed.
func (p *Phone) spawn(f func()) {
	if !p.enter() {
		return
	}
	go func() {
		defer p.work.Done()
		f()
	}()
}
