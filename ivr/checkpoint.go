package ivr

import "fmt"

// Checkpoint is all that a restart needs of a session. Taken at an Enter, it
// resumes that step.
type Checkpoint struct {
	Flow     string `json:"flow"`
	Version  string `json:"version"` // of the program
	Step     string `json:"step"`
	Attempts int    `json:"attempts,omitempty"`
	Vars     Vars   `json:"vars"`
}

// Checkpoint is where the session is now.
func (s *Session) Checkpoint() Checkpoint {
	return Checkpoint{Flow: s.flow.Name, Version: s.prog.Version, Step: s.at.name, Attempts: s.attempts, Vars: s.vars}
}

// Restore resumes a session; Start makes it say the current step again. The
// program may be a newer one: a step that is gone is replaced by the flow's
// person, or its start. The error says that the flow itself is gone.
func Restore(prog *Program, cp Checkpoint) (*Session, error) {
	s, err := NewSession(prog, cp.Flow, cp.Vars)
	if err != nil {
		return nil, fmt.Errorf("resume call %s: %w", cp.Vars.Call, err)
	}
	switch at, ok := s.flow.byName[cp.Step]; {
	case ok:
		s.at, s.attempts = at, max(0, cp.Attempts)
	case s.flow.person != nil:
		s.at = s.flow.person
	}
	return s, nil
}
