package acd

func (t *turn) moveTalk(in MoveTalk) {
	c := t.s.call(in.Call)
	if c == nil || c.state != CallTalking || c.seat.stance.Now == in.To {
		return
	}
	if in.To == StateTalking || in.To == StateOnHold || in.To == StateConsulting {
		t.emit(&TalkMoved{At: t.now, Call: c.id, Seat: c.seat.id, To: in.To})
	}
}

func (t *turn) talkOver(in TalkOver) {
	if c := t.s.call(in.Call); c != nil && c.state == CallTalking {
		t.endTalk(c, in.By)
	}
}

func (t *turn) endTalk(c *call, by Party) {
	t.untried(c)
	st := c.seat
	f := t.s.spare.talkEnded.with(TalkEnded{
		At: t.now, Call: c.id, Queue: c.queue.id, Seat: st.id, Talked: t.now - c.began, By: by,
	})
	f.WrapUpUntil, f.WrapUpOpen = t.wrapUp(c)
	t.emit(f)
	t.touchSeat(st)
}

// wrapUp is what follows for the seat of a talk that ends now.
func (t *turn) wrapUp(c *call) (until int64, open bool) {
	if !c.seat.stance.SignedIn() {
		return 0, false
	}
	span, mode := wrapUpOf(c.queue, c.seat)
	if mode == WrapUpUntilEnded {
		return 0, true
	}
	if span > 0 {
		until = later(t.now, span)
	}
	return until, false
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
	if by := to.call; to.stance.talking() {
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
	c := to.call
	return to.stance.Now == StateOccupied || to.stance.talking() && c != nil && c.id == by && c.seat == to
}

// merge ends a talk by making it another.
func (t *turn) merge(by, into *call) {
	t.untried(by)
	t.emit(&TalkEnded{
		At: t.now, Call: by.id, Queue: by.queue.id, Seat: by.seat.id, Talked: t.now - by.began, By: Agent, Into: into.id,
	})
}
