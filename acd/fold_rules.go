package acd

import (
	"cmp"
	"maps"
	"slices"
)

// load makes the rules hold. Queues and seats that they no longer name stay, not
// listed, until their last call or talk is over; Decide sends those calls and
// seats away by facts of their own. Calls that wait go into the lanes of the new rules,
// at the stage that their age has reached.
func (s *State) load(r Rules) {
	s.rules = r
	s.unlist()
	s.spans.last, s.spans.left = 0, 0
	for _, rules := range r.Queues {
		s.spans.last, s.spans.left = max(s.spans.last, rules.LastSeat), max(s.spans.left, rules.Return)
		q := s.queue(rules.ID)
		q.rules, q.listed = rules, true
		q.rebase()
	}
	for _, rules := range r.Seats {
		s.list(rules)
	}
	for _, st := range s.seats {
		if !st.listed {
			st.posts = nil
		}
	}
	for _, c := range slices.SortedFunc(maps.Values(s.calls), byArrival) {
		s.relist(c) // in an order, as it makes lanes
	}
	for _, q := range s.queues {
		if q.rules.Pressed == (Pressure{}) || q.reserves == 0 {
			q.pressed = false
		}
		s.repress(q)
		s.prune(q)
	}
	for _, st := range s.seats {
		s.forget(st)
	}
}

func byArrival(a, b *call) int { return cmp.Compare(a.key.minor, b.key.minor) }

// unlist takes every seat from its posts, and every call from its lanes.
func (s *State) unlist() {
	s.stages = order[*call]{}
	s.weighty = false
	for _, q := range s.queues {
		q.listed, q.staff, q.tally, q.posts = false, 0, [seatStates]int{}, nil
		q.waiting, q.absent, q.ringing, q.oldest, q.reserves = 0, 0, 0, order[*call]{}, 0
		q.rebase()
	}
	for _, st := range s.seats {
		st.listed = false
	}
}

// list posts a seat in those of its queues that the rules name. A post that it had
// before keeps its counts.
func (s *State) list(rules Seat) {
	st := s.seat(rules.ID)
	if st == nil {
		st = &seat{id: rules.ID}
		s.seats[st.id] = st
	}
	if st.listed {
		return // named twice: the first counts
	}
	before := st.posts
	st.listed, st.rules, st.posts = true, rules, nil
	st.skills = make(map[string]int, len(rules.Skills))
	for _, skill := range rules.Skills {
		st.skills[skill.Skill] = max(st.skills[skill.Skill], skill.Level)
	}
	for _, post := range rules.Queues {
		q := s.known(post.Queue)
		if q == nil || !q.listed || st.postIn(q) != nil {
			continue
		}
		s.post(st, q, post, before)
	}
}

// post gives a seat its place in a queue.
func (s *State) post(st *seat, q *queue, rules Post, before []*post) {
	p := &post{seat: st, queue: q, rules: rules, place: len(q.posts), pass: q.pass}
	for _, old := range before {
		if old.queue == q {
			p.calls, p.talk, p.pass = old.calls, old.talk, old.pass
		}
	}
	if rules.Reserve {
		q.reserves++
	}
	s.weighty = s.weighty || rules.Weight != 0
	st.posts = append(st.posts, p)
	q.posts = append(q.posts, p)
	q.count(st.stance, 1)
	for _, l := range q.base {
		l.add(p)
	}
}

// relist puts a call into the lanes of the rules that hold now.
func (s *State) relist(c *call) {
	q := c.queue
	c.rekey()
	stage := 0
	for stage < len(q.rules.Relax) && later(c.queued, q.rules.Relax[stage].After) <= s.now {
		stage++
	}
	if c.stage == alone && c.last.listed && q.mayHave(c.last, c.needs) {
		stage = alone
	}
	c.turn = key{}
	switch c.state {
	case CallTalking, callLeaving:
		c.stage = 0
		c.choose()
	case CallWaiting:
		c.inLine = false
		s.waits.delete(c.deadline()) // to be set again
		s.setStage(c, stage)
		s.wait(c)
	default:
		c.inLine = false
		q.ringing++
		s.setStage(c, stage)
		if c.state == CallOffered && q.rules.Strategy == RingAll {
			c.enterLine()
		}
	}
}
