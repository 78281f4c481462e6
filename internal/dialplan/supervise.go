package dialplan

import (
	"slices"

	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

func (s *Seat) supervisesSetting(l *loader) form.Setting {
	doc := "<centre>/<queue>: it helps, listens to and takes over from the seats that serve one of them."
	return form.Of("supervises", doc, schema.List(schema.Text()), func(n yamlfile.Node) {
		for _, item := range form.Few(n, n.Texts(), mostListed) {
			queue := l.queueRef(item)
			if slices.Contains(s.Supervises, queue) {
				item.Error("take one of them out", "%s is there twice", queue)
				continue
			}
			s.Supervises = append(s.Supervises, queue)
		}
		l.later = append(l.later, func() { l.checkSupervised(n, *s) })
	})
}

// checkSupervised warns of a supervisor whose queues no other seat serves.
func (l *loader) checkSupervised(n yamlfile.Node, s Seat) {
	l.checkFloor(n, slices.Concat(s.Queues, s.Supervises))
	if !slices.ContainsFunc(s.Supervises, func(q string) bool { _, ok := l.tree.queue(q); return ok }) {
		return // which is a mistake of its own
	}
	for id := range l.tree.Seats {
		if l.tree.MaySupervise(s.ID, id) {
			return
		}
	}
	n.Warn("name queues that seats serve", "seat %s supervises nobody: no other seat serves these queues", s.ID)
}

// MaySupervise is true if a seat supervises another one: one of its queues.
func (t *Tree) MaySupervise(supervisor, seat string) bool {
	if supervisor == seat {
		return false
	}
	queues := t.Seats[seat].Queues
	return slices.ContainsFunc(t.Seats[supervisor].Supervises, func(q string) bool { return slices.Contains(queues, q) })
}

// Supervisors are the seats that supervise a seat, sorted.
func (t *Tree) Supervisors(seat string) []string {
	return slices.DeleteFunc(sorted(t.Seats), func(id string) bool { return !t.MaySupervise(id, seat) })
}
