package acd

func (s *State) talkMoved(v *TalkMoved) {
	c := s.call(v.Call)
	if c == nil || c.seat == nil {
		s.refuse(v, "call "+v.Call+" does not talk")
		return
	}
	s.move(v, c.seat)
}

func (s *State) talkEnded(v *TalkEnded) {
	c := s.call(v.Call)
	if c == nil || c.state != CallTalking || len(c.offers) > 0 {
		s.refuse(v, "call "+v.Call+" does not talk")
		return
	}
	st := c.seat
	if !s.partOver(v, c, v.Talked, v.WrapUpUntil) {
		return
	}
	st.held = v.Into
	switch {
	case v.By == Breakdown:
		s.keepPlace(c)
	case v.By != System && v.Into == "":
		c.handled(st, v.At, v.Talked, v.WrapUpUntil)
	}
	s.drop(c)
	s.forget(st)
}

// partOver ends the part of a seat in a talk.
func (s *State) partOver(f Fact, c *call, talked, wrapUpUntil int64) bool {
	st := c.seat
	if p := st.postIn(c.queue); p != nil {
		p.talk += talked // before the seat is placed by it
	}
	if !s.move(f, st) {
		return false
	}
	if st.stance.Now == StateWrapUp {
		s.start(&s.wraps, &st.wrap.timer, st, wrapUpUntil)
		if _, mode := wrapUpOf(c.queue, st); mode == WrapUpExtendable {
			st.wrap.most = extendableTo(s.now, c.queue)
		}
	} else {
		s.endTimers(st)
	}
	st.call, c.seat = nil, nil
	return true
}

// talkPassed lets another seat go on with a talk.
func (s *State) talkPassed(v *TalkPassed) {
	c, to := s.call(v.Call), s.seat(v.To)
	if c == nil || c.seat == nil || c.seat.id != v.From || to == nil || to.stance.Now != StateOccupied {
		s.refuse(v, "call "+v.Call+" does not talk to seat "+v.From+", or seat "+v.To+" is not occupied")
		return
	}
	from := c.seat
	if !s.partOver(v, c, v.Talked, v.WrapUpUntil) {
		return
	}
	c.handled(from, v.At, v.Talked, v.WrapUpUntil)
	s.moveBy(v, stepTake, to)
	to.call, c.seat, to.held = c, to, ""
	c.began, c.passed = v.At, true
	s.keepLast(c)
	s.forget(from)
}

// handled counts how long a call has kept its seat, as far as that is one of its queue.
func (c *call) handled(st *seat, at, talked, wrapUpUntil int64) {
	if c.passed && st.postIn(c.queue) == nil {
		return
	}
	if wrapUpUntil != 0 {
		talked += wrapUpUntil - at
	}
	c.queue.handling.add(talked)
}

// wrapUpOf is how long a seat wraps up a call of a queue, ms, and what ends it.
func wrapUpOf(q *queue, st *seat) (span int64, mode WrapUpMode) {
	span, mode = q.rules.WrapUp, q.rules.WrapUpMode
	if st.rules.WrapUp != nil {
		span = *st.rules.WrapUp
	}
	if st.rules.WrapUpMode != nil {
		mode = *st.rules.WrapUpMode
	}
	return span, mode
}

// extendableTo is the latest end of a wrap-up that began then.
func extendableTo(began int64, q *queue) int64 {
	if q.rules.WrapUpMost > 0 {
		return later(began, q.rules.WrapUpMost)
	}
	return later(began, 1<<62)
}
