package acd

import (
	"cmp"
	"slices"
)

// Explain tells who could have a call now that waits, or for which a phone rings, and
// why the others could not. It looks at every seat of the queue.
func (s *State) Explain(id string) (Explanation, bool) {
	c := s.call(id)
	if c == nil || c.state != CallWaiting && c.state != CallOffered {
		return Explanation{}, false
	}
	l, q := c.lane, c.queue
	t := turn{s: s, now: s.now}
	best := t.best(l, make([]*post, 0, l.idle.len()))
	e := Explanation{
		Call: c.id, Queue: q.id, Ahead: q.ahead(c.key), Stage: max(c.stage, 0),
		Needs: l.needs, Prefer: l.prefer, Levels: l.levels, Seats: []Explained{},
	}
	e.Away = c.away
	if e.Levels == AllLevels {
		e.Levels = 0
	}
	if l.only != nil {
		e.Last = l.only.id
	}
	if len(best) > 0 {
		e.Because = l.because(best)
	}
	for i, p := range l.every(best) {
		e.Seats = append(e.Seats, Explained{Candidate: l.candidate(p, s.now), Place: i + 1, State: StateReady})
	}
	e.Seats = append(e.Seats, l.others(s.now)...)
	return e, true
}

// every appends the idle seats that best left out.
func (l *lane) every(best []*post) []*post {
	for _, p := range l.idle.all() {
		if !slices.Contains(best, p) {
			best = append(best, p)
		}
	}
	return best
}

// others are the seats of the queue that could not have the lane's calls, by id.
func (l *lane) others(now int64) (all []Explained) {
	for _, p := range l.queue.posts {
		e := p.in(l)
		if e != nil && e.idle {
			continue
		}
		x := Explained{Candidate: Candidate{Seat: p.seat.id, Level: p.rules.Level}, State: p.seat.stance.Now}
		if p.seat.stance.Now == StateReady {
			x.Idle = now - p.seat.idle.major
		}
		switch {
		case e == nil:
			x.Out = [barred]string{barLastSeat: "last-seat", barLevels: "levels", barSkills: "skills"}[l.bar(p)]
		case p.rules.Reserve && l.only == nil && !l.queue.callsReserve():
			x.Out = "reserve"
		default:
			x.Out = p.seat.stance.Now.String()
		}
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b Explained) int { return cmp.Compare(a.Seat, b.Seat) })
	return all
}
