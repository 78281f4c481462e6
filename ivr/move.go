package ivr

const mostTroubles = 3

func (s *Session) emit(e Effect) { s.out = append(s.out, e) }

// arrive begins the current step.
func (s *Session) arrive() {
	s.emit(Enter{Flow: s.flow.Name, Step: s.at.name})
	s.at.verb.enter(s)
	s.lead = "" // a verb that says nothing drops it
}

// goTo leaves the current step for another one.
func (s *Session) goTo(to *step) {
	s.hush()
	s.at, s.attempts, s.leaving, s.talking = to, 0, nil, false
	s.arrive()
}

func (s *Session) follow(e *exit) { s.goTo(e.to) }

func (s *Session) followOrEnd(e *exit, reason string) {
	if e == nil {
		s.end(reason)
		return
	}
	s.follow(e)
}

// toPerson leads to a person, after a word of explanation.
func (s *Session) toPerson(lead string) {
	s.lead = lead
	s.goTo(s.flow.person)
}

// rescue is for calls that should have reached a person and did not. It tries a
// few times, then leaves the caller to those who run the session.
func (s *Session) rescue() {
	s.troubles++
	if s.flow.person == nil || s.troubles > mostTroubles {
		s.end(EndTrouble)
		return
	}
	s.toPerson(wordsTrouble)
}

// talk: caller and person hear each other; nothing must sound or run out now.
func (s *Session) talk() {
	s.talking, s.leaving, s.playing = true, nil, false
	s.timer(0)
}

func (s *Session) afterTalk(then *exit) {
	s.troubles = 0
	s.followOrEnd(then, EndDone)
}

func (s *Session) end(reason string) {
	s.over = true
	s.emit(End{Reason: reason})
}
