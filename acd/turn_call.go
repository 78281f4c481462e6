package acd

import "math"

func (t *turn) enqueue(in Enqueue) {
	if c := t.s.calls[in.Call]; c != nil {
		if c.state == CallTalking || c.queue.id == in.Queue || c.callback != nil {
			return
		}
		t.overflow(c, OverflowMoved)
	}
	since := in.Since
	if since <= 0 || since > t.now {
		since = t.now
	}
	ahead := t.ahead(in.Queue, since-in.Priority)
	t.emit(&CallQueued{
		At: t.now, Call: in.Call, Queue: in.Queue,
		Since: since, Priority: in.Priority, Limits: in.Limits, Position: ahead + 1,
	})
	t.admit(t.s.calls[in.Call], ahead)
}

// ahead counts the calls that wait in the queue and go before one with that key
// that joins now.
func (t *turn) ahead(queue string, place int64) int {
	q := t.s.queues[queue]
	if q == nil {
		return 0
	}
	return q.line.rank(key{place, math.MaxInt64})
}

// admit keeps a call that has just joined, or not.
func (t *turn) admit(c *call, ahead int) {
	switch {
	case !c.queue.listed:
		t.overflow(c, OverflowQueueRemoved)
	case c.unserved():
		t.overflow(c, OverflowNoSeat)
	case c.limits.Size > 0 && ahead > c.limits.Size:
		t.overflow(c, OverflowSize)
	case c.limits.Expected > 0 && c.queue.expected(ahead) > c.limits.Expected:
		t.overflow(c, OverflowExpected)
	default:
		t.touch(c.queue)
	}
}

// unserved tells whether the call is to leave because nobody is at work.
func (c *call) unserved() bool { return c.limits.NoSeat && c.queue.staff == 0 }

func (t *turn) hangUp(in HangUp) {
	c := t.s.calls[in.Call]
	switch {
	case c == nil:
	case c.state == CallTalking:
		t.endTalk(c, Caller)
	case c.callback != nil:
		t.overflow(c, OverflowLeft) // nobody who could abandon it
	default:
		waited := t.now - c.queued
		queue, ringing := c.queue.id, t.withdraw(c)
		t.emit(&Abandoned{At: t.now, Call: c.id, Queue: queue, Waited: waited, Ringing: ringing})
	}
}

func (t *turn) leave(in Leave) {
	c := t.s.calls[in.Call]
	if c == nil || c.state == CallTalking {
		return
	}
	if in.Reason == "" {
		in.Reason = OverflowLeft
	}
	t.overflow(c, in.Reason)
}

// overflow sends a waiting call out of its queue.
func (t *turn) overflow(c *call, reason string) {
	t.withdraw(c)
	t.untried(c)
	t.emit(&Overflowed{At: t.now, Call: c.id, Queue: c.queue.id, Waited: t.now - c.queued, Reason: reason})
}

// withdraw ends the call's offer, if there is one, and names the seat.
func (t *turn) withdraw(c *call) (ringing string) {
	o := c.offer
	if o == nil {
		return ""
	}
	t.endOffer(o, CallerGone)
	t.touchSeat(o.seat)
	return o.seat.id
}

func (t *turn) talkOver(in TalkOver) {
	if c := t.s.calls[in.Call]; c != nil && c.state == CallTalking {
		t.endTalk(c, in.By)
	}
}

func (t *turn) endTalk(c *call, by Party) {
	t.untried(c)
	st, until := c.seat, int64(0)
	if c.queue.rules.WrapUp > 0 && st.stance.SignedIn() {
		until = later(t.now, c.queue.rules.WrapUp)
	}
	t.emit(&TalkEnded{
		At: t.now, Call: c.id, Queue: c.queue.id, Seat: st.id,
		Talked: t.now - c.answered, By: by, WrapUpUntil: until,
	})
	t.touchSeat(st)
}
