package ivr

const mostTroubles = 3

func (s *Session) emit(e Effect) { s.out = append(s.out, e) }

// arrive begins the current step.
func (s *Session) arrive() {
	s.emit(Enter{Flow: s.flow.Name, Step: s.at.name, From: s.from, Way: s.way})
	s.at.verb.enter(s)
}

// goTo leaves the current step for another one, by a way.
func (s *Session) goTo(to *step, way string) {
	s.goFrom(s.at, to, way)
}

// goFrom is goTo when the step before is in a flow that is left already.
func (s *Session) goFrom(before, to *step, way string) {
	s.hush()
	s.from, s.way = before.id(), way
	s.at, s.attempts, s.leaving, s.talking = to, 0, nil, false
	s.phase, s.typed = 0, ""
	s.arrive()
}

func (s *Session) follow(e *exit) { s.goTo(e.to, e.way) }

// followOr takes the exit, or does what is usual without one.
func (s *Session) followOr(e *exit, otherwise func()) {
	if e == nil {
		otherwise()
		return
	}
	s.follow(e)
}

func (s *Session) followOrEnd(e *exit, reason string) {
	s.followOr(e, func() { s.end(reason) })
}

// toPerson leads to a person, after a word of explanation. Where the flow has
// nobody, the one that called it has.
func (s *Session) toPerson(w word, way string) {
	before := s.at
	s.lead = []Text{s.words(w)}
	for s.person() == nil && len(s.stack) > 0 {
		s.leaveFlow()
	}
	if s.person() == nil {
		s.end(EndTrouble)
		return
	}
	s.goFrom(before, s.person(), way)
}

func (s *Session) person() *step { return s.flow.person }

// hasPerson: 0 leads somewhere.
func (s *Session) hasPerson() bool {
	if s.person() != nil {
		return true
	}
	for _, f := range s.stack {
		if f.flow.person != nil {
			return true
		}
	}
	return false
}

// leaveFlow goes back to the step of the flow that called this one.
func (s *Session) leaveFlow() {
	last := len(s.stack) - 1
	f := s.stack[last]
	s.stack = s.stack[:last:last]
	s.flow, s.at, s.scope = f.flow, f.at, f.scope
}

// rescue is for calls that should have reached a person and did not. It tries a
// few times, then leaves the caller to those who run the session.
func (s *Session) rescue() {
	s.troubles++
	if !s.hasPerson() || s.troubles > mostTroubles {
		s.end(EndTrouble)
		return
	}
	s.toPerson(wordTrouble, "trouble")
}

// talk: caller and person hear each other; nothing must sound or run out now.
func (s *Session) talk() {
	s.talking, s.leaving, s.playing = true, nil, false
	s.timer(0)
}

func (s *Session) afterTalk(then *exit) {
	s.troubles, s.closed = 0, false
	s.followOrEnd(then, EndDone)
}

func (s *Session) end(reason string) {
	if reason == EndDone && s.closed {
		reason = EndClosed
	}
	s.over = true
	s.emit(End{Reason: reason})
}
