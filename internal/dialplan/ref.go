package dialplan

import (
	"slices"
	"strings"

	"hotline/internal/numbering"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
	"hotline/ivr"
)

// flowRef is a flow that a file names.
func (l *loader) flowRef(n yamlfile.Node) string {
	return l.ref(n, "flow", func() []string { return l.tree.Program.Names() })
}

// centreRef is a centre that a file names.
func (l *loader) centreRef(n yamlfile.Node) string {
	return l.ref(n, "centre", func() []string { return sorted(l.tree.Centres) })
}

// queueRef is a queue that a file names in full, "<centre>/<queue>".
func (l *loader) queueRef(n yamlfile.Node) string {
	text, ok := n.Text()
	if ok {
		l.later = append(l.later, func() { l.checkQueueID(n.Place(), text) })
	}
	return text
}

// checkQueueID is true unless it is certain that there is no such queue.
func (l *loader) checkQueueID(at problem.Place, id string) bool {
	centre, _, _ := strings.Cut(id, "/")
	return l.unread[centre] || l.checkKnown(at, "queue", id, l.tree.queueIDs())
}

// ref reads a name and checks later that it is one of the known ones.
func (l *loader) ref(n yamlfile.Node, kind string, known func() []string) string {
	text, ok := n.Text()
	if ok {
		l.later = append(l.later, func() { l.checkKnown(n.Place(), kind, text, known()) })
	}
	return text
}

func (l *loader) checkKnown(at problem.Place, kind, word string, known []string) bool {
	if slices.Contains(known, word) {
		return true
	}
	l.found.Add(at.Error(problem.DidYouMean(word, known), "there is no %s %q", kind, word))
	return false
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
	centres, seats := l.uses()
	wrong := l.found.Err() != nil // then what is unused may only be misspelt elsewhere
	for _, name := range l.tree.Program.Names() {
		f, _ := l.tree.Program.Flow(name)
		if len(centres[name]) == 0 && !seats[name] && !wrong {
			l.found.Add(f.Place().Warning("name it as a centre's entry, for a called number or for a code", "nothing uses flow %s", name))
		}
		for _, r := range f.Refs() {
			l.checkRef(r, centres[name], seats[name])
		}
	}
}

// uses tells which centres' calls walk through a flow, and which flows seats dial.
func (l *loader) uses() (centres map[string][]string, seats map[string]bool) {
	used := map[string]map[string]bool{}
	use := func(flow, centre string) {
		if used[flow] == nil {
			used[flow] = map[string]bool{}
		}
		used[flow][centre] = true
	}
	for _, c := range l.tree.Centres {
		use(c.Entry, c.ID)
	}
	for _, t := range l.tree.Trunks {
		for _, r := range t.Numbers {
			if r.Flow != "" {
				use(r.Flow, r.Centre)
			}
		}
	}
	centres, seats = map[string][]string{}, map[string]bool{}
	for flow, by := range used {
		centres[flow] = sorted(by)
	}
	for _, flow := range l.tree.Codes {
		seats[flow] = true
	}
	return centres, seats
}

func (l *loader) checkRef(r ivr.Ref, centres []string, bySeat bool) {
	switch r.Kind {
	case ivr.RefCentre:
		l.checkKnown(r.At, "centre", r.Name, sorted(l.tree.Centres))
	case ivr.RefNumber:
		l.checkNumber(r)
	case ivr.RefQueue:
		l.checkQueue(r, centres, bySeat)
	}
}

func (l *loader) checkNumber(r ivr.Ref) {
	if numbering.Called(r.Name) == "" {
		l.found.Add(r.At.Error("", "%q is not a number", r.Name))
	} else if _, ok := l.tree.TrunkFor(r.Name); !ok && len(l.tree.Trunks) > 0 {
		l.found.Add(r.At.Error("add it to allow: of a trunk that has a contact", "no trunk may call %s", r.Name))
	}
}

func (l *loader) checkQueue(r ivr.Ref, centres []string, bySeat bool) {
	if ivr.QueueID("", r.Name) == r.Name {
		l.checkQueueID(r.At, r.Name)
		return
	}
	if bySeat {
		l.found.Add(r.At.Error("write <centre>/"+r.Name, "seats dial this flow, and a seat has no centre of its own"))
	}
	for _, c := range centres {
		if _, ok := l.tree.Centres[c]; ok && !l.checkQueueID(r.At, ivr.QueueID(c, r.Name)) {
			return
		}
	}
}
