package acd

// occupy takes a seat out of the choice: an offer goes on to another.
func (t *turn) occupy(in Occupy) {
	st := t.s.seat(in.Seat)
	if st == nil || in.Call == "" || st.held == in.Call {
		return
	}
	if st.stance.Now != StateOffered && !st.stance.mayBeOccupied() {
		return
	}
	c := t.takeBack(st, Withdrawn)
	t.emit(&SeatOccupied{At: t.now, Seat: st.id, Call: in.Call})
	if c != nil {
		t.goOn(c)
	}
	t.notReady(st)
}

func (t *turn) vacate(in Vacate) {
	st := t.s.seat(in.Seat)
	if st == nil || in.Call == "" || st.held != in.Call {
		return
	}
	f := &SeatVacated{At: t.now, Seat: st.id, Call: in.Call}
	if in.WrapUp > 0 && st.stance.SignedIn() {
		f.WrapUpUntil = later(t.now, in.WrapUp)
	}
	t.emit(f)
	t.touchSeat(st)
}

// passTalk lets another seat go on with a talk, if that one is there for it.
func (t *turn) passTalk(in PassTalk) {
	c, to := t.s.call(in.Call), t.s.seat(in.To)
	if c == nil || c.state != CallTalking || to == nil || to == c.seat || !t.freeFor(to, in.By) {
		return
	}
	from := c.seat
	f := &TalkPassed{
		At: t.now, Call: c.id, Queue: c.queue.id, From: from.id, To: to.id, Talked: t.now - c.began,
	}
	if by := to.call; by != nil {
		f.By = by.id
		t.merge(by, c)
	}
	f.WrapUpUntil, f.WrapUpOpen = t.wrapUp(c)
	t.emit(f)
	t.touchSeat(from)
}

// freeFor tells whether a seat can go on with another talk: it is in a call that is none
// of a queue, or in the talk that ends for it.
func (t *turn) freeFor(to *seat, by string) bool {
	return to.stance.Now == StateOccupied || to.call != nil && to.call.id == by
}

// merge ends a talk by making it another.
func (t *turn) merge(by, into *call) {
	t.untried(by)
	t.emit(&TalkEnded{
		At: t.now, Call: by.id, Queue: by.queue.id, Seat: by.seat.id, Talked: t.now - by.began, By: Agent, Into: into.id,
	})
}
