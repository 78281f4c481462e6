package acd

import (
	"cmp"
	"fmt"
)

// auditedSeat is a seat as the auditor keeps it.
type auditedSeat struct {
	in, paused, auto, lost bool
	reason                 string
	rest, tried            int64 // when the pause is over, and when the telephone is tried again
	offered                int64
	call                   string
	doing                  SeatState // with the call
	held, phone            string    // the call that occupies it, and where it is signed in
	wrapping               bool
	wrapUp, most           int64 // 0: no end, cannot be extended
	missed                 int
	idle                   int64
	idleTurn               int
	posts                  map[string]*auditedPost
}

type auditedPost struct{ calls, talk, pass int64 }

// makesUpForNothing: a seat that was away has no more calls coming than the others.
func (s *auditedSeat) makesUpForNothing(a *auditor) {
	for id, p := range s.posts {
		p.pass = max(p.pass, a.queues[id].pass)
	}
}

func (a *auditor) seat(id string) *auditedSeat {
	if a.seats[id] == nil {
		a.seats[id] = &auditedSeat{}
	}
	return a.seats[id]
}

func (s *auditedSeat) state() SeatState {
	switch {
	case s.offered != 0:
		return StateOffered
	case s.call != "":
		return s.doing
	case s.held != "":
		return StateOccupied
	case s.wrapping:
		return StateWrapUp
	case !s.in:
		return StateSignedOut
	case s.lost:
		return StateUnreachable
	case s.paused:
		return StatePaused
	}
	return StateReady
}

func (s *auditedSeat) stance() Stance {
	next := StateReady
	switch {
	case !s.in:
		next = StateSignedOut
	case s.paused:
		next = StatePaused
	}
	return Stance{Now: s.state(), Next: next, Lost: s.lost}
}

func (s *auditedSeat) until(a *auditor) int64 {
	switch s.state() {
	case StateOffered:
		return a.offers[s.offered].RingUntil
	case StateWrapUp:
		return s.wrapUp
	case StatePaused:
		return s.rest
	case StateUnreachable:
		return s.tried
	}
	return 0
}

func (s *auditedSeat) working() bool {
	return s.in && s.state() != StatePaused && s.state() != StateUnreachable
}

func (s *auditedSeat) comesBack() bool { return s != nil && s.in && !s.paused && !s.lost }

func (a *auditor) takeSeat(f Fact) error {
	switch v := f.(type) {
	case *SeatSignedIn:
		return cmp.Or(a.clock(v.At), a.signedIn(v))
	case *SeatSignedOut:
		s := a.seat(v.Seat)
		if !s.in || s.offered != 0 {
			return fmt.Errorf("sign-out of %+v", s)
		}
		s.in, s.lost, s.tried, s.phone = false, false, 0, ""
		s.endWrapUp()
		s.endPause()
		return a.clock(v.At)
	case *SeatPaused:
		s := a.seat(v.Seat)
		if !s.in || v.Auto && !a.wanted {
			return fmt.Errorf("pause of %+v", s)
		}
		s.paused, s.auto, s.reason, s.rest = true, v.Auto, v.Reason, v.Until
		return a.clock(v.At)
	case *SeatReady:
		s := a.seat(v.Seat)
		if !s.in || !s.paused {
			return fmt.Errorf("ready of %+v", s)
		}
		if s.rest == 0 || s.rest > v.At {
			s.missed = 0
		}
		s.endPause()
		return a.clock(v.At)
	case *SeatUnreachable:
		s := a.seat(v.Seat)
		if !s.in || s.offered != 0 {
			return fmt.Errorf("seat lost: %+v", s)
		}
		s.lost, s.tried = true, v.Until
		return a.clock(v.At)
	case *SeatReachable:
		s := a.seat(v.Seat)
		if !s.lost {
			return fmt.Errorf("seat found: %+v", s)
		}
		s.lost, s.tried = false, 0
		return a.clock(v.At)
	default:
		return a.takeTalk(f)
	}
}

func (s *auditedSeat) endPause() { s.paused, s.auto, s.reason, s.rest = false, false, "", 0 }

func (s *auditedSeat) endWrapUp() { s.wrapping, s.wrapUp, s.most = false, 0, 0 }

func (a *auditor) signedIn(v *SeatSignedIn) error {
	s := a.seat(v.Seat)
	if s.in || s.offered != 0 || s.wrapping || !a.rules.has(v.Seat) {
		return fmt.Errorf("sign-in of %+v", s)
	}
	s.in, s.missed, s.phone = true, 0, v.Phone
	for id, p := range s.posts {
		*p = auditedPost{pass: max(p.pass, a.queues[id].pass)}
	}
	return nil
}

// takeTalk takes what a seat does with its call, and after it.
func (a *auditor) takeTalk(f Fact) error {
	switch v := f.(type) {
	case *TalkMoved:
		s := a.seat(v.Seat)
		if s.call != v.Call || s.doing == v.To || v.To != StateTalking && v.To != StateOnHold && v.To != StateConsulting {
			return fmt.Errorf("talk of seat %+v goes elsewhere", s)
		}
		s.doing = v.To
		return a.clock(v.At)
	case *SeatOccupied:
		return cmp.Or(a.clock(v.At), a.occupied(v))
	case *SeatVacated:
		return cmp.Or(a.clock(v.At), a.vacated(v))
	case *WrapUpExtended:
		s := a.seat(v.Seat)
		if !s.wrapping || s.most == 0 || v.Until <= s.wrapUp || v.Until > s.most {
			return fmt.Errorf("wrap-up of seat %+v extended", s)
		}
		s.wrapUp = v.Until
		return a.clock(v.At)
	case *WrapUpEnded:
		s := a.seat(v.Seat)
		if !s.wrapping {
			return fmt.Errorf("end of wrap-up of %+v", s)
		}
		s.endWrapUp()
		return a.clock(v.At)
	default:
		return a.takeCallback(f)
	}
}

// blame says what has to come after an offer that a ready seat did not take.
func (a *auditor) blame(v *OfferEnded) func(Fact) error {
	s, rules, now := a.seat(v.Seat), a.queues[a.calls[v.Call].queue].rules.Missed, a.now
	switch v.Result {
	case NoAnswer, Busy, Declined:
		if s.state() != StateReady {
			return nil
		}
		return func(f Fact) error { return mustRest(f, rules, v, s.missed, now) }
	case Unreachable, Failed:
		if s.state() != StateReady {
			return nil
		}
		return func(f Fact) error {
			if got, ok := f.(*SeatUnreachable); !ok || got.Seat != v.Seat || got.Until != 0 && got.Until != now+30_000 {
				return fmt.Errorf("%+v after an offer to a seat that cannot be reached", f)
			}
			return nil
		}
	case Withdrawn:
		if !a.occupying {
			return nil
		}
		return func(f Fact) error {
			if got, ok := f.(*SeatOccupied); !ok || got.Seat != v.Seat {
				return fmt.Errorf("%+v after an offer to a seat that is in a call of its own", f)
			}
			return nil
		}
	case SeatGone:
		return func(f Fact) error {
			if got, ok := f.(*SeatSignedOut); !ok || got.Seat != v.Seat {
				return fmt.Errorf("%+v after an offer to a seat that goes", f)
			}
			return nil
		}
	}
	return nil
}

// mustRest: a seat that has missed an offer pauses, rests or is signed out.
func mustRest(f Fact, rules Missed, v *OfferEnded, missed int, now int64) error {
	often := missed >= rules.After
	if often && rules.Then == MissedSignOut {
		if got, ok := f.(*SeatSignedOut); ok && got.Seat == v.Seat {
			return nil
		}
		return fmt.Errorf("%+v after %d missed offers, not signed out", f, missed)
	}
	until := int64(0)
	if !often || rules.Then == MissedRest {
		until = now + cmp.Or(rules.Rest, 10_000)
	}
	got, ok := f.(*SeatPaused)
	if !ok || *got != (SeatPaused{now, v.Seat, string(v.Result), true, until}) {
		return fmt.Errorf("%+v after %d missed offers, not a pause until %d", f, missed, until)
	}
	return nil
}
