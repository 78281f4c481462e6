package acd

// foldCallback applies the facts that concern the callback list alone.
func (s *State) foldCallback(f Fact) {
	switch v := f.(type) {
	case *CallbackListed:
		s.clock(v.At)
		s.callbackListed(f, v)
	case *CallbackTried:
		s.clock(v.At)
		s.callbackTried(f, v)
	case *CallbackDone:
		s.clock(v.At)
		s.callbackOver(f, v.Callback)
	case *CallbackGivenUp:
		s.clock(v.At)
		s.callbackOver(f, v.Callback)
	default:
		s.refuse(f, "it is no fact of a floor")
	}
}

func (s *State) callbackListed(f Fact, v *CallbackListed) {
	if v.Same != "" {
		return
	}
	b := &callback{
		id: v.Callback, of: v.Of, queue: v.Queue, number: v.Number,
		since: v.Since, due: key{v.Due, s.number()},
	}
	if s.callbacks[b.id] != nil || s.spots[b.spot()] != nil {
		s.refuse(f, "callback "+b.id+" is on the list")
		return
	}
	s.callbacks[b.id], s.spots[b.spot()] = b, b
	s.dues.insert(b.due, b)
}

// toCall hands a callback to the call that joins its queue. It says false where
// there is none to hand over.
func (s *State) toCall(c *call, id string) bool {
	b := s.callbacks[id]
	if b == nil || b.call != nil || b.over {
		return false
	}
	s.dues.delete(b.due)
	b.call, c.callback = c, b
	return true
}

func (s *State) callbackTried(f Fact, v *CallbackTried) {
	b := s.callbacks[v.Callback]
	if b == nil || b.over || b.attempts+1 != v.Attempt {
		s.refuse(f, "callback "+v.Callback+" is not being made")
		return
	}
	if b.call == nil { // its call could not be made
		s.dues.delete(b.due)
	} else {
		b.call.callback, b.call = nil, nil
	}
	b.attempts = v.Attempt
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
		s.dues.delete(b.due)
	}
	delete(s.callbacks, id)
	delete(s.spots, b.spot())
}
