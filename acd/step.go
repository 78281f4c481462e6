package acd

import "fmt"

// step is a label of an arrow between stances.
type step uint8

const (
	stepSignIn  step = iota // SeatSignedIn
	stepSignOut             // SeatSignedOut
	stepPause               // SeatPaused
	stepReady               // SeatReady
	stepLose                // SeatUnreachable
	stepFind                // SeatReachable
	stepOffer               // Offered
	stepAccept              // OfferEnded, answered
	stepRelease             // OfferEnded, any other end
	stepTalk                // TalkMoved, talking
	stepHold                // TalkMoved, on-hold
	stepConsult             // TalkMoved, consulting
	stepTalkEnd             // TalkEnded without wrap-up
	stepWrapUp              // TalkEnded with wrap-up
	stepWrapEnd             // WrapUpEnded
	steps
)

func (s step) String() string {
	names := [steps]string{
		"sign-in", "sign-out", "pause", "ready", "lose", "find", "offer",
		"accept", "release", "talk", "hold", "consult", "talk-end", "wrap-up", "wrap-end",
	}
	if s >= steps {
		return fmt.Sprintf("step(%d)", uint8(s))
	}
	return names[s]
}

// stepOf is the arrow that a fact takes its seat along; steps = none.
func stepOf(f Fact) step {
	switch v := f.(type) {
	case *Offered:
		return stepOffer
	case *OfferEnded:
		if v.Result == Accepted {
			return stepAccept
		}
		return stepRelease
	case *TalkEnded:
		if v.WrapUpUntil != 0 || v.WrapUpOpen {
			return stepWrapUp
		}
		return stepTalkEnd
	case *WrapUpEnded:
		return stepWrapEnd
	case *TalkMoved:
		return stepTo(v.To)
	default:
		return stepOfSeat(f)
	}
}

func stepOfSeat(f Fact) step {
	switch f.(type) {
	case *SeatSignedIn:
		return stepSignIn
	case *SeatSignedOut:
		return stepSignOut
	case *SeatPaused:
		return stepPause
	case *SeatReady:
		return stepReady
	case *SeatUnreachable:
		return stepLose
	case *SeatReachable:
		return stepFind
	}
	return steps
}

func stepTo(what SeatState) step {
	switch what {
	case StateTalking:
		return stepTalk
	case StateOnHold:
		return stepHold
	case StateConsulting:
		return stepConsult
	default:
		return steps
	}
}

// After is the stance that a fact about a seat in this stance leads to. It is not ok,
// and the stance is as before, where the diagram in states.md has no such arrow.
func (s Stance) After(f Fact) (next Stance, ok bool) {
	if next, ok = s.follow(stepOf(f)); !ok {
		return s, false
	}
	return next, true
}

// SeatOf names the seat that a fact is about, or "".
func SeatOf(f Fact) string {
	switch v := f.(type) {
	case *Offered:
		return v.Seat
	case *OfferEnded:
		return v.Seat
	case *Answered:
		return v.Seat
	case *TalkMoved:
		return v.Seat
	case *TalkEnded:
		return v.Seat
	case *WrapUpEnded:
		return v.Seat
	case *WrapUpExtended:
		return v.Seat
	default:
		return seatOfRare(f)
	}
}

func seatOfRare(f Fact) string {
	switch v := f.(type) {
	case *SeatSignedIn:
		return v.Seat
	case *SeatSignedOut:
		return v.Seat
	case *SeatPaused:
		return v.Seat
	case *SeatReady:
		return v.Seat
	case *SeatUnreachable:
		return v.Seat
	case *SeatReachable:
		return v.Seat
	}
	return ""
}
