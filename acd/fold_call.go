package acd

func (s *State) callQueued(f Fact, v *CallQueued) {
	if s.calls[v.Call] != nil {
		s.refuse(f, "call "+v.Call+" is on the floor")
		return
	}
	c := &call{
		id:       v.Call,
		queue:    s.queue(v.Queue),
		key:      key{v.Since - v.Priority, s.number()},
		since:    v.Since,
		priority: v.Priority,
		queued:   v.At,
		limits:   v.Limits,
	}
	if v.Callback.ID != "" && !s.toCall(c, v.Callback.ID) {
		s.refuse(f, "callback "+v.Callback.ID+" is not on the list, or is being made")
		return
	}
	s.calls[c.id] = c
	c.queue.calls++
	s.line(c)
}

func (s *State) offered(f Fact, v *Offered) {
	c, st := s.calls[v.Call], s.seats[v.Seat]
	if c == nil || st == nil || c.state != CallWaiting || s.offers[v.Offer] != nil {
		s.refuse(f, "call "+v.Call+" or seat "+v.Seat+" cannot be offered")
		return
	}
	if !s.move(f, st, stepOffer) {
		return
	}
	s.unline(c, CallOffered)
	o := &offer{id: v.Offer, call: c, seat: st, until: v.RingUntil}
	c.offer, st.offer = o, o
	s.offers[o.id] = o
	s.lastOffer = max(s.lastOffer, o.id)
	if o.until != 0 {
		s.rings.insert(o.ring(), o)
	}
}

func (s *State) offerEnded(f Fact, v *OfferEnded) {
	o := s.offers[v.Offer]
	if o == nil {
		s.refuse(f, "no such offer")
		return
	}
	s.closeOffer(o)
	switch v.Result {
	case Accepted:
		s.move(f, o.seat, stepAccept)
		o.seat.call, o.call.seat = o.call, o.seat
		o.call.state, o.call.answered = CallTalking, v.At
	case CallerGone:
		s.move(f, o.seat, stepRelease)
		o.call.state = callLeaving
	default:
		s.move(f, o.seat, stepRelease)
		s.line(o.call)
	}
}

func (s *State) closeOffer(o *offer) {
	delete(s.offers, o.id)
	if o.until != 0 {
		s.rings.delete(o.ring())
	}
	o.call.offer, o.seat.offer = nil, nil
}

// answered only confirms what OfferEnded has done: it is for those who read facts.
func (s *State) answered(f Fact, v *Answered) {
	if c := s.calls[v.Call]; c == nil || c.seat == nil || c.seat.id != v.Seat {
		s.refuse(f, "call "+v.Call+" does not talk to seat "+v.Seat)
	}
}

// callLeft ends a call that did not get to talk.
func (s *State) callLeft(f Fact, id string) {
	c := s.calls[id]
	if c == nil || c.state == CallTalking || c.state == CallOffered {
		s.refuse(f, "call "+id+" does not wait")
		return
	}
	s.unline(c, callLeaving)
	s.drop(c)
}

func (s *State) talkEnded(f Fact, v *TalkEnded) {
	c := s.calls[v.Call]
	if c == nil || c.state != CallTalking {
		s.refuse(f, "call "+v.Call+" does not talk")
		return
	}
	st, by := c.seat, stepTalkEnd
	if v.WrapUpUntil != 0 {
		by = stepWrapUp
	}
	if !s.move(f, st, by) {
		return
	}
	if by == stepWrapUp {
		st.wrap = key{v.WrapUpUntil, s.number()}
		s.wraps.insert(st.wrap, st)
	}
	c.queue.handling.add(v)
	st.call, c.seat = nil, nil
	s.drop(c)
	s.forget(st)
}
