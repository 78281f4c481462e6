package ivr

// checkRounds finds rounds in which a call would go on and on by itself, with
// nothing that the caller could do and nothing to wait for.
func (f *Flow) checkRounds() (found bool) {
	f.rounds(func(s *step, e *exit) bool { return e.byItself(s) }, func(s *step, e *exit) {
		found = true
		e.at.Error("lead it to a step that waits or ends", "the call could go round between %s and %s without end", e.to.name, s.name)
	})
	return found
}

// checkCircles finds rounds of a caller who presses no key, in which there is
// never a person.
func (f *Flow) checkCircles() {
	f.rounds(func(s *step, e *exit) bool {
		return !reachesPerson(s) && !reachesPerson(e.to) && (e.byItself(s) || e.silently(s))
	}, func(s *step, e *exit) {
		e.at.Error("lead silence to a person", "a caller who presses no key goes round between %s and %s and meets nobody", e.to.name, s.name)
	})
}

// silently: the exit is taken by a caller who presses no key.
func (e *exit) silently(s *step) bool {
	switch s.verb.(type) {
	case *voicemail, *survey:
		return true
	}
	return e.way == "silence"
}

// runsThrough: a call can run from the start of the flow to its return without
// the caller being asked or waiting for anything.
func (f *Flow) runsThrough() bool {
	seen := map[*step]bool{}
	var visit func(*step) bool
	visit = func(s *step) bool {
		if s == nil || seen[s] {
			return false
		}
		seen[s] = true
		if _, ok := s.verb.(*back); ok {
			return true
		}
		for _, e := range s.exits() {
			if e.byItself(s) && visit(e.to) {
				return true
			}
		}
		return false
	}
	return visit(f.start)
}

// byItself: the exit is taken without a wait or a question.
func (e *exit) byItself(s *step) bool {
	if c, ok := s.verb.(*call); ok {
		return c.flow.through
	}
	return e.unasked
}

// rounds looks for circles of exits that count.
func (f *Flow) rounds(counts func(*step, *exit) bool, found func(*step, *exit)) {
	const unseen, open, done = 0, 1, 2
	state := make(map[*step]int, len(f.steps))
	var visit func(*step)
	visit = func(s *step) {
		state[s] = open
		for _, e := range s.exits() {
			switch {
			case !counts(s, e):
			case state[e.to] == open:
				found(s, e)
			case state[e.to] == unseen:
				visit(e.to)
			}
		}
		state[s] = done
	}
	for _, s := range f.steps {
		if state[s] == unseen {
			visit(s)
		}
	}
}
