package ivr

import (
	"fmt"
	"time"

	"hotline/internal/problem"

	"github.com/expr-lang/expr/vm"
)

// Why a flow ended.
const (
	EndDone    = "done"    // as it was written
	EndClosed  = "closed"  // as it was written, and the caller was told that the centre is closed
	EndFailed  = "failed"  // the seat's wish could not be carried out
	EndTrouble = "trouble" // nobody could be reached; the caller is still there and wants a person
)

// Session is one caller's walk through a flow. It is not for use by several
// goroutines at once.
type Session struct {
	prog  *Program
	flow  *Flow
	at    *step
	stack []frame // of flows that called this one
	scope scope
	vars  Vars
	lang  *Language
	slow  bool

	attempts int    // mistakes in the current step
	troubles int    // failures one after the other to reach a person
	lead     []Text // said before the next words
	from     string // the step before, and
	way      string // its exit that led here
	why      string // the call cannot be served here: closed, full, unstaffed
	closed   bool   // the caller was told that the centre is closed
	hours    Hours
	view     View
	phase    int    // of the current step, as its verb counts
	typed    string // digits, not finished
	turns    turns  // of what is said while waiting in a queue
	leaving  *exit  // where to go when the queue has let go of the call

	started  bool
	restored bool // and what was typed in secret is not known any more
	talking  bool // with a person
	playing  bool
	timing   bool
	over     bool
	now      time.Time
	out      []Effect
	machine  vm.VM // for formulas; kept because a new one costs more than most of them
}

// frame is a flow that waits for the one it called.
type frame struct {
	flow  *Flow
	at    *step
	scope scope
}

// NewSession puts a call at the start of a flow. The error says that there is no
// such flow.
func NewSession(prog *Program, flow string, vars Vars) (*Session, error) {
	f, ok := prog.Flow(flow)
	if !ok || f.start == nil {
		return nil, fmt.Errorf("there is no flow %q; %s", flow, problem.DidYouMean(flow, prog.Names()))
	}
	s := &Session{prog: prog, flow: f, at: f.start, vars: vars, slow: vars.Slow}
	s.speak(vars.Language)
	if vars.Lead != "" {
		s.lead = []Text{{Text: vars.Lead}}
	}
	return s, nil
}

// speak changes the language; one that is not known is Mandarin.
func (s *Session) speak(language string) {
	s.lang = s.prog.languages[language]
	if s.lang == nil {
		s.lang = s.prog.languages[Mandarin]
	}
}

func (s *Session) language() string { return s.lang.ID }

// Next takes what happened, and when, and says what to do now, in order. Every
// input is allowed at every moment; one that means nothing has no effects. The
// time is in the zone of the centre.
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
	case Again:
		s.talking = false
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
	switch in := in.(type) {
	case Start:
		first := !s.started
		s.started = true
		return first
	case HungUp:
		return true
	case Connected, Result, Again:
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
	case View:
		s.view = in
	case Hours:
		s.hours = in
	}
	return s.started
}

// Over is true once the flow has ended or the caller is gone.
func (s *Session) Over() bool { return s.over }
