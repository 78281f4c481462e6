package softphone

import (
	"context"
	"fmt"
	"time"
)

// RangAt is when the call began to ring; zero if it did not.
func (c *Call) RangAt() time.Time { return c.rang.time() }

// AnsweredAt is when the call was answered; zero if it was not.
func (c *Call) AnsweredAt() time.Time { return c.answered.time() }

// EndedAt is when the call ended; zero while it lasts.
func (c *Call) EndedAt() time.Time { return c.ended.time() }

// Reached is closed when the other side first says anything about a call of ours,
// be it only 100 Trying. Until then it may be that nobody is there.
func (c *Call) Reached() <-chan struct{} { return c.reached.done }

// Ringing is closed when the call begins to ring.
func (c *Call) Ringing() <-chan struct{} { return c.rang.done }

// Answered is closed when the call is answered.
func (c *Call) Answered() <-chan struct{} { return c.answered.done }

// Ended is closed when the call has ended.
func (c *Call) Ended() <-chan struct{} { return c.ended.done }

// WaitRinging waits until the other side says it rings (180). ErrNotRinging means
// that it answered at once.
func (c *Call) WaitRinging(ctx context.Context) error {
	select {
	case <-c.rang.done:
		return nil
	case <-c.answered.done:
		if c.rang.fired() {
			return nil
		}
		return ErrNotRinging
	case <-c.ended.done:
		return c.missed(c.rang)
	case <-ctx.Done():
		return fmt.Errorf("softphone: waiting for ringing: %w", ctx.Err())
	}
}

// WaitProgress waits until the other side plays something before it answers (183).
func (c *Call) WaitProgress(ctx context.Context) error {
	return c.wait(ctx, c.progressed, "early media")
}

// WaitAnswered waits until the call is answered.
func (c *Call) WaitAnswered(ctx context.Context) error { return c.wait(ctx, c.answered, "the answer") }

// WaitEnded waits until the call is over, and says why.
func (c *Call) WaitEnded(ctx context.Context) (End, error) {
	select {
	case <-c.ended.done:
		return c.theEnd(), nil
	case <-ctx.Done():
		return End{}, fmt.Errorf("softphone: waiting for the end of the call: %w", ctx.Err())
	}
}

func (c *Call) wait(ctx context.Context, l *latch, what string) error {
	if l.fired() { // even if ctx is over too
		return nil
	}
	select {
	case <-l.done:
		return nil
	case <-c.ended.done:
		return c.missed(l)
	case <-ctx.Done():
		return fmt.Errorf("softphone: waiting for %s: %w", what, ctx.Err())
	}
}

// missed is the error for a signal that an ended call did not give.
func (c *Call) missed(l *latch) error {
	if l.fired() {
		return nil
	}
	return &EndedError{End: c.theEnd()}
}

func (c *Call) theEnd() End {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end
}
