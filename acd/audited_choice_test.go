package acd

import (
	"cmp"
	"fmt"
	"slices"
)

// ranked is an idle seat that could have a call.
type ranked struct {
	seat         string
	post         Post
	level, skill int
	counted      int64
	place        int // in the order of the rules
	idle, turn   int64
}

// wants are what a call asks of seats at a stage.
func (a *auditor) wants(c *auditedCall, stage int) (needs map[string]int, prefer map[string]bool, levels int) {
	rules := a.queues[c.queue].rules
	needs, prefer, levels = map[string]int{}, map[string]bool{}, cmp.Or(max(rules.Levels, 0), AllLevels)
	for _, n := range append(slices.Clone(rules.Needs), c.needs...) {
		needs[n.Skill] = max(needs[n.Skill], n.Level)
	}
	for _, skill := range append(slices.Clone(rules.Prefer), c.prefer...) {
		prefer[skill] = true
	}
	for _, wider := range rules.Relax[:stage] {
		if wider.Levels > 0 {
			levels = wider.Levels
		}
		for _, n := range wider.Needs {
			if _, needed := needs[n.Skill]; !needed {
				continue
			}
			if needs[n.Skill] = n.Level; n.Level == 0 {
				delete(needs, n.Skill)
				prefer[n.Skill] = true
			}
		}
	}
	return needs, prefer, levels
}

// barred tells why a seat of the queue may not have a call at a stage, whatever it does.
func (a *auditor) barred(seat string, c *auditedCall, stage int) string {
	if stage == alone {
		if seat != c.last {
			return "last-seat"
		}
		return ""
	}
	post, _ := a.rules.post(c.queue, seat)
	needs, _, levels := a.wants(c, stage)
	if cmp.Or(post.Level, 1) > levels {
		return "levels"
	}
	for skill, level := range needs {
		if a.rules.skills[seat][skill] < level {
			return "skills"
		}
	}
	return ""
}

// outOf tells what keeps a seat of the queue from a call; nothing = it is idle for it.
func (a *auditor) outOf(seat string, c *auditedCall) string {
	if why := a.barred(seat, c, c.stage); why != "" {
		return why
	}
	q := a.queues[c.queue]
	if post, _ := a.rules.post(c.queue, seat); post.Reserve && c.stage != alone && !q.pressed && q.rules.Pressed != (Pressure{}) {
		return "reserve"
	}
	if state := a.seat(seat).state(); state != StateReady {
		return state.String()
	}
	return ""
}

// everFor are the seats that could have the call at its last stage.
func (a *auditor) everFor(c *auditedCall) (all []string) {
	q := a.queues[c.queue]
	for _, id := range q.seats {
		if a.barred(id, c, len(q.rules.Relax)) == "" {
			all = append(all, id)
		}
	}
	return all
}

// ranking lists the idle seats that could have the call: by level, by skill, by what the
// strategy counts, by idleness.
func (a *auditor) ranking(c *auditedCall) (all []ranked) {
	q := a.queues[c.queue]
	for place, id := range q.seats {
		if a.outOf(id, c) != "" {
			continue
		}
		s, r := a.seat(id), ranked{seat: id, place: place}
		r.post, _ = a.rules.post(c.queue, id)
		r.level, r.idle, r.turn = cmp.Or(r.post.Level, 1), s.idle, int64(s.idleTurn)
		r.skill = a.skillOf(id, c)
		r.counted = counts(q.rules.Strategy, s.posts[c.queue], place, s.idle)
		all = append(all, r)
	}
	slices.SortFunc(all, func(x, y ranked) int {
		return cmp.Or(cmp.Compare(x.level, y.level), cmp.Compare(y.skill, x.skill),
			cmp.Compare(x.counted, y.counted), cmp.Compare(x.turn, y.turn))
	})
	if q.rules.Strategy == RoundRobin {
		all = rotate(all, q.turn)
	}
	return all
}

func (a *auditor) skillOf(seat string, c *auditedCall) (sum int) {
	if c.stage == alone {
		return 0
	}
	needs, prefer, _ := a.wants(c, c.stage)
	for skill, level := range a.rules.skills[seat] {
		if prefer[skill] {
			sum += level
		}
		if _, needed := needs[skill]; needed && a.queues[c.queue].rules.Strategy == SkillFirst {
			sum += level
		}
	}
	return min(sum, 255)
}

// counts is what each strategy goes by, the least first.
func counts(strategy Strategy, p *auditedPost, place int, idle int64) int64 {
	switch strategy {
	case FewestCalls:
		return p.calls
	case LeastTalkTime:
		return p.talk
	case Weighted:
		return p.pass
	case FixedOrder, RoundRobin, Random:
		return int64(place)
	}
	return idle
}

// group counts those that are as good as the first but for the strategy.
func group(all []ranked) (n int) {
	for n < len(all) && all[n].level == all[0].level && all[n].skill == all[0].skill {
		n++
	}
	return n
}

// rotate lets round robin begin where it is.
func rotate(all []ranked, turn int) []ranked {
	best := all[:group(all)]
	at := slices.IndexFunc(best, func(r ranked) bool { return r.place >= turn })
	if at <= 0 {
		return all
	}
	return append(append(slices.Clone(best[at:]), best[:at]...), all[len(best):]...)
}

// offered is where nearly all invariants of the distributor show.
func (a *auditor) offered(v *Offered) error {
	c, s := a.calls[v.Call], a.seat(v.Seat)
	switch {
	case c == nil || !c.inLine || c.queue != v.Queue || len(c.offers) > 0 && !v.All:
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
		"skills": &o.Skills, "levels": &o.Levels, "reserve": &o.Reserve, "last-seat": &o.LastSeat,
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
		if o == c || !o.inLine {
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
