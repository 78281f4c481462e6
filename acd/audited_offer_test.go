package acd

import (
	"cmp"
	"fmt"
	"slices"
)

// offered is where nearly all invariants of the distributor show.
func (a *auditor) offered(v *Offered) error {
	c, s := a.calls[v.Call], a.seat(v.Seat)
	switch {
	case c == nil || !c.inLine || a.machines[c.home] || c.queue != v.Queue || len(c.offers) > 0 && !v.All:
		return fmt.Errorf("offer of call %+v, which does not wait in %s", c, v.Queue)
	case s.state() != StateReady:
		return fmt.Errorf("offer to seat %s, which is not ready: %+v", v.Seat, s)
	case v.Offer != a.last+1:
		return fmt.Errorf("offer %d after %d", v.Offer, a.last)
	}
	q := a.queues[c.queue]
	until := int64(0)
	if q.rules.Ring > 0 {
		until = later(a.now, q.rules.Ring)
		if c.callback != "" && q.rules.Callback.First == FirstCaller {
			until += 60_000
		}
	}
	if v.All != (q.rules.Strategy == RingAll && c.stage != alone) || v.RingUntil != until {
		return fmt.Errorf("rings all: %v, until %d, not %d", v.All, v.RingUntil, until)
	}
	all := a.ranking(c)
	if err := a.chosen(v, c, all); err != nil {
		return err
	}
	if err := a.inTurn(v, c, all); err != nil {
		return err
	}
	a.last, a.offers[v.Offer] = v.Offer, v
	c.offers, s.offered = append(slices.Clone(c.offers), v.Offer), v.Offer
	c.inLine = v.All
	at := slices.Index(q.seats, v.Seat)
	q.turn = at + 1
	return nil
}

// chosen checks the seat, those that come after it, and the reasons.
func (a *auditor) chosen(v *Offered, c *auditedCall, all []ranked) error {
	q := a.queues[c.queue]
	at := slices.IndexFunc(all, func(r ranked) bool { return r.seat == v.Seat })
	if at < 0 {
		return fmt.Errorf("seat %s may not have the call: %s", v.Seat, a.outOf(v.Seat, c))
	}
	best := group(all)
	if at > 0 && (q.rules.Strategy != Random || at >= best) {
		return fmt.Errorf("seat %s is asked before %s: %+v", v.Seat, all[0].seat, all)
	}
	others := slices.Delete(slices.Clone(all), at, at+1)
	for i, r := range others[:min(len(others), 3)] {
		want := Candidate{Seat: r.seat, Idle: a.now - r.idle, Level: r.post.Level, Skill: r.skill}
		switch q.rules.Strategy {
		case FewestCalls, Weighted:
			want.Calls = a.seat(r.seat).posts[c.queue].calls
		case LeastTalkTime:
			want.Talk = a.seat(r.seat).posts[c.queue].talk
		}
		if i >= len(v.Considered.RunnersUp) || v.Considered.RunnersUp[i] != want {
			return fmt.Errorf("runner-up %d is not %+v", i+1, want)
		}
	}
	if len(v.Considered.RunnersUp) > len(others) {
		return fmt.Errorf("more runners-up than %+v", others)
	}
	because := string(q.rules.Strategy)
	switch {
	case c.stage == alone:
		because = "last-seat"
	case q.rules.Strategy == RingAll:
	case len(all) == 1:
		because = "only-seat"
	case best == 1 && all[0].level != all[1].level:
		because = "level"
	case best == 1 && q.rules.Strategy != SkillFirst:
		because = "skill"
	}
	if out := a.outs(c); v.Considered.Because != because || v.Considered.Out != out {
		return fmt.Errorf("because %q not %q, out %+v not %+v", v.Considered.Because, because, v.Considered.Out, out)
	}
	return nil
}

// outs counts the seats of a queue that are no choice for a call, by cause.
func (a *auditor) outs(c *auditedCall) (o Out) {
	fields := map[string]*int{
		"signed-out": &o.SignedOut, "paused": &o.Paused, "offered": &o.Offered, "talking": &o.Talking,
		"on-hold": &o.OnHold, "consulting": &o.Consulting, "wrap-up": &o.WrapUp, "unreachable": &o.Unreachable,
		"occupied": &o.Occupied, "skills": &o.Skills, "levels": &o.Levels, "reserve": &o.Reserve, "last-seat": &o.LastSeat,
	}
	for _, id := range a.queues[c.queue].seats {
		if why := a.outOf(id, c); why != "" {
			*fields[why]++
		}
	}
	return o
}

// inTurn checks that no other call that an idle seat could have goes first.
func (a *auditor) inTurn(v *Offered, c *auditedCall, all []ranked) error {
	mine := a.place(c)
	if a.queues[c.queue].rules.Strategy != Random { // whoever is drawn
		mine -= all[0].post.Weight
	} else {
		mine -= heaviest(all)
	}
	for id, o := range a.calls {
		if o == c || !o.inLine || a.machines[o.home] {
			continue
		}
		idle := a.ranking(o)
		if len(idle) == 0 {
			continue
		}
		his := a.place(o) - idle[0].post.Weight
		if a.queues[o.queue].rules.Strategy == Random {
			his = a.place(o) - lightest(idle)
		}
		if cmp.Or(cmp.Compare(his, mine), cmp.Compare(o.turn, c.turn)) < 0 {
			return fmt.Errorf("seat %s gets call %s before %s", v.Seat, v.Call, id)
		}
	}
	return nil
}

func heaviest(all []ranked) int64 {
	n := all[0].post.Weight
	for _, r := range all[:group(all)] {
		n = max(n, r.post.Weight)
	}
	return n
}

func lightest(all []ranked) int64 {
	n := all[0].post.Weight
	for _, r := range all[:group(all)] {
		n = min(n, r.post.Weight)
	}
	return n
}
