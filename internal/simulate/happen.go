package simulate

import "hotline/acd"

func (r *run) happens(e event) {
	switch e.does {
	case shifts:
		r.roster()
	case arrives:
		r.arrive(e.who)
	case callsAgain:
		r.callsAgain(e.who)
	case answers:
		r.give(acd.SeatAnswered{At: ms(r.now), Offer: e.mark})
	case declines:
		r.give(acd.OfferFailed{At: ms(r.now), Offer: e.mark, Result: refusals()[e.who]})
	case returns, pauses, wraps:
		r.seatDoes(e)
	case talkOver, reaches, misses, givesUp:
		if c := &r.callers.all[e.who]; c.here && c.mark == e.mark {
			r.callerDoes(e, c)
		}
	}
}

func (r *run) callerDoes(e event, c *caller) {
	switch {
	case e.does == talkOver:
		r.give(acd.TalkOver{At: ms(r.now), Call: c.id, By: acd.Caller})
	case e.does == reaches:
		r.reaches(e.who, c)
	case e.does == misses:
		r.misses(c)
	case !c.talks:
		r.givesUp(c)
	}
}

func (r *run) seatDoes(e event) {
	s := &r.floorSeats[e.who]
	switch {
	case e.does == wraps:
		r.endsWrapUp(e.who, e.mark)
	case e.does == pauses && e.mark == s.shift:
		r.pauses(e.who)
	case e.does == returns && e.mark == s.stamp:
		r.returns(e.who)
	}
}

// roster makes the moves that are due, and sees to the next.
func (r *run) roster() {
	for ; r.moved < len(r.moves); r.moved++ {
		m := r.moves[r.moved]
		if at := r.start + int64(m.At); at > r.now {
			r.agenda.add(event{at: at, does: shifts})
			return
		}
		r.move(m.In)
	}
}

// move gives an input that comes from outside, with its time.
func (r *run) move(in acd.Input) {
	now := ms(r.now)
	switch in := in.(type) {
	case acd.SignIn:
		r.give(acd.SignIn{At: now, Seat: r.wants(in.Seat, true)})
	case acd.SignOut:
		r.give(acd.SignOut{At: now, Seat: r.wants(in.Seat, false)})
	case acd.Pause:
		r.give(acd.Pause{At: now, Seat: in.Seat, Reason: in.Reason})
	case acd.Ready:
		if n, ok := r.seats[in.Seat]; ok {
			r.ready(n)
		}
	case acd.Reach:
		r.give(acd.Reach{At: now, Seat: in.Seat, Lost: in.Lost})
	case acd.Occupy:
		r.give(acd.Occupy{At: now, Seat: in.Seat, Call: in.Call})
	case acd.Vacate:
		r.give(acd.Vacate{At: now, Seat: in.Seat, Call: in.Call, WrapUp: in.WrapUp})
	case acd.SetHours:
		r.give(acd.SetHours{At: now, Queue: in.Queue, Open: in.Open})
	case acd.AskCallback:
		r.give(r.asking(in, in.Of))
	}
}

// wants notes whether a seat is to be at work. The distributor passes over one that it
// does not know.
func (r *run) wants(seat string, work bool) string {
	if n, ok := r.seats[seat]; ok {
		r.floorSeats[n].wants = work
	}
	return seat
}
