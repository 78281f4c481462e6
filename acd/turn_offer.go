package acd

func (t *turn) seatAnswered(in SeatAnswered) {
	o := t.s.offers[in.Offer]
	if o == nil {
		return
	}
	c := o.call
	t.endOffer(o, Accepted)
	t.emit(&Answered{At: t.now, Call: c.id, Queue: c.queue.id, Seat: o.seat.id, Waited: t.now - c.queued})
}

func (t *turn) offerFailed(in OfferFailed) {
	if o := t.s.offers[in.Offer]; o != nil {
		t.fail(o, in.Result)
	}
}

// fail ends an offer that the seat did not take. The seat is paused, lest it
// swallow call after call, and the call goes on. If the offer was withdrawn the
// seat is as free as before.
func (t *turn) fail(o *offer, result OfferEnd) {
	reason := PauseUnreachable
	switch result {
	case NoAnswer:
		reason = PauseNoAnswer
	case Busy:
		reason = PauseBusy
	case Declined:
		reason = PauseDeclined
	case Unreachable, Withdrawn:
	default:
		result = Failed
	}
	t.endOffer(o, result)
	if result == Withdrawn {
		t.touchSeat(o.seat)
	} else if o.seat.stance.Now == StateReady {
		t.emit(&SeatPaused{At: t.now, Seat: o.seat.id, Reason: reason, Auto: true})
	}
	t.goOn(o.call)
}

// goOn looks after a call that came back to its line.
func (t *turn) goOn(c *call) {
	if c.unserved() {
		t.overflow(c, OverflowNoSeat)
		return
	}
	t.touch(c.queue)
}

// tick ends what is due: wrap-ups first, so that those seats are there for the
// calls whose ring or wait is over in the same moment.
func (t *turn) tick() {
	for k, st, ok := t.s.wraps.first(); ok && k.major <= t.now; k, st, ok = t.s.wraps.first() {
		t.emit(&WrapUpEnded{At: t.now, Seat: st.id})
		t.touchSeat(st)
		t.settle()
	}
	for k, o, ok := t.s.rings.first(); ok && k.major <= t.now; k, o, ok = t.s.rings.first() {
		t.fail(o, NoAnswer)
		t.settle()
	}
	for k, c, ok := t.s.waits.first(); ok && k.major <= t.now; k, c, ok = t.s.waits.first() {
		t.overflow(c, OverflowWait)
	}
	for k, b, ok := t.s.dues.first(); ok && k.major <= t.now; k, b, ok = t.s.dues.first() {
		t.makeCallback(b)
		t.settle()
	}
}
