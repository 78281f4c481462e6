package simulate

import (
	"time"

	"hotline/acd"
)

// seat is a seat under way.
type seat struct {
	id    string
	habit *Habit // nil: none
	stamp int64  // another one with each pause and each sign-in and sign-out
	shift int64  // another one with each sign-in and sign-out
	wants bool   // by the roster it is at work
	away  bool   // in a pause that is not over yet
	wraps wrapping
}

// wrapping is a wrap-up that has begun.
type wrapping struct {
	on, open     bool
	done         bool  // the seat wants no more of it
	since        int64 // ms
	arrived      int64 // the caller, ns
	batch, queue int32
}

func (r *run) seatOf(id string) (n int32, s *seat) {
	if r.lastSeat.id != id {
		r.lastSeat.id, r.lastSeat.n = id, r.seats[id]
	}
	n = r.lastSeat.n
	return n, &r.floorSeats[n]
}

func (r *run) duty(n int32, change func(*duty)) {
	d := r.ledger.seats[n]
	change(&d)
	r.ledger.duty(r.now, n, d)
}

// learnSeat follows what seats do.
func (r *run) learnSeat(f acd.Fact) {
	switch f := f.(type) {
	case *acd.WrapUpEnded:
		n, s := r.seatOf(f.Seat)
		r.wrapUpOver(s)
		r.duty(n, func(d *duty) { d.wraps = false })
	case *acd.SeatSignedIn:
		n, s := r.seatOf(f.Seat)
		s.stamp++
		s.shift++
		s.away = false
		r.duty(n, func(d *duty) { d.in = true })
		r.pausesLater(n, s, r.now)
	case *acd.SeatSignedOut:
		r.signedOut(f)
	case *acd.SeatPaused:
		r.paused(f)
	case *acd.SeatReady:
		n, s := r.seatOf(f.Seat)
		s.away = false
		r.duty(n, func(d *duty) { d.paused = false })
	case *acd.SeatUnreachable:
		n, _ := r.seatOf(f.Seat)
		r.duty(n, func(d *duty) { d.lost = true })
	case *acd.SeatReachable:
		n, _ := r.seatOf(f.Seat)
		r.duty(n, func(d *duty) { d.lost = false })
	default:
		r.learnCallback(f)
	}
}

// signedOut: who did not want to go, but missed calls, will come back.
func (r *run) signedOut(f *acd.SeatSignedOut) {
	n, s := r.seatOf(f.Seat)
	s.stamp++
	s.shift++
	r.wrapUpOver(s)
	r.duty(n, func(d *duty) { *d = duty{talks: d.talks} })
	if s.wants {
		r.agenda.add(event{at: r.now + int64(s.habit.back(r.chances)), who: n, mark: s.stamp, does: returns})
	}
}

// paused: from a pause of the distributor's own a seat comes back after a while.
func (r *run) paused(f *acd.SeatPaused) {
	n, s := r.seatOf(f.Seat)
	s.stamp++
	s.away = true
	r.duty(n, func(d *duty) { d.paused = true })
	if f.Auto && f.Until == 0 {
		r.agenda.add(event{at: r.now + int64(s.habit.back(r.chances)), who: n, mark: s.stamp, does: returns})
	}
}

// returns ends the pause of a seat, or brings it back to work.
func (r *run) returns(n int32) {
	s := &r.floorSeats[n]
	if d := r.ledger.seats[n]; !d.in && s.wants {
		r.give(acd.SignIn{At: ms(r.now), Seat: s.id})
		return
	}
	r.ready(n)
}

// ready ends a pause. A wrap-up under way goes on.
func (r *run) ready(n int32) {
	s := &r.floorSeats[n]
	s.away = false
	status, ok := r.floor.Seat(s.id)
	switch {
	case !ok || status.Stance.Next != acd.StatePaused || s.wraps.open && !s.wraps.done:
	case status.Stance.Now == acd.StateWrapUp && status.Until > ms(r.now):
		r.agenda.add(event{at: status.Until * int64(time.Millisecond), who: n, mark: s.stamp, does: returns})
	default:
		r.give(acd.Ready{At: ms(r.now), Seat: s.id})
	}
}

// pausesLater sees to the next pause that a seat makes of its own accord.
func (r *run) pausesLater(n int32, s *seat, from int64) {
	if s.habit == nil || s.habit.PauseEvery == nil {
		return
	}
	at := from + int64(s.habit.PauseEvery.draw(r.chances))
	if at < r.start+int64(day) {
		r.agenda.add(event{at: at, who: n, mark: s.shift, does: pauses})
	}
}

// pauses is such a pause; who is in one already makes no other.
func (r *run) pauses(n int32) {
	s := &r.floorSeats[n]
	over := r.now
	if !s.away {
		over += int64(s.habit.PauseFor.draw(r.chances))
		r.give(acd.Pause{At: ms(r.now), Seat: s.id, Reason: "pause"})
		r.agenda.add(event{at: over, who: n, mark: s.stamp, does: returns})
	}
	r.pausesLater(n, s, over)
}
