package dialplan

import (
	"strings"

	"hotline/internal/numbering"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
	"hotline/ivr"
)

// flowRef is a flow that a file names.
func (l *loader) flowRef(n yamlfile.Node) string {
	return l.ref(n, "flow", l.hasFlow, func() []string { return l.tree.Program.Names() })
}

func (l *loader) hasFlow(name string) bool {
	_, ok := l.tree.Program.Flow(name)
	return ok
}

// centreRef is a centre that a file names.
func (l *loader) centreRef(n yamlfile.Node) string {
	return l.ref(n, "centre", l.hasCentre, l.centreNames)
}

func (l *loader) hasCentre(name string) bool {
	_, ok := l.tree.Centres[name]
	return ok
}

func (l *loader) centreNames() []string { return sorted(l.tree.Centres) }

// queueRef is a queue that a file names in full, "<centre>/<queue>".
func (l *loader) queueRef(n yamlfile.Node) string {
	return l.ref(n, "queue", l.mayHaveQueue, l.tree.queueIDs)
}

// mayHaveQueue is true unless it is certain that there is no such queue.
func (l *loader) mayHaveQueue(id string) bool {
	centre, _, _ := strings.Cut(id, "/")
	_, ok := l.tree.queue(id)
	return ok || l.unread[centre]
}

// ref reads a name and sees later, when everything is read, whether it is there.
func (l *loader) ref(n yamlfile.Node, kind string, has func(string) bool, known func() []string) string {
	text, ok := n.Text()
	if ok {
		l.later = append(l.later, func() {
			if !has(text) {
				n.Unknown(kind, text, known())
			}
		})
	}
	return text
}

// unknown reports what a flow names outside itself and what is not there.
func (l *loader) unknown(r ivr.Ref, name string, known []string) {
	l.found.Add(r.At.Error(problem.DidYouMean(name, known), "there is no %s %q", r.Kind, name))
}

func (t *Tree) queueIDs() []string {
	var ids []string
	for _, c := range sorted(t.Centres) {
		for _, q := range t.Centres[c].Queues {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

// checkFlows checks what the flows name outside themselves. A queue's short name
// means a queue of every centre that uses the flow.
func (l *loader) checkFlows() {
	centres, seats := l.tree.uses()
	wrong := l.found.Err() != nil // then what is unused may only be misspelt elsewhere
	for _, name := range l.tree.Program.Names() {
		f, _ := l.tree.Program.Flow(name)
		if len(centres[name]) == 0 && !seats[name] && !wrong {
			l.found.Add(f.Place().Warning("name it as a centre's entry, for a called number or for a code", "nothing uses flow %s", name))
		}
		if f.BySeats() && len(centres[name]) > 0 {
			l.found.Add(f.Place().Error("lead them to another flow, and name this one in codes.yaml", "calls to %s come to flow %s, which is for seats", centres[name][0], name))
		}
		for _, r := range f.Refs() {
			l.checkRef(r, centres[name], seats[name])
		}
	}
}

func (l *loader) checkRef(r ivr.Ref, centres []string, bySeat bool) {
	switch r.Kind {
	case ivr.RefCentre:
		if !l.hasCentre(r.Name) {
			l.unknown(r, r.Name, l.centreNames())
		}
	case ivr.RefNumber:
		l.checkNumber(r)
	case ivr.RefArea:
		if !l.tree.Areas.Known(r.Name) {
			l.found.Add(r.At.Error(problem.DidYouMean(r.Name, l.tree.Areas.Codes()), "there is no area code %q", r.Name))
		}
	case ivr.RefQueue:
		l.checkQueue(r, centres, bySeat)
	case ivr.RefSkill:
		l.checkSkillRef(r)
	case ivr.RefAct: // see seatflow.go
	}
}

func (l *loader) checkNumber(r ivr.Ref) {
	if numbering.Called(r.Name) == "" {
		l.found.Add(r.At.Error("", "%q is not a number", r.Name))
	} else if _, ok := l.tree.TrunkFor(r.Name, ""); !ok && len(l.tree.Trunks) > 0 {
		l.found.Add(r.At.Error("add it to allow: of a trunk that has a contact", "no trunk may call %s", r.Name))
	}
}

func (l *loader) checkQueue(r ivr.Ref, centres []string, bySeat bool) {
	if ivr.QueueID("", r.Name) == r.Name {
		l.checkQueueID(r, r.Name)
		return
	}
	if bySeat {
		l.found.Add(r.At.Error("write <centre>/"+r.Name, "seats dial this flow, and a seat has no centre of its own"))
	}
	for _, c := range centres {
		if l.hasCentre(c) && !l.checkQueueID(r, ivr.QueueID(c, r.Name)) {
			return
		}
	}
}

func (l *loader) checkQueueID(r ivr.Ref, id string) bool {
	if l.mayHaveQueue(id) {
		return true
	}
	l.unknown(r, id, l.tree.queueIDs())
	return false
}
