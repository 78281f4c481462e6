package record

import "hotline/acd"

// stance is what a seat does (now), what it does when that is over (next), and since
// when; lost means that its telephone cannot be reached.
type stance struct {
	now, next acd.SeatState
	lost      bool
	since     int64
}

// follow applies a fact about the seat.
func (s *stance) follow(fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.SeatSignedIn:
		s.plan(acd.StateReady)
	case *acd.SeatSignedOut:
		s.signOut()
	case *acd.SeatPaused:
		s.plan(acd.StatePaused)
	case *acd.SeatReady:
		s.plan(acd.StateReady)
	case *acd.SeatUnreachable:
		s.lost = true
		s.settle()
	case *acd.SeatReachable:
		s.lost = false
		s.settle()
	case *acd.Offered:
		s.now = acd.StateOffered
	case *acd.OfferEnded:
		s.offerEnded(f.Result)
	case *acd.TalkMoved:
		s.now = f.To
	case *acd.TalkEnded:
		s.talkEnded(wrapsUp(f))
	case *acd.WrapUpEnded:
		s.rest()
	}
}

// wrapsUp tells whether the seat has a wrap-up after the talk.
func wrapsUp(f *acd.TalkEnded) bool { return f.WrapUpUntil != 0 || f.WrapUpOpen }

func (s *stance) offerEnded(result acd.OfferEnd) {
	if result == acd.Accepted {
		s.now = acd.StateTalking
		return
	}
	s.rest()
}

func (s *stance) talkEnded(wrapUp bool) {
	if wrapUp && s.next != acd.StateSignedOut {
		s.now = acd.StateWrapUp
		return
	}
	s.rest()
}

// signOut ends everything but a talk.
func (s *stance) signOut() {
	s.next, s.lost = acd.StateSignedOut, false
	if !s.talking() {
		s.now = acd.StateSignedOut
	}
}

func (s *stance) plan(next acd.SeatState) {
	s.next = next
	s.settle()
}

// settle changes what the seat does now, unless it is busy.
func (s *stance) settle() {
	if s.now != acd.StateOffered && s.now != acd.StateWrapUp && !s.talking() {
		s.rest()
	}
}

// rest is what the seat does when it is busy no more.
func (s *stance) rest() {
	s.now = s.next
	if s.lost && s.next != acd.StateSignedOut {
		s.now = acd.StateUnreachable
	}
}

func (s *stance) talking() bool {
	return s.now == acd.StateTalking || s.now == acd.StateOnHold || s.now == acd.StateConsulting
}

// seatOf names the seat whose stance a fact may change; empty = none.
func seatOf(fact acd.Fact) (seat string, at int64) {
	switch f := fact.(type) {
	case *acd.SeatSignedIn:
		return f.Seat, f.At
	case *acd.SeatSignedOut:
		return f.Seat, f.At
	case *acd.SeatPaused:
		return f.Seat, f.At
	case *acd.SeatReady:
		return f.Seat, f.At
	case *acd.SeatUnreachable:
		return f.Seat, f.At
	case *acd.SeatReachable:
		return f.Seat, f.At
	case *acd.Offered:
		return f.Seat, f.At
	case *acd.OfferEnded:
		return f.Seat, f.At
	case *acd.TalkMoved:
		return f.Seat, f.At
	case *acd.TalkEnded:
		return f.Seat, f.At
	case *acd.WrapUpEnded:
		return f.Seat, f.At
	}
	return "", 0
}
