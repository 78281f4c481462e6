package ivr

import (
	"fmt"
	"slices"
)

// Checkpoint is all that a restart needs of a session. Taken at an Enter, it
// resumes that step.
type Checkpoint struct {
	Flow     string  `json:"flow"`
	Version  string  `json:"version"` // of the program
	Step     string  `json:"step"`
	Attempts int     `json:"attempts,omitempty"`
	Vars     Vars    `json:"vars"`
	Scope    scope   `json:"scope,omitzero"`
	Stack    []place `json:"stack,omitempty"` // of calling flows, outermost first
	Lead     []Text  `json:"lead,omitempty"`  // not said yet
	Hours    Hours   `json:"hours,omitzero"`
	View     View    `json:"view,omitzero"`
	Why      string  `json:"why,omitempty"`
	Closed   bool    `json:"closed,omitempty"`
	Troubles int     `json:"troubles,omitempty"`
}

// place is a step of a flow that waits for the one it called.
type place struct {
	Flow  string `json:"flow"`
	Step  string `json:"step"`
	Scope scope  `json:"scope,omitzero"`
}

// Checkpoint is where the session is now. It shares nothing with the session
// that a later input could change.
func (s *Session) Checkpoint() Checkpoint {
	cp := Checkpoint{
		Flow: s.flow.Name, Version: s.prog.Version, Step: s.at.name, Attempts: s.attempts,
		Vars: s.vars, Scope: s.scope.open(), Lead: slices.Clone(s.lead), Hours: s.hours, View: s.view,
		Why: s.why, Closed: s.closed, Troubles: s.troubles,
	}
	cp.Vars.Language, cp.Vars.Slow, cp.Vars.Lead = s.lang.tag(), s.slow, ""
	for _, f := range s.stack {
		cp.Stack = append(cp.Stack, place{Flow: f.flow.Name, Step: f.at.name, Scope: f.scope.open()})
	}
	return cp
}

// Restore resumes a session; Start makes it say the current step again. The
// program may be a newer one: a step that is gone is replaced by the flow's
// person, or its start. The error says that the flow itself is gone.
func Restore(prog *Program, cp Checkpoint) (*Session, error) {
	s, err := NewSession(prog, cp.Flow, cp.Vars)
	if err != nil {
		return nil, fmt.Errorf("resume call %s: %w", cp.Vars.Call, err)
	}
	s.scope, s.hours, s.view = cp.Scope.restored(), cp.Hours, cp.View
	s.restored = true
	s.why, s.closed, s.troubles = cp.Why, cp.Closed, cp.Troubles
	if cp.Lead != nil {
		s.lead = slices.Clone(cp.Lead)
	}
	s.restoreStack(cp.Stack)
	switch at, ok := s.flow.byName[cp.Step]; {
	case ok:
		s.at, s.attempts = at, max(0, cp.Attempts)
	case s.flow.person != nil:
		s.at = s.flow.person
	}
	return s, nil
}

// restoreStack drops calling flows that are no more: what is called then ends
// as if nobody had called it.
func (s *Session) restoreStack(stack []place) {
	for _, p := range stack {
		f, ok := s.prog.Flow(p.Flow)
		if !ok {
			continue
		}
		if at, ok := f.byName[p.Step]; ok {
			s.stack = append(s.stack, frame{flow: f, at: at, scope: p.Scope.restored()})
		}
	}
}
