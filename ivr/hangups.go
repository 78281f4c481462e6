package ivr

import "slices"

// checkHangups: nobody is hung up on because of silence or of something that
// failed. Words on the way do not make it better.
func (f *Flow) checkHangups() {
	known := map[*step]bool{}
	for _, s := range f.steps {
		for _, e := range s.exits() {
			if e.isTrouble(s) && endsByItself(e.to, known) {
				e.at.Error("lead it to a person, voicemail or a call back", "%s at step %s would hang up on the caller", e.way, s.name)
			}
		}
	}
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
	case "silence", "closed", "no-seat", "full", "wait-over", "expected-over", "else":
		return true
	}
	return slices.Contains(hoursReasons(), e.way)
}

// endsByItself: the call may be hung up from here without anything that the caller
// gets or does.
func endsByItself(s *step, known map[*step]bool) bool {
	if ends, ok := known[s]; ok {
		return ends
	}
	known[s] = false // until more is known: rounds end nothing
	switch s.verb.(type) {
	case *hangup:
		known[s] = true
	case *queue, *forward, *seat: // they are tried; what failed there is told there
	default:
		known[s] = slices.ContainsFunc(s.exits(), func(e *exit) bool { return e.byItself(s) && endsByItself(e.to, known) })
	}
	return known[s]
}
