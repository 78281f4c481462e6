package acd

func (s *State) callQueued(v *CallQueued) {
	if v.Call == "" || s.call(v.Call) != nil {
		s.refuse(v, "call "+v.Call+" is on the floor, or has no id")
		return
	}
	c := s.spare.calls.get()
	offers, away := c.offers, s.machines[v.Home]
	*c = call{
		id: v.Call, queue: s.queue(v.Queue), since: v.Since, priority: v.Priority, queued: v.At,
		limits: v.Limits, from: v.From, needs: v.Needs, prefer: v.Prefer, home: v.Home, away: away,
		first: max(v.Position, 1), expected: v.Expected, low: v.Low, high: v.High, offers: offers,
	}
	if v.Callback.ID != "" && !s.toCall(c, v.Callback.ID) {
		s.refuse(v, "callback "+v.Callback.ID+" is not on the list, or is being made")
		s.spare.dropCall(c)
		return
	}
	c.key.minor = s.number()
	c.rekey()
	s.calls[c.id] = c
	s.hot.call, s.hot.nobody = c, ""
	c.queue.calls++
	c.calls = v.Callback.Number
	if who := c.person(); who != "" {
		s.onFloor[who]++
	}
	if v.Again != "" {
		s.left.drop(v.From)
	}
	stage := 0
	if st := s.lastOf(v); st != nil && st.postIn(c.queue) != nil {
		c.last, stage = st, alone
	}
	s.setStage(c, stage)
	s.wait(c)
}

// lastOf finds the seat for which alone the call waits.
func (s *State) lastOf(v *CallQueued) *seat {
	if v.Last == "" {
		return nil
	}
	return s.seat(v.Last)
}

func (s *State) offered(v *Offered) {
	c, st := s.call(v.Call), s.seat(v.Seat)
	if c == nil || st == nil || s.offers[v.Offer] != nil || c.away ||
		c.state != CallWaiting && (c.state != CallOffered || !c.inLine || !v.All) {
		s.refuse(v, "call "+v.Call+" or seat "+v.Seat+" cannot be offered")
		return
	}
	if !s.move(v, st) {
		return
	}
	s.unwait(c, CallOffered, v.All)
	o := s.spare.offers.get()
	*o = offer{id: v.Offer, call: c, seat: st, until: v.RingUntil}
	c.offers = append(c.offers, o)
	st.offer = o
	s.offers[o.id] = o
	s.lastOffer = max(s.lastOffer, o.id)
	if p := st.postIn(c.queue); p != nil {
		c.queue.turn = p.place + 1
	}
	if o.until != 0 {
		s.rings.insert(o.ring(), o)
	}
}

func (s *State) offerEnded(v *OfferEnded) {
	o := s.offers[v.Offer]
	if o == nil {
		s.refuse(v, "no such offer")
		return
	}
	c, st := o.call, o.seat
	s.closeOffer(o)
	switch v.Result {
	case Accepted:
		if s.move(v, st) {
			st.missed = 0
			s.unwait(c, CallTalking, false)
			s.unstage(c)
			if c.stage == alone { // its lane is not kept for a talk
				c.unchoose()
				c.stage = 0
				c.choose()
			}
			st.call, c.seat, c.answered, c.began = c, st, v.At, v.At
		}
		return
	case NoAnswer, Busy, Declined:
		st.missed++
	case CallerGone:
		s.unwait(c, callLeaving, false)
		s.unstage(c)
	default:
	}
	s.move(v, st)
	s.endTimers(st)
	if c.state == CallOffered && len(c.offers) == 0 {
		s.wait(c)
	}
}

func (s *State) closeOffer(o *offer) {
	delete(s.offers, o.id)
	if o.until != 0 {
		s.rings.delete(o.ring())
	}
	for i, other := range o.call.offers {
		if other == o {
			o.call.offers = append(o.call.offers[:i], o.call.offers[i+1:]...)
			break
		}
	}
	o.seat.offer = nil
	s.spare.dropOffer(o)
}

// answered counts what OfferEnded has done already.
func (s *State) answered(v *Answered) {
	c := s.call(v.Call)
	if c == nil || c.seat == nil || c.seat.id != v.Seat {
		s.refuse(v, "call "+v.Call+" does not talk to seat "+v.Seat)
		return
	}
	q := c.queue
	q.forecast.see(c, s.now, v.Waited, true)
	if p := c.seat.postIn(q); p != nil {
		q.pass = max(q.pass, p.pass)
		p.pass += oneCall / p.rules.share()
		p.calls++
	}
	s.left.drop(c.from)
	s.keepLast(c)
}

// keepLast remembers to whom the caller talks.
func (s *State) keepLast(c *call) {
	if c.queue.rules.LastSeat > 0 && c.person() != "" {
		s.lasts.put(s.now, s.spans.last, c.person(), c.seat)
	}
}

// oneCall is what a call adds to the pass of a post with a share of 1.
const oneCall = 1 << 20

func (s *State) abandoned(v *Abandoned) {
	if c := s.call(v.Call); c != nil {
		s.keepPlace(c)
	}
	s.callLeft(v, v.Call, true)
}

// callCutOff lets him have his place again who is quicker than we are.
func (s *State) callCutOff(v *CallCutOff) {
	if c := s.call(v.Call); c != nil {
		s.keepPlace(c)
	}
	s.callLeft(v, v.Call, false)
}

// keepPlace remembers where somebody waited whose call ends.
func (s *State) keepPlace(c *call) {
	if c.from != "" && c.queue.rules.Return > 0 {
		s.left.put(s.now, s.spans.left, c.from, place{c.queue.id, c.id, c.since})
	}
}

// callLeft ends a call that did not get to talk. If it stayed as long as it could, its
// wait tells something.
func (s *State) callLeft(f Fact, id string, stayed bool) {
	c := s.call(id)
	if c == nil || c.state == CallTalking || len(c.offers) > 0 || c.state == CallOffered {
		s.refuse(f, "call "+id+" does not wait")
		return
	}
	if stayed {
		c.queue.forecast.see(c, s.now, s.now-c.queued, false)
	}
	s.unwait(c, callLeaving, false)
	s.drop(c)
}

// relaxed takes the needs of a call less strictly.
func (s *State) relaxed(v *Relaxed) {
	c := s.call(v.Call)
	if c == nil || c.lane == nil || v.Stage < 0 || v.Stage >= len(c.queue.base) || v.Stage <= c.stage ||
		c.state != CallWaiting && c.state != CallOffered {
		s.refuse(v, "call "+v.Call+" has no such stage before it")
		return
	}
	s.relane(c, func() {
		c.unchoose()
		s.setStage(c, v.Stage)
	})
	if c.state == CallOffered && c.queue.rules.Strategy == RingAll {
		c.enterLine() // the others may ring as well now
	}
}

func (s *State) priorityChanged(v *PriorityChanged) {
	c := s.call(v.Call)
	if c == nil || c.state != CallWaiting && c.state != CallOffered {
		s.refuse(v, "call "+v.Call+" does not wait")
		return
	}
	s.relane(c, func() {
		c.priority = v.Priority
		c.rekey()
	})
}

// relane takes a call out of its line while its place changes.
func (s *State) relane(c *call, change func()) {
	waiting, inLine := c.state == CallWaiting, c.inLine
	if waiting {
		s.endWait(c)
	}
	c.leaveLine()
	change()
	switch {
	case waiting:
		s.wait(c)
	case inLine:
		c.enterLine()
	}
}
