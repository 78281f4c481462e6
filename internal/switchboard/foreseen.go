package switchboard

import "hotline/acd"

// foreseen is what of a call is certain while nobody decides: that it ends, or leaves its
// line, when it has done so itself. Its people must not be kept in silence until somebody
// decides again. Nothing is ever given to a call in this way: no seat, no place.
type foreseen struct {
	shadow *acd.State     // the floor as it would be
	blind  bool           // there is no shadow to be had
	ahead  map[string]int // last facts that calls have been told before they happened
}

// foresee tells a call what its own doing comes to.
func (s *shared) foresee(in acd.Input) {
	id := endedBy(in)
	if s.blind || id == "" && s.shadow == nil {
		return
	}
	if s.shadow == nil && !s.makeShadow() {
		return
	}
	for _, fact := range acd.Decide(s.shadow, acd.Late(in, s.now())) {
		if id != "" && acd.CallOf(fact) == id && releases(fact) && s.deliver(id, fact) && isLast(fact) {
			s.ahead[id]++
		}
	}
}

func (s *shared) makeShadow() bool {
	data, err := s.state.Snapshot()
	if err == nil {
		s.shadow, err = acd.Restore(data)
	}
	if err != nil {
		s.blind = true
		s.sb.cfg.Log.Error("calls that end are released when the fleet is back", "floor", s.name, "err", err)
		return false
	}
	for _, p := range s.pending {
		if q, ok := p.in.(acd.Enqueue); ok {
			acd.Decide(s.shadow, acd.Late(q, s.now()))
		}
	}
	return true
}

// endedBy is the call that ends its part by this input; empty = none.
func endedBy(in acd.Input) string {
	switch in := in.(type) {
	case acd.HangUp:
		return in.Call
	case acd.Leave:
		return in.Call
	case acd.TalkOver:
		return in.Call
	}
	return ""
}

// releases: the fact gives nothing to its call.
func releases(fact acd.Fact) bool {
	f, offer := fact.(*acd.OfferEnded)
	return offer && f.Result != acd.Accepted || isLast(fact)
}

func isLast(fact acd.Fact) bool {
	switch fact.(type) {
	case *acd.Abandoned, *acd.Overflowed, *acd.TalkEnded:
		return true
	}
	return false
}

// wasForeseen: the call knows it.
func (s *shared) wasForeseen(fact acd.Fact) bool {
	id := acd.CallOf(fact)
	if !isLast(fact) || s.ahead[id] == 0 {
		return false
	}
	if s.ahead[id]--; s.ahead[id] == 0 {
		delete(s.ahead, id)
	}
	return true
}

// floorLost: the floor does not know the call, though the call thinks that it stands there.
type floorLost struct {
	floor *floor
	over  bool // the call has ended its part, and no fact came of it
}

// forgets tells a call that has ended its part, and of which nothing is known, that it is
// released: the fleet may have gone on with a history that it is not in.
func (s *shared) forgets(id string) func([]acd.Fact) func() {
	return func(facts []acd.Fact) func() {
		_, there := s.state.Call(id)
		if there || len(facts) > 0 || !s.sb.conducts(id) {
			return nil
		}
		return func() { s.deliver(id, floorLost{s.floor, true}) }
	}
}

// floorLost queues the call again, where it was waiting; it keeps its age.
func (c *caller) floorLost(m floorLost) {
	switch {
	case c.floor != m.floor || c.parted > 0:
	case (c.gone || m.over) && c.talk() != nil:
		c.learnFact(&acd.TalkEnded{At: c.now(), Call: c.id, Seat: c.talk().seat, By: acd.Caller})
	case c.gone:
		c.learnFact(&acd.Abandoned{At: c.now(), Call: c.id})
	case c.talk() == nil && !c.ending:
		c.log.Warn("the floor has forgotten a waiting call: it is queued again")
		c.releaseOffers()
		c.enqueue(c.queued)
	}
}
