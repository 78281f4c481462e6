package ivr

import "slices"

// checkHangups: nobody is hung up on because of silence or of something that
// failed. Words on the way do not make it better.
func (f *Flow) checkHangups() {
	if f.BySeats() { // they dialled a code and can dial it again
		return
	}
	known := map[*step]bool{}
	for _, s := range f.steps {
		for _, e := range s.exits() {
			switch {
			case e.isTrouble(s) && endsByItself(e.to, known):
				e.at.Error("lead it to a person, voicemail or a call back", "%s at step %s would hang up on the caller", e.way, s.name)
			case e.isReturn(s) && endsByItself(e.to, known):
				e.at.Error("lead it to a person, voicemail or a call back", "flow %s returns to step %s after silence or a failure too, and that would hang up on the caller", s.verb.(*call).name, s.name)
			}
		}
	}
}

// givesUp: silence, or something that failed, leads by itself to the flow's return.
func (f *Flow) givesUp() bool {
	known := map[*step]bool{}
	return slices.ContainsFunc(f.steps, func(s *step) bool {
		return slices.ContainsFunc(s.exits(), func(e *exit) bool {
			return (e.isTrouble(s) || e.isReturn(s)) && returnsByItself(e.to, known)
		})
	})
}

// isReturn: the call may come back here from a flow that gave up.
func (e *exit) isReturn(s *step) bool {
	c, ok := s.verb.(*call)
	return ok && c.flow.givenUp
}

// isTrouble: the caller did not choose this way, and something went wrong.
func (e *exit) isTrouble(s *step) bool {
	switch s.verb.(type) {
	case *when, *seat: // the other one of two; a seat is told what it did
		return false
	case *voicemail: // a call must end for those who say nothing at all
		return false
	}
	switch e.way {
	case "silence", "closed", "no-seat", "all-paused", "all-busy", "staff", "full", "wait-over", "expected-over", "else":
		return true
	}
	return slices.Contains(hoursReasons(), e.way)
}

// endsByItself: the call may be hung up from here without anything that the caller
// gets or does.
func endsByItself(s *step, known map[*step]bool) bool {
	return comesByItself(s, known, func(s *step) bool { _, ok := s.verb.(*hangup); return ok })
}

// returnsByItself is the same of the return of a called flow.
func returnsByItself(s *step, known map[*step]bool) bool {
	return comesByItself(s, known, func(s *step) bool { _, ok := s.verb.(*back); return ok })
}

// comesByItself: a call may come from a step to an end. What known has settled
// stays; rounds end nothing.
func comesByItself(s *step, known map[*step]bool, end func(*step) bool) bool {
	if comes, ok := known[s]; ok {
		return comes
	}
	known[s] = false
	switch s.verb.(type) {
	case *queue, *forward, *seat: // they are tried; what failed there is told there
	default:
		known[s] = end(s) || slices.ContainsFunc(s.exits(), func(e *exit) bool {
			_, asked := s.verb.(*survey) // a question that nobody must answer
			return (asked || e.byItself(s)) && comesByItself(e.to, known, end)
		})
	}
	return known[s]
}
