package acd

import (
	"cmp"
	"maps"
	"slices"
)

// loadRules takes new rules into use while calls wait. Seats that are no longer
// named sign out, calls of queues that are no longer named leave, and those who
// now have a seat, or no longer any, learn it in the same Decide. An offer under
// way goes on as long as its seat and its queue are there.
func (t *turn) loadRules(in LoadRules) {
	if in.Rules.Hash != "" && in.Rules.Hash == t.s.rules.Hash {
		return
	}
	t.emit(&RulesLoaded{At: t.now, Rules: in.Rules})
	for _, st := range t.unlistedSeats() {
		t.release(st)
	}
	for _, c := range t.unlistedCalls() {
		t.overflow(c, OverflowQueueRemoved)
	}
	for _, id := range sortedKeys(t.s.queues) {
		if q := t.s.known(id); q != nil {
			t.refresh(q)
		}
	}
}

// refresh looks at every lane of a queue anew.
func (t *turn) refresh(q *queue) {
	for !q.listed && q.pending.size > 0 {
		_, b, _ := q.pending.first()
		t.giveUp(b, GivenUpQueueRemoved)
	}
	for _, sig := range sortedKeys(q.lanes) {
		if l := q.lanes[sig]; l != nil {
			t.refreshLane(l)
		}
	}
	for _, l := range q.base {
		t.refreshLane(l)
	}
}

func (t *turn) refreshLane(l *lane) {
	for l.only != nil && l.line.size > 0 && !l.only.comesBack() {
		_, c, _ := l.line.first()
		t.relax(c)
	}
	t.clear(l)
	t.touch(l)
}

func sortedKeys[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(m))
}

// unlistedSeats are at work but no longer in the rules, by id.
func (t *turn) unlistedSeats() (gone []*seat) {
	for _, st := range t.s.seats {
		if !st.listed && st.stance.SignedIn() {
			gone = append(gone, st)
		}
	}
	slices.SortFunc(gone, func(a, b *seat) int { return cmp.Compare(a.id, b.id) })
	return gone
}

// unlistedCalls wait in queues that are no longer in the rules, oldest first.
func (t *turn) unlistedCalls() (gone []*call) {
	for _, c := range t.s.calls {
		if !c.queue.listed && c.state != CallTalking {
			gone = append(gone, c)
		}
	}
	slices.SortFunc(gone, inLine)
	return gone
}

func (t *turn) setHours(in SetHours) {
	q := t.s.known(in.Queue)
	if q == nil || !q.listed {
		return
	}
	t.emit(&HoursSet{At: t.now, Queue: q.id, Open: in.Open})
	t.freed(q)
}
