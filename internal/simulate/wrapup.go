package simulate

import (
	"time"

	"hotline/acd"
)

// wrapsUp is the beginning of a wrap-up, and how long the seat wants it to be.
func (r *run) wrapsUp(f *acd.TalkEnded, c *caller, n int32, s *seat) {
	s.wraps = wrapping{on: true, open: f.WrapUpOpen, since: f.At, arrived: c.arrived, batch: c.batch, queue: c.queue}
	if c.callback != "" {
		s.wraps.batch = -1 // calls that callers make count alone
	}
	wanted, known := r.wrapUpWanted(c)
	given := f.WrapUpUntil - f.At
	switch {
	case f.WrapUpOpen && !known:
		wanted = UsualWrapUp
	case !known:
		return
	}
	if !f.WrapUpOpen && wanted.Milliseconds() > given {
		r.led = append(r.led, led{in: acd.ExtendWrapUp{At: ms(r.now), Seat: f.Seat, By: wanted.Milliseconds() - given}})
		return
	}
	r.agenda.add(event{at: r.now + int64(wanted), who: n, mark: f.At, does: wraps})
}

// wrapUpWanted is how long the seat wants to take for the notes on a call.
func (r *run) wrapUpWanted(c *caller) (time.Duration, bool) {
	if c.more != nil && c.more.WrapUp > 0 {
		return c.more.WrapUp, true
	}
	if times := r.m.Queues[c.queue].WrapUp; times != nil {
		return times.draw(r.chances), true
	}
	return 0, false
}

// endsWrapUp is when the seat wants no more of it. In a pause it lasts until that is
// over.
func (r *run) endsWrapUp(n int32, since int64) {
	s := &r.floorSeats[n]
	if !s.wraps.on || s.wraps.since != since {
		return
	}
	s.wraps.done = true
	if !s.away {
		r.give(acd.Ready{At: ms(r.now), Seat: s.id})
	}
}

// wrapUpOver counts a wrap-up with the call that it belongs to.
func (r *run) wrapUpOver(s *seat) {
	w := s.wraps
	s.wraps = wrapping{}
	if !w.on || w.batch < 0 {
		return
	}
	took := float64(ms(r.now)-w.since) / 1000
	r.ledger.whole[w.batch].handled += took
	r.ledger.queues[w.queue][w.batch].handled += took
	if half := r.ledger.half(w.arrived); half != nil {
		half.handled += took
	}
}
