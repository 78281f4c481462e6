package ivr

import (
	"fmt"
	"time"

	"hotline/internal/problem"
)

// Vars are what is known of the call.
type Vars struct {
	Call   string `json:"call"`
	Caller string `json:"caller,omitempty"` // the number, normalised
	Called string `json:"called,omitempty"`
	Centre string `json:"centre,omitempty"`
	Trunk  string `json:"trunk,omitempty"`
	Seat   string `json:"seat,omitempty"` // the seat that dials, of feature codes
}

// Why a flow ended.
const (
	EndDone    = "done"    // as it was written
	EndFailed  = "failed"  // the seat's wish could not be carried out
	EndTrouble = "trouble" // nobody could be reached; the caller is still there and wants a person
)

// Session is one caller's walk through a flow. It is not for use by several
// goroutines at once.
type Session struct {
	prog     *Program
	flow     *Flow
	at       *step
	vars     Vars
	attempts int    // mistakes in the current menu
	troubles int    // failures one after the other to reach a person
	lead     string // said before the next words
	leaving  *exit  // where to go when the queue has let go of the call
	started  bool
	talking  bool // with a person
	playing  bool
	timing   bool
	over     bool
	now      time.Time
	out      []Effect
}

// NewSession puts a call at the start of a flow. The error says that there is no
// such flow.
func NewSession(prog *Program, flow string, vars Vars) (*Session, error) {
	f, ok := prog.Flow(flow)
	if !ok || f.start == nil {
		return nil, fmt.Errorf("there is no flow %q; %s", flow, problem.DidYouMean(flow, prog.Names()))
	}
	return &Session{prog: prog, flow: f, at: f.start, vars: vars}, nil
}

// Next takes what happened and says what to do now, in order. Every input is
// allowed at every moment; one that means nothing has no effects.
//
// The first input is Start. A restored session whose caller is already talking
// gets no Start but the next Connected or Result.
func (s *Session) Next(at time.Time, in Input) []Effect {
	s.out, s.now = nil, at
	if s.over || !s.mayCome(in) {
		return nil
	}
	switch in.(type) {
	case Start:
		s.arrive()
	case HungUp:
		s.over = true
	default:
		s.at.verb.input(s, in)
	}
	return s.out
}

// mayCome keeps the books on sound and timer, and stops inputs that belong to
// nothing.
func (s *Session) mayCome(in Input) bool {
	switch in.(type) {
	case Start:
		first := !s.started
		s.started = true
		return first
	case HungUp:
		return true
	case Connected, Result:
		s.started = true
		return true
	case PlayEnded:
		was := s.playing
		s.playing = false
		return s.started && was
	case Timeout:
		was := s.timing
		s.timing = false
		return s.started && was
	default:
		return s.started
	}
}

// Over is true once the flow has ended or the caller is gone.
func (s *Session) Over() bool { return s.over }
