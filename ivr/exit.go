package ivr

import "hotline/internal/yamlfile"

// exit is a way from one step to another.
type exit struct {
	at      yamlfile.Node // where the step's name stands
	to      *step
	unasked bool // taken without the caller doing anything and without a wait
}

// exitOf is the exit that a key of m names, or nil.
func exitOf(m yamlfile.Map, key string) *exit {
	n, ok := m.Get(key)
	if !ok {
		return nil
	}
	return &exit{at: n}
}

// unaskedExit is exitOf for what happens by itself.
func unaskedExit(m yamlfile.Map, key string) *exit {
	e := exitOf(m, key)
	if e != nil {
		e.unasked = true
	}
	return e
}

// exits are those of the verb that are there.
func (s *step) exits() []*exit {
	var there []*exit
	for _, e := range s.verb.exits() {
		if e != nil {
			there = append(there, e)
		}
	}
	return there
}
