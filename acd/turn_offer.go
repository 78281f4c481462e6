package acd

func (t *turn) seatAnswered(in SeatAnswered) {
	o := t.s.offers[in.Offer]
	if o == nil {
		return
	}
	c, st := o.call, o.seat
	t.s.hot.call = c
	t.endOffer(o, Accepted)
	t.emit(t.s.spare.answered.with(Answered{
		At: t.now, Call: c.id, Queue: c.queue.id, Seat: st.id, Waited: t.now - c.queued,
	}))
	for len(c.offers) > 0 {
		other := c.offers[0].seat
		t.endOffer(c.offers[0], Elsewhere)
		t.touchSeat(other)
	}
	t.reachedUs(c)
	t.freed(c.queue)
}

func (t *turn) offerFailed(in OfferFailed) {
	if o := t.s.offers[in.Offer]; o != nil {
		t.fail(o, in.Result)
	}
}

// fail ends an offer that the seat did not take, and the call goes on. If the offer was
// withdrawn the seat is as free as before.
func (t *turn) fail(o *offer, result OfferEnd) {
	switch result {
	case NoAnswer, Busy, Declined, Unreachable, Withdrawn:
	default:
		result = Failed
	}
	c, st := o.call, o.seat
	t.endOffer(o, result)
	switch {
	case st.stance.Now != StateReady: // the agent asked for a pause meanwhile
	case result == Withdrawn:
		t.touchSeat(st)
	case result == Unreachable || result == Failed:
		t.emit(&SeatUnreachable{At: t.now, Seat: st.id, Until: later(t.now, UnreachableRest)})
	default:
		t.missed(c.queue, st, string(result))
	}
	t.goOn(c)
	t.notReady(st)
}

// missed applies the rules for seats that do not take an offer, lest one swallows call
// after call. Until it has missed too many it rests for a while.
func (t *turn) missed(q *queue, st *seat, reason string) {
	rules, until := q.rules.Missed, int64(0)
	over := st.missed >= max(rules.After, 1)
	if over && rules.Then == MissedSignOut {
		t.emit(&SeatSignedOut{At: t.now, Seat: st.id})
		return
	}
	if !over || rules.Then == MissedRest {
		rest := rules.Rest
		if rest <= 0 {
			rest = UsualRest
		}
		until = later(t.now, rest)
	}
	t.emit(&SeatPaused{At: t.now, Seat: st.id, Reason: reason, Auto: true, Until: until})
}

// goOn looks after a call that came back to its line.
func (t *turn) goOn(c *call) {
	if c.state != CallWaiting {
		return
	}
	if c.stage == alone && !c.last.comesBack() {
		t.relax(c)
		return
	}
	t.serve(c)
}

// serve lets a call meet seats, or leave where there is none.
func (t *turn) serve(c *call) {
	if reason := c.unserved(); reason != "" && c.state == CallWaiting {
		t.overflow(c, reason)
		return
	}
	t.touch(c.lane)
}

// relax takes the call to its next stage.
func (t *turn) relax(c *call) {
	t.emit(t.s.spare.relaxed.with(Relaxed{At: t.now, Call: c.id, Queue: c.queue.id, Stage: c.stage + 1}))
	t.serve(c)
}

// tick ends what is due: wrap-ups and rests first, so that those seats are there for
// the calls whose ring or wait is over in the same moment.
func (t *turn) tick() {
	for k, st, ok := t.s.wraps.first(); ok && k.major <= t.now; k, st, ok = t.s.wraps.first() {
		t.emit(t.s.spare.wrapEnded.with(WrapUpEnded{At: t.now, Seat: st.id}))
		t.touchSeat(st)
		t.settle()
	}
	for k, st, ok := t.s.rests.first(); ok && k.major <= t.now; k, st, ok = t.s.rests.first() {
		t.emit(&SeatReady{At: t.now, Seat: st.id})
		t.touchSeat(st)
		t.settle()
	}
	for k, st, ok := t.s.losts.first(); ok && k.major <= t.now; k, st, ok = t.s.losts.first() {
		t.emit(&SeatReachable{At: t.now, Seat: st.id})
		t.touchSeat(st)
		t.settle()
	}
	for k, o, ok := t.s.rings.first(); ok && k.major <= t.now; k, o, ok = t.s.rings.first() {
		t.fail(o, NoAnswer)
		t.settle()
	}
	t.tickCalls()
}

func (t *turn) tickCalls() {
	for k, c, ok := t.s.stages.first(); ok && k.major <= t.now; k, c, ok = t.s.stages.first() {
		t.relax(c)
		t.settle()
	}
	for k, c, ok := t.s.waits.first(); ok && k.major <= t.now; k, c, ok = t.s.waits.first() {
		t.overflow(c, OverflowWait)
	}
	for k, q, ok := t.s.presses.first(); ok && k.major <= t.now; k, q, ok = t.s.presses.first() {
		t.callReserve(q)
		t.settle()
	}
	for k, b, ok := t.s.dues.first(); ok && k.major <= t.now; k, b, ok = t.s.dues.first() {
		t.due(b)
		t.settle()
	}
}
