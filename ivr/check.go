package ivr

import (
	"strings"

	"hotline/internal/yamlfile"
)

// check proves what can only be seen in the whole flow. It runs on flows without
// other mistakes, whose consequences it would only repeat.
func (f *Flow) check(m yamlfile.Map) {
	f.checkPerson(m)
	for _, s := range f.steps {
		if v, ok := s.verb.(checker); ok {
			v.check(f, s)
		}
	}
	f.checkRounds()
	f.checkReached()
}

// checkPerson settles the step that 0, silence and errors lead to: the one that
// the header names, or the only queue.
func (f *Flow) checkPerson(m yamlfile.Map) {
	if f.person != nil {
		if !reachesPerson(f.person) {
			n, _ := m.Get("person")
			n.Error("name a queue or forward step", "at step %s nobody answers", f.person.name)
		}
		return
	}
	var queues []string
	for _, s := range f.steps {
		if _, ok := s.verb.(*queue); ok {
			f.person, queues = s, append(queues, s.name)
		}
	}
	if len(queues) > 1 {
		m.Node().Error("add person: "+queues[0]+" above the steps",
			"0, silence and errors lead to a person, but to which of %s?", strings.Join(queues, ", "))
	}
}

func reachesPerson(s *step) bool {
	switch s.verb.(type) {
	case *queue, *forward:
		return true
	}
	return false
}

// checkRounds finds rounds in which a call would go on and on by itself, hearing
// the same words, with nothing the caller could do and nobody who answers.
func (f *Flow) checkRounds() {
	const unseen, open, done = 0, 1, 2
	state := make(map[*step]int, len(f.steps))
	var visit func(*step)
	visit = func(s *step) {
		state[s] = open
		for _, e := range s.exits() {
			switch {
			case !e.unasked:
			case state[e.to] == open:
				e.at.Error("lead it to a step that waits or ends", "the call could go round between %s and %s without end", e.to.name, s.name)
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

// checkReached warns of steps that no call can come to.
func (f *Flow) checkReached() {
	reached := map[*step]bool{}
	var visit func(*step)
	visit = func(s *step) {
		if s == nil || reached[s] {
			return
		}
		reached[s] = true
		for _, e := range s.exits() {
			visit(e.to)
		}
	}
	visit(f.start)
	visit(f.person)
	for _, s := range f.steps {
		if !reached[s] {
			s.key.Warn("lead a step to it, or take it out", "no call comes to step %s", s.name)
		}
	}
}
