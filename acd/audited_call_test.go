package acd

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// auditedCall is a call as the auditor keeps it.
type auditedCall struct {
	queue                   string
	since, priority, queued int64
	turn                    int
	limits                  Limits
	from, number, callback  string // the caller, whom it calls back and as which callback
	needs                   []Skill
	prefer                  []string
	stage                   int
	wanted                  map[int]wanted // by stage
	last                    string         // the seat that it waited for alone, or still does
	offers                  []int64
	inLine                  bool
	talking, leaving        bool
	began                   int64 // of the talk with its seat
	passed, unmade          bool  // to that seat by another; without anybody to be called back
	position                int
	expected, low, high     int64
	home                    string
}

func (c *auditedCall) waiting() bool { return len(c.offers) == 0 && !c.talking && !c.leaving }

func (c *auditedCall) person() string { return cmp.Or(c.number, c.from) }

// place is when the call would have come if nothing but age counted.
func (a *auditor) place(c *auditedCall) int64 {
	return c.since - c.priority - a.queues[c.queue].rules.Weight
}

func (a *auditor) before(c, o *auditedCall) bool {
	return cmp.Or(cmp.Compare(a.place(c), a.place(o)), cmp.Compare(c.turn, o.turn)) < 0
}

// dues are the times at which something happens to the call by itself.
func (a *auditor) dues(c *auditedCall) (all []int64) {
	if c.talking || a.machines[c.home] {
		return nil
	}
	rules := a.queues[c.queue].rules
	if c.waiting() && c.limits.Wait > 0 {
		all = append(all, later(c.queued, c.limits.Wait))
	}
	switch {
	case c.stage == alone:
		all = append(all, c.queued+rules.LastWait)
	case c.stage < len(rules.Relax):
		all = append(all, c.queued+rules.Relax[c.stage].After)
	}
	return all
}

func (a *auditor) onFloor(number string) bool {
	for _, c := range a.calls {
		if c.person() == number {
			return true
		}
	}
	return false
}

func (a *auditor) ended(v *OfferEnded) error {
	o, ok := a.offers[v.Offer]
	c, s := a.calls[v.Call], a.seat(v.Seat)
	if !ok || o.Call != v.Call || o.Seat != v.Seat || c == nil || !slices.Contains(c.offers, v.Offer) || s.offered != v.Offer {
		return fmt.Errorf("end of offer %d, which is not", v.Offer)
	}
	if (v.Result == Elsewhere) != c.talking || (v.Result != CallerGone) && c.leaving {
		return fmt.Errorf("offer of call %+v ends", c)
	}
	delete(a.offers, v.Offer)
	c.offers = slices.DeleteFunc(slices.Clone(c.offers), func(id int64) bool { return id == v.Offer })
	s.offered = 0
	switch v.Result {
	case Accepted:
		s.call, s.doing, s.missed = v.Call, StateTalking, 0
		c.talking, c.began, c.inLine = true, v.At, false
		a.next = func(f Fact) error {
			if got, ok := f.(*Answered); !ok || got.Call != v.Call || got.Seat != v.Seat {
				return fmt.Errorf("%+v after the accepted offer of %s", f, v.Call)
			}
			return nil
		}
		return nil
	case CallerGone:
		c.leaving, c.inLine = true, false
	case NoAnswer, Busy, Declined:
		s.missed++
	}
	if c.waiting() {
		c.inLine = true
	}
	a.next = a.blame(v)
	return nil
}

func (a *auditor) answered(v *Answered) error {
	c := a.calls[v.Call]
	if c == nil || !c.talking || a.seat(v.Seat).call != v.Call || c.queue != v.Queue || v.Waited != v.At-c.queued {
		return fmt.Errorf("answer out of place: %+v", c)
	}
	q := a.queues[c.queue]
	a.count(v.Queue).answered++
	q.waited(c, a.now, true)
	if p := a.seat(v.Seat).posts[v.Queue]; p != nil {
		post, _ := a.rules.post(v.Queue, v.Seat)
		q.pass = max(q.pass, p.pass)
		p.pass += 1 << 20 / int64(max(post.Share, 1))
		p.calls++
	}
	delete(a.left, c.from)
	a.talksTo(c, v.Seat)
	a.list.reached(a, v.Queue, c)
	return nil
}

// talksTo remembers the caller's last seat.
func (a *auditor) talksTo(c *auditedCall, seat string) {
	if a.queues[c.queue].rules.LastSeat > 0 && c.person() != "" {
		span := a.longest(func(q Queue) int64 { return q.LastSeat })
		maps.DeleteFunc(a.lasts, func(_ string, l auditedLast) bool { return l.at < a.now-span })
		a.lasts[c.person()] = auditedLast{a.now, seat}
	}
}

func (a *auditor) longest(of func(Queue) int64) (span int64) {
	for _, q := range a.queues {
		if q.listed {
			span = max(span, of(q.rules))
		}
	}
	return span
}

func (a *auditor) abandoned(v *Abandoned) error {
	a.count(v.Queue).abandoned++
	c := a.calls[v.Call]
	if c == nil || c.callback != "" {
		return fmt.Errorf("call %s abandoned, and nobody was there", v.Call)
	}
	q := a.queues[c.queue]
	a.leavesPlace(v.Call, c)
	q.waited(c, a.now, false)
	err := a.leaves(v.Call, v.Queue, v.Waited)
	a.next = a.list.missed(q, c, v)
	return err
}

// leavesPlace remembers where somebody waited.
func (a *auditor) leavesPlace(id string, c *auditedCall) {
	if a.queues[c.queue].rules.Return > 0 && c.from != "" {
		span := a.longest(func(q Queue) int64 { return q.Return })
		maps.DeleteFunc(a.left, func(_ string, l auditedLeft) bool { return l.at < a.now-span })
		a.left[c.from] = auditedLeft{a.now, c.since, c.queue, id}
	}
}

func (a *auditor) leaves(call, queue string, waited int64) error {
	c := a.calls[call]
	if c == nil || c.talking || len(c.offers) > 0 || c.queue != queue || waited != a.now-c.queued {
		return fmt.Errorf("call %s leaves %s: %+v", call, queue, c)
	}
	delete(a.calls, call)
	return a.list.unmade(call)
}

func (a *auditor) overflowed(v *Overflowed) error {
	a.count(v.Queue).overflowed++
	c := a.calls[v.Call]
	if c != nil && a.machines[c.home] && v.Waited != 0 && slices.Contains([]string{OverflowNoSeat, OverflowAllPaused, OverflowWait}, v.Reason) {
		return fmt.Errorf("call of a machine that is away sent away: %+v", c)
	}
	if c == nil {
		return fmt.Errorf("call %s is not there", v.Call)
	}
	q := a.queues[c.queue]
	wrong := false
	switch v.Reason {
	case OverflowNoSeat, OverflowAllPaused:
		wrong = a.unserved(c) != v.Reason
	case OverflowStaff, OverflowAllBusy, OverflowSize, OverflowExpected:
		wrong = v.Waited != 0
	case OverflowWait:
		wrong = c.limits.Wait == 0 || v.At < c.queued+c.limits.Wait || !c.waiting()
		q.waited(c, a.now, false)
	case OverflowQueueRemoved:
		wrong = q.listed
	}
	if wrong {
		return fmt.Errorf("call sent away without cause: %+v", c)
	}
	return a.leaves(v.Call, v.Queue, v.Waited)
}

func (a *auditor) relaxed(v *Relaxed) error {
	c := a.calls[v.Call]
	if c == nil || c.talking || c.queue != v.Queue || v.Stage != c.stage+1 || a.machines[c.home] {
		return fmt.Errorf("stage of %+v", c)
	}
	rules := a.queues[c.queue].rules
	if v.Stage == 0 && a.now < c.queued+rules.LastWait && a.seats[c.last].comesBack() ||
		v.Stage > 0 && (v.Stage > len(rules.Relax) || a.now < c.queued+rules.Relax[v.Stage-1].After) {
		return fmt.Errorf("too early for %+v", c)
	}
	c.stage = v.Stage
	c.inLine = c.inLine || a.queues[c.queue].rules.Strategy == RingAll // the others may ring now
	return nil
}

func (a *auditor) prioritised(v *PriorityChanged) error {
	c := a.calls[v.Call]
	if c == nil || c.talking || c.priority == v.Priority {
		return fmt.Errorf("priority of %+v", c)
	}
	c.priority = v.Priority
	return nil
}
