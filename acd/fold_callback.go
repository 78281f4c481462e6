package acd

// foldCallback applies the facts that concern the callback list alone.
func (s *State) foldCallback(f Fact) {
	switch v := f.(type) {
	case *CallbackListed:
		s.callbackListed(v)
	case *CallbackDue:
		s.callbackDue(v)
	case *CallbackPutOff:
		s.callbackPutOff(v)
	case *CallbackTried:
		s.callbackTried(v)
	case *CallbackDone:
		s.callbackOver(f, v.Callback)
	case *CallbackGivenUp:
		s.callbackOver(f, v.Callback)
	default:
		s.refuse(f, "it is no fact of a floor")
	}
}

func (s *State) callbackListed(v *CallbackListed) {
	if v.Same != "" {
		return
	}
	b := &callback{
		id: v.Callback, of: v.Of, queue: v.Queue, number: v.Number,
		since: v.Since, due: key{v.Due, s.number()}, missed: v.Missed, cut: v.Cut, home: v.Home,
	}
	if s.callbacks[b.id] != nil || s.spots[b.spot()] != nil {
		s.refuse(v, "callback "+b.id+" is on the list")
		return
	}
	s.callbacks[b.id], s.spots[b.spot()] = b, b
	s.dues.insert(b.due, b)
}

// listedCallback finds a callback that no call makes now.
func (s *State) listedCallback(f Fact, id string) *callback {
	b := s.callbacks[id]
	if b == nil || b.call != nil || b.over {
		s.refuse(f, "callback "+id+" is not on the list, or is being made")
		return nil
	}
	return b
}

// callbackDue lets the callback of a missed caller wait for a seat that nobody needs.
func (s *State) callbackDue(v *CallbackDue) {
	b := s.listedCallback(v, v.Callback)
	if b == nil || b.pending != (key{}) {
		return
	}
	s.dues.delete(b.due)
	b.pending = key{b.since, s.number()}
	s.queue(b.queue).pending.insert(b.pending, b)
	b.due = key{v.By, b.pending.minor}
	s.dues.insert(b.due, b)
}

func (s *State) callbackPutOff(v *CallbackPutOff) {
	if b := s.listedCallback(v, v.Callback); b != nil {
		s.takeOff(b)
		if v.Reason == PutOffCutOff {
			b.since, b.missed, b.cut = min(b.since, v.Due), false, true
		}
		b.due = key{v.Due, s.number()}
		s.dues.insert(b.due, b)
	}
}

// takeOff takes a callback out of the orders that it is in.
func (s *State) takeOff(b *callback) {
	s.dues.delete(b.due)
	if b.pending != (key{}) {
		q := s.queue(b.queue)
		q.pending.delete(b.pending)
		b.pending = key{}
		s.prune(q)
	}
}

// toCall hands a callback to the call that joins its queue. It says false where
// there is none to hand over.
func (s *State) toCall(c *call, id string) bool {
	b := s.callbacks[id]
	if b == nil || b.call != nil || b.over {
		return false
	}
	s.takeOff(b)
	b.call, c.callback = c, b
	return true
}

func (s *State) callbackTried(v *CallbackTried) {
	b := s.callbacks[v.Callback]
	if b == nil || b.over || b.attempts+1 != v.Attempt {
		s.refuse(v, "callback "+v.Callback+" is not being made")
		return
	}
	if b.call == nil { // its call could not be made
		s.takeOff(b)
	} else {
		b.call.reached = v.Result == CallbackReached
		b.call.callback, b.call = nil, nil
	}
	b.attempts = v.Attempt
	if v.Result == CallbackNotNow {
		b.putOff++
	}
	b.over = v.Due == 0
	if !b.over {
		b.due = key{v.Due, s.number()}
		s.dues.insert(b.due, b)
	}
}

// keepCallback puts a callback back on the list whose call ends without a word on
// what came of it. Decide never leaves one without.
func (s *State) keepCallback(c *call) {
	if b := c.callback; b != nil {
		b.call, c.callback = nil, nil
		s.dues.insert(b.due, b)
	}
}

func (s *State) callbackOver(f Fact, id string) {
	b := s.callbacks[id]
	if b == nil || b.call != nil {
		s.refuse(f, "callback "+id+" is not on the list, or is being made")
		return
	}
	if !b.over {
		s.takeOff(b)
	}
	delete(s.callbacks, id)
	delete(s.spots, b.spot())
}
