package acd

import (
	"fmt"
	"maps"
	"slices"
)

// auditedRules are the rules as the auditor looks them up.
type auditedRules struct {
	seats  map[string]Seat
	posts  map[spot]Post // by queue and seat
	skills map[string]map[string]int
}

func (r *auditedRules) has(seat string) bool { _, ok := r.seats[seat]; return ok }

func (r *auditedRules) post(queue, seat string) (Post, bool) {
	p, ok := r.posts[spot{queue, seat}]
	return p, ok
}

// auditedQueue is a queue as the auditor keeps it, as long as something refers to it.
type auditedQueue struct {
	listed  bool
	rules   Queue
	seats   []string // in the order of the rules
	pressed bool
	turn    int   // of round robin
	pass    int64 // of shares
	mean    int64 // handling time
	talks   int64
	told    []toldWait
	learnt  int64
	timed   bool
	open    []Window
}

func (a *auditor) load(r Rules) error {
	a.rules = auditedRules{map[string]Seat{}, map[spot]Post{}, map[string]map[string]int{}}
	for _, q := range a.queues {
		q.listed, q.seats = false, nil
	}
	for _, rules := range r.Queues {
		if a.queues[rules.ID] == nil {
			a.queues[rules.ID] = &auditedQueue{}
		}
		q := a.queues[rules.ID]
		q.listed, q.rules = true, rules
	}
	for _, st := range r.Seats {
		a.loadSeat(st)
	}
	for id, s := range a.seats {
		if !a.rules.has(id) {
			s.posts = nil
		}
	}
	for _, q := range a.queues {
		if q.rules.Pressed == (Pressure{}) || !a.hasReserve(q) {
			q.pressed = false
		}
	}
	for _, c := range a.calls {
		a.reload(c)
	}
	return nil
}

func (a *auditor) loadSeat(st Seat) {
	if a.rules.has(st.ID) {
		return
	}
	a.rules.seats[st.ID] = st
	levels := map[string]int{}
	for _, s := range st.Skills {
		levels[s.Skill] = max(levels[s.Skill], s.Level)
	}
	a.rules.skills[st.ID] = levels
	s := a.seat(st.ID)
	before := s.posts
	s.posts = map[string]*auditedPost{}
	for _, p := range st.Queues {
		q := a.queues[p.Queue]
		if q == nil || !q.listed || s.posts[p.Queue] != nil {
			continue
		}
		a.rules.posts[spot{p.Queue, st.ID}] = p
		q.seats = append(q.seats, st.ID)
		s.posts[p.Queue] = &auditedPost{pass: q.pass}
		if had := before[p.Queue]; had != nil {
			s.posts[p.Queue] = had
		}
	}
}

// reload puts a call where the new rules want it.
func (a *auditor) reload(c *auditedCall) {
	c.wanted = nil
	q := a.queues[c.queue]
	_, posted := a.rules.post(c.queue, c.last)
	if c.stage != alone || !posted || a.barred(c.last, c, len(q.rules.Relax)) != "" {
		c.stage = 0
		for c.stage < len(q.rules.Relax) && c.queued+q.rules.Relax[c.stage].After <= a.now {
			c.stage++
		}
	}
	if len(c.offers) > 0 {
		c.inLine = q.rules.Strategy == RingAll
	}
}

func (a *auditor) hasReserve(q *auditedQueue) bool {
	return slices.ContainsFunc(q.seats, func(seat string) bool {
		p, _ := a.rules.post(q.rules.ID, seat)
		return p.Reserve
	})
}

// lineOf counts the calls that wait in a queue and whose machine is there, and tells when
// the first joined.
func (a *auditor) lineOf(queue string) (n int, first int64) {
	for _, c := range a.calls {
		if c.queue != queue || !c.waiting() || a.machines[c.home] {
			continue
		}
		if n == 0 || c.queued < first {
			first = c.queued
		}
		n++
	}
	return n, first
}

// ringingFor counts the calls of a queue that are being offered.
func (a *auditor) ringingFor(queue string) int {
	calls := map[string]bool{}
	for _, o := range a.offers {
		if o.Queue == queue {
			calls[o.Call] = true
		}
	}
	return len(calls)
}

func (a *auditor) inNeed(id string, q *auditedQueue, byTime bool) bool {
	n, first := a.lineOf(id)
	if n == 0 || !q.listed || !a.hasReserve(q) {
		return false
	}
	p := q.rules.Pressed
	return p.Waiting > 0 && n >= p.Waiting || byTime && p.Wait > 0 && a.now >= first+p.Wait
}

func (a *auditor) reserveCalled(v *ReserveCalled) error {
	q := a.queues[v.Queue]
	n, first := a.lineOf(v.Queue)
	if q == nil || q.pressed || !a.inNeed(v.Queue, q, true) || v.Waiting != n || v.Wait != a.now-first {
		return fmt.Errorf("queue not in need of its reserve: %+v, %d waiting since %d", q, n, first)
	}
	q.pressed = true
	return nil
}

func (a *auditor) reserveReleased(v *ReserveReleased) error {
	q := a.queues[v.Queue]
	if n, _ := a.lineOf(v.Queue); q == nil || !q.pressed || n+a.ringingFor(v.Queue) > 0 {
		return fmt.Errorf("reserve released: %+v, %d waiting", q, n)
	}
	q.pressed = false
	return nil
}

func (a *auditor) restOfQueues() error {
	for _, id := range slices.Sorted(maps.Keys(a.queues)) {
		q := a.queues[id]
		n, _ := a.lineOf(id)
		if q.listed && q.pressed && n+a.ringingFor(id) == 0 {
			return fmt.Errorf("queue %s keeps its reserve without a call that waits", id)
		}
		if !q.pressed && a.inNeed(id, q, false) {
			return fmt.Errorf("queue %s does not call its reserve", id)
		}
	}
	return nil
}

// pressedAt is when the queue will be in need because a call has waited for so long.
func (a *auditor) pressedAt(id string, q *auditedQueue) int64 {
	n, first := a.lineOf(id)
	if n == 0 || q.pressed || q.rules.Pressed.Wait <= 0 || !a.hasReserve(q) {
		return 0
	}
	return later(first, q.rules.Pressed.Wait)
}
