package simulate

import (
	"time"

	"hotline/acd"
)

// give tells the floor something, and plays what it leads to at the same moment.
func (r *run) give(in acd.Input) {
	r.tell(in)
	if r.giving {
		return // further up the same is going on
	}
	r.giving = true
	for next := 0; ; next++ {
		if next == len(r.led) { // which grows meanwhile
			break
		}
		l := r.led[next]
		switch {
		case l.offer != 0:
			r.tell(acd.SeatAnswered{At: ms(r.now), Offer: l.offer})
		case l.in != nil:
			r.tell(l.in)
		default:
			r.enqueue(l.who, l.queue)
		}
	}
	r.led, r.giving = r.led[:0], false
}

// tell lets the distributor decide. Its facts are looked at once.
func (r *run) tell(in acd.Input) {
	facts := acd.Decide(r.floor, in)
	r.learn(facts)
	r.floor.Reuse(facts)
}

// learn counts what the distributor decided, and sees to what follows.
func (r *run) learn(facts []acd.Fact) {
	for _, f := range facts {
		switch f := f.(type) {
		case *acd.CallQueued:
			r.queued(f)
		case *acd.Offered:
			r.offered(f)
		case *acd.OfferEnded:
		case *acd.Answered:
			r.answered(f)
		case *acd.Abandoned:
			r.abandoned(f)
		case *acd.Overflowed:
			r.overflowed(f)
		case *acd.TalkEnded:
			r.talkEnded(f)
		default:
			r.learnSeat(f)
		}
	}
}

// queued keeps what was forecast.
func (r *run) queued(f *acd.CallQueued) {
	if f.Callback.ID != "" {
		r.callingBack(f)
		return
	}
	_, c := r.callers.find(f.Call)
	c.low, c.high = f.Low, f.High
}

// proves counts a forecast whose wait is known, ms: of somebody who was not answered
// it would have been longer, which is known to be wrong only past the upper bound.
func (c *caller) proves(n *count, waited int64, answered bool) {
	if c.high == 0 || !answered && waited <= c.high {
		return
	}
	n.told++
	if answered && c.low <= waited && waited <= c.high {
		n.held++
	}
}

// offered lets the seat answer, now or later, or not.
func (r *run) offered(f *acd.Offered) {
	who, c := r.callers.find(f.Call)
	if !c.rung && c.queued == r.now && c.callback == "" {
		r.ledger.queues[c.queue][c.batch].atOnce++
		if c.arrived == r.now {
			r.count(c, func(n *count) { n.atOnce++ })
		}
	}
	c.rung = true
	after := r.ring
	if r.habits {
		if _, s := r.seatOf(f.Seat); s.habit != nil {
			reply := s.habit.reply(r.chances, r.m.AnswerAfter)
			if reply.Result != acd.Accepted {
				r.declines(f, reply)
				return
			}
			after = int64(reply.After)
		}
	}
	if after == 0 {
		r.led = append(r.led, led{offer: f.Offer})
		return
	}
	r.agenda.add(event{at: r.now + after, mark: f.Offer, who: who, does: answers})
}

// declines is an offer that the seat does not take. If it lets it ring the distributor
// ends it.
func (r *run) declines(f *acd.Offered, reply Reply) {
	if reply.Result != acd.NoAnswer {
		r.agenda.add(event{at: r.now + int64(reply.After), mark: f.Offer, who: refusal(reply.Result), does: declines})
	}
}

func refusals() [4]acd.OfferEnd {
	return [...]acd.OfferEnd{acd.Failed, acd.Busy, acd.Declined, acd.Unreachable}
}

func refusal(end acd.OfferEnd) int32 {
	for i, one := range refusals() {
		if one == end {
			return int32(i)
		}
	}
	return 0
}

func (r *run) answered(f *acd.Answered) {
	who, c := r.callers.find(f.Call)
	c.talks, c.answered = true, r.now
	n, _ := r.seatOf(f.Seat)
	r.duty(n, func(d *duty) { d.talks = true })
	if c.callback != "" {
		r.dials(who, c)
		return
	}
	queue := &r.ledger.queues[c.queue][c.batch]
	r.count(c, func(n *count) {
		n.answer(r.now - c.arrived)
		c.proves(n, f.Waited, true)
	})
	queue.answer(r.now - c.queued)
	c.proves(queue, f.Waited, true)
	r.ledger.answered(c, r.now)
	r.agenda.add(event{at: r.now + c.talk, mark: c.mark, who: who, does: talkOver})
}

func (r *run) abandoned(f *acd.Abandoned) {
	who, c := r.callers.find(f.Call)
	queue := &r.ledger.queues[c.queue][c.batch]
	r.count(c, func(n *count) {
		n.abandon(r.now - c.arrived)
		c.proves(n, f.Waited, false)
	})
	queue.abandon(r.now - c.queued)
	c.proves(queue, f.Waited, false)
	r.mayCallAgain(c)
	r.callers.leave(who)
}

// overflowed sends a caller on, if his queue says where and it is open there.
func (r *run) overflowed(f *acd.Overflowed) {
	who, c := r.callers.find(f.Call)
	if c.callback != "" {
		r.callers.leave(who)
		return
	}
	queue := &r.ledger.queues[c.queue][c.batch]
	queue.overflow(r.now - c.queued)
	c.proves(queue, f.Waited, false)
	next, ok := r.queues[r.m.Queues[c.queue].Then]
	goesOn := ok && !c.leaves && r.m.Queues[next].open(time.Duration(r.now-r.start))
	r.count(c, func(n *count) {
		c.proves(n, f.Waited, false)
		if !goesOn {
			n.overflow(r.now - c.arrived)
		}
	})
	if goesOn {
		r.led = append(r.led, led{who: who, queue: next})
		return
	}
	r.callers.leave(who)
}

func (r *run) talkEnded(f *acd.TalkEnded) {
	who, c := r.callers.find(f.Call)
	if c.callback == "" {
		handled := seconds(r.now - c.answered)
		r.count(c, func(n *count) { n.handled += handled })
		r.ledger.queues[c.queue][c.batch].handled += handled
	}
	n, s := r.seatOf(f.Seat)
	wraps := f.WrapUpUntil != 0 || f.WrapUpOpen
	r.duty(n, func(d *duty) { d.talks, d.wraps = false, wraps })
	if wraps {
		r.wrapsUp(f, c, n, s)
	}
	r.callers.leave(who)
}
