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
	stepOccupy              // SeatOccupied
	stepVacate              // SeatVacated without wrap-up
	stepNotes               // SeatVacated with wrap-up
	stepMerge               // TalkEnded, into another call
	stepTake                // TalkPassed, the seat To
	steps
)

func (s step) String() string {
	names := [steps]string{
		"sign-in", "sign-out", "pause", "ready", "lose", "find", "offer",
		"accept", "release", "talk", "hold", "consult", "talk-end", "wrap-up", "wrap-end",
		"occupy", "vacate", "notes", "merge", "take",
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
		if v.Into != "" {
			return stepMerge
		}
		return stepToRest(v.WrapUpUntil != 0 || v.WrapUpOpen)
	case *TalkPassed:
		return stepToRest(v.WrapUpUntil != 0 || v.WrapUpOpen)
	case *WrapUpEnded:
		return stepWrapEnd
	case *TalkMoved:
		return stepTo(v.To)
	default:
		return stepOfSeat(f)
	}
}

// stepToRest ends a talk.
func stepToRest(wrapUp bool) step {
	if wrapUp {
		return stepWrapUp
	}
	return stepTalkEnd
}

func stepOfSeat(f Fact) step {
	switch v := f.(type) {
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
	case *SeatOccupied:
		return stepOccupy
	case *SeatVacated:
		if v.WrapUpUntil != 0 {
			return stepNotes
		}
		return stepVacate
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

// After is the stance that a fact leads to which is about a seat in this stance, as
// [SeatOf] or [TakerOf] tells. It is not ok, and the stance is as before, where the
// diagram in states.md has no such arrow.
func (s Stance) After(f Fact, seat string) (next Stance, ok bool) {
	by := stepOf(f)
	if seat != "" && seat == TakerOf(f) {
		by = stepTake
	}
	if next, ok = s.follow(by); !ok {
		return s, false
	}
	return next, true
}

// SeatOf names the seat that a fact is about, or "". Of TalkPassed it is the one whose
// part is over, and [TakerOf] the other.
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
	case *TalkPassed:
		return v.From
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
	case *SeatOccupied:
		return v.Seat
	case *SeatVacated:
		return v.Seat
	}
	return ""
}

// TakerOf names the seat that takes a talk over from another by this fact, or "".
func TakerOf(f Fact) string {
	if v, ok := f.(*TalkPassed); ok {
		return v.To
	}
	return ""
}
