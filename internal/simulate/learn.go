package simulate

import (
	"time"

	"hotline/acd"
)

// give tells the floor something, and plays what it leads to at the same moment.
func (r *run) give(in acd.Input) {
	r.learn(acd.Decide(r.floor, in))
	for len(r.led) > 0 {
		last := len(r.led) - 1
		next := r.led[last]
		r.led = r.led[:last]
		if next.offer != 0 {
			r.learn(acd.Decide(r.floor, acd.SeatAnswered{At: ms(r.now), Offer: next.offer}))
		} else {
			r.enqueue(next.who, next.queue)
		}
	}
}

// learn counts what the distributor decided, and sees to what follows.
func (r *run) learn(facts []acd.Fact) {
	for _, f := range facts {
		switch f := f.(type) {
		case *acd.Offered:
			r.offered(f)
		case *acd.Answered:
			r.answered(f)
		case *acd.Abandoned:
			r.abandoned(f)
		case *acd.Overflowed:
			r.overflowed(f)
		case *acd.TalkEnded:
			r.talkEnded(f)
		case *acd.WrapUpEnded:
			r.duty(f.Seat, func(d *duty) { d.wraps = false })
		case *acd.SeatSignedIn:
			r.duty(f.Seat, func(d *duty) { d.in = true })
		case *acd.SeatSignedOut:
			r.duty(f.Seat, func(d *duty) { d.in, d.wraps = false, false })
		}
	}
}

func (r *run) duty(seat string, change func(*duty)) {
	n := r.seats[seat]
	d := r.ledger.seats[n]
	change(&d)
	r.ledger.duty(r.now, n, d)
}

// offered lets the seat answer, now or later.
func (r *run) offered(f *acd.Offered) {
	who, c := r.callers.find(f.Call)
	if c.offer == 0 && c.queued == r.now {
		whole, half, queue := r.ledger.of(c)
		queue.atOnce++
		if c.arrived == r.now {
			whole.atOnce++
			if half != nil {
				half.atOnce++
			}
		}
	}
	c.offer = f.Offer
	if r.ring == 0 {
		r.led = append(r.led, led{offer: f.Offer})
		return
	}
	r.agenda.add(event{at: r.now + r.ring, mark: f.Offer, who: who, does: answers})
}

func (r *run) answered(f *acd.Answered) {
	who, c := r.callers.find(f.Call)
	c.talks, c.answered = true, r.now
	whole, half, queue := r.ledger.of(c)
	whole.answer(r.now - c.arrived)
	if half != nil {
		half.answer(r.now - c.arrived)
	}
	queue.answer(r.now - c.queued)
	r.duty(f.Seat, func(d *duty) { d.talks = true })
	r.agenda.add(event{at: r.now + c.talk, who: who, does: talkOver})
}

func (r *run) abandoned(f *acd.Abandoned) {
	who, c := r.callers.find(f.Call)
	whole, half, queue := r.ledger.of(c)
	whole.abandon(r.now - c.arrived)
	if half != nil {
		half.abandon(r.now - c.arrived)
	}
	queue.abandon(r.now - c.queued)
	r.callers.leave(who)
}

// overflowed sends a caller on, if his queue says where and it is open there.
func (r *run) overflowed(f *acd.Overflowed) {
	who, c := r.callers.find(f.Call)
	whole, half, queue := r.ledger.of(c)
	queue.overflow(r.now - c.queued)
	if next, ok := r.queues[r.m.Queues[c.queue].Then]; ok && r.m.Queues[next].open(time.Duration(r.now-r.start)) {
		r.led = append(r.led, led{who: who, queue: next})
		return
	}
	whole.overflow(r.now - c.arrived)
	if half != nil {
		half.overflow(r.now - c.arrived)
	}
	r.callers.leave(who)
}

func (r *run) talkEnded(f *acd.TalkEnded) {
	who, c := r.callers.find(f.Call)
	handled := seconds(r.now - c.answered)
	if f.WrapUpUntil != 0 {
		handled += float64(f.WrapUpUntil-f.At) / 1000
	}
	whole, half, queue := r.ledger.of(c)
	whole.handled += handled
	queue.handled += handled
	if half != nil {
		half.handled += handled
	}
	r.duty(f.Seat, func(d *duty) { d.talks, d.wraps = false, f.WrapUpUntil != 0 })
	r.callers.leave(who)
}
