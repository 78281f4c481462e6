package switchboard

import (
	"maps"
	"slices"

	"hotline/internal/call"
)

// foldWatch keeps who supervises.
func (p *past) foldWatch(f call.Supervised) {
	p.watched = slices.DeleteFunc(p.watched, func(other call.Supervised) bool { return other.By == f.By })
	if f.Mode != modeEnd && f.Mode != modeTakeOver {
		p.watched = append(p.watched, f)
	}
}

// endOldWatch puts on record that nobody supervises any more: what was done for them is
// gone, and who is still there begins anew by his own call.
func (c *caller) endOldWatch(p *past) {
	for _, f := range p.watched {
		f.At, f.Mode = c.now(), modeEnd
		c.tell(f)
	}
}

// settleTakeOvers ends the calls of supervisors whose channel a talk has on record: the
// engine died before their end was. One channel is in one call.
func settleTakeOvers(known map[string]*past) {
	from := map[string]*past{} // by channel
	for _, p := range known {
		if p != nil && p.Channel != "" {
			from[p.Channel] = p
		}
	}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		p := known[id]
		if p == nil {
			continue
		}
		for _, leg := range p.Legs {
			if his := from[leg.ID]; his != nil && his != p {
				his.tookOver = p.Call
			}
		}
	}
}

// endTakenOver puts on record the end of a supervisor's call that the engine before could
// not: his channel is in the talk that he took over.
func (sb *Switchboard) endTakenOver(p *past) {
	c := sb.newCaller(p.Call, "", sb.cfg.Telephone.NewMailbox(), sb.tree.Load())
	c.remember(p)
	sb.enter(c, func() { c.tookOver(p.tookOver) })
}
