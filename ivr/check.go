package ivr

import (
	"slices"
	"strings"
)

// check proves what can be seen in the flows alone, those that are called first.
// It runs on flows without other mistakes, whose consequences it would only repeat.
func check(flows []*Flow) {
	called := map[string]bool{}
	for _, f := range flows {
		f.whole = f.sound
		for _, c := range f.calls {
			called[c.name] = true
			f.whole = f.whole && c.flow != nil && c.flow.whole
		}
	}
	for _, f := range flows {
		if f.whole {
			f.check(called[f.Name])
		}
	}
}

func (f *Flow) check(called bool) {
	f.checkPerson()
	for _, s := range f.steps {
		if v, ok := s.verb.(checker); ok && (!called || f.BySeats()) {
			v.check(f, s)
		}
		if _, ok := s.verb.(*back); ok && !called {
			s.key.Error("end it with hangup, or let a flow call this one", "no flow calls this one, so there is nothing to return to")
		}
	}
	f.through, f.asks, f.givenUp = f.runsThrough(), f.asksPerson(), f.givesUp()
	if !f.checkRounds() {
		f.checkCircles()
	}
	f.checkHangups()
	f.checkLevels()
	f.checkReached()
}

// checkPerson settles the step that 0, silence and errors lead to: the one that
// the header names, or the only queue. A called flow without a queue has the
// person of the flow that called it.
func (f *Flow) checkPerson() {
	if f.person != nil {
		if !f.leadsToPerson(f.person, map[*step]bool{}) {
			n, _ := f.header.Get("person")
			n.Error("name a queue or forward step, or one that leads to them", "from step %s nobody can be reached", f.person.name)
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
		f.header.Node().Error("add person: "+queues[0]+" above the steps",
			"0, silence and errors lead to a person, but to which of %s?", strings.Join(queues, ", "))
	}
}

// leadsToPerson: a queue or a forward can be come to.
func (f *Flow) leadsToPerson(s *step, seen map[*step]bool) bool {
	if seen[s] {
		return false
	}
	seen[s] = true
	if reachesPerson(s) {
		return true
	}
	if c, ok := s.verb.(*call); ok && c.flow.person != nil {
		return true
	}
	for _, e := range s.exits() {
		if f.leadsToPerson(e.to, seen) {
			return true
		}
	}
	return false
}

func reachesPerson(s *step) bool {
	switch s.verb.(type) {
	case *queue, *forward:
		return true
	}
	return false
}

// needsPerson is for steps that ask callers for something.
func needsPerson(f *Flow, at *step) {
	if f.person == nil {
		at.key.Error("add a queue step, or person: <step> above the steps", "0, silence and errors in %s %s lead to nobody", at.kind, at.name)
	}
}

func (v *menu) check(f *Flow, at *step)     { needsPerson(f, at) }
func (v *callback) check(f *Flow, at *step) { needsPerson(f, at) }

// check: a seat that makes mistakes is led to a last word.
func (v *collect) check(f *Flow, at *step) {
	switch {
	case !v.bySeat:
		needsPerson(f, at)
	case v.silence == nil:
		at.key.Error("add silence: <a last word>", "a seat that presses nothing at step %s, or makes mistakes, is led nowhere", at.name)
	}
}

// asksPerson: it has no person of its own and does something that may need one.
func (f *Flow) asksPerson() bool {
	return f.person == nil && slices.ContainsFunc(f.steps, func(s *step) bool {
		switch v := s.verb.(type) {
		case *menu, *callback:
			return true
		case *collect:
			return !v.bySeat
		case *forward:
			return v.otherwise == nil && v.what != "chain"
		case *call:
			return v.flow.asks
		}
		return false
	})
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
