package switchboard

import (
	"hotline/acd"
	"hotline/internal/journal"
)

// Every machine of a fleet has a dialplans tree of its own, and they are meant to be the
// same. The rules that were loaded last are in force for all; whose tree has others is
// told so.

// rule brings this machine's rules, unless the floor has them.
func (s *shared) rule(o order) {
	s.read(reading{fn: func() func() {
		in := o.in.(acd.LoadRules) //nolint:errcheck,forcetypeassert // it is one, see ruling
		if sameRules(s.state.Rules(), in.Rules) {
			s.compareRules()
			return nil
		}
		if in.Rules.Hash == "" && len(in.Rules.Queues) == 0 && !s.sb.hadFloor(s.name) {
			return nil // a floor of other machines, which this one's tree has never had
		}
		s.ruling++
		s.submitOrder(order{in: in, weigh: func([]acd.Fact) func() {
			s.ruling--
			s.compareRules()
			return nil
		}})
		return nil
	}})
}

// compareRules warns when the rules in force are not those of this machine's tree.
func (s *shared) compareRules() {
	own, force := s.sb.tree.Load().Rules(s.name), s.state.Rules()
	differ := s.ruling == 0 && !sameRules(own, force)
	s.metrics.rulesDiffer.WithLabelValues(s.name).Set(oneIf(differ))
	if differ {
		s.sb.cfg.Log.Warn("another machine has loaded other rules for a floor, and they are in force: load the same dialplans on all machines",
			"floor", s.name, "in_force", force.Hash, "here", own.Hash)
	}
}

func sameRules(a, b acd.Rules) bool {
	if a.Hash != "" || b.Hash != "" {
		return a.Hash == b.Hash
	}
	x, err := journal.EntryOf("", 1, a)
	y, err2 := journal.EntryOf("", 1, b)
	return err == nil && err2 == nil && string(x.Data) == string(y.Data)
}
