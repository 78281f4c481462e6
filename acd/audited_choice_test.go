package acd

import (
	"cmp"
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

// wanted is what a call asks of seats at a stage.
type wanted struct {
	needs  map[string]int
	prefer map[string]bool
	levels int
}

// wants are what a call asks of seats at a stage; worked out once for the rules that hold.
func (a *auditor) wants(c *auditedCall, stage int) (needs map[string]int, prefer map[string]bool, levels int) {
	w, ok := c.wanted[stage]
	if !ok {
		w.needs, w.prefer, w.levels = a.wantsAnew(c, stage)
		if c.wanted == nil {
			c.wanted = map[int]wanted{}
		}
		c.wanted[stage] = w
	}
	return w.needs, w.prefer, w.levels
}

func (a *auditor) wantsAnew(c *auditedCall, stage int) (needs map[string]int, prefer map[string]bool, levels int) {
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
