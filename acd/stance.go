package acd

import "fmt"

// SeatState says what a seat is doing.
type SeatState uint8

// The states of a seat, as drawn in states.md.
const (
	StateSignedOut SeatState = iota
	StateReady               // idle and eligible
	StateOffered             // its phone rings for an offer
	StateTalking
	StateWrapUp
	StatePaused
	StateOnHold      // its talk, the caller hears music
	StateConsulting  // somebody else, while the caller waits
	StateUnreachable // its telephone
	StateOccupied    // in a call that no queue gave it
	seatStates       // how many there are
)

// String is the stable name of the state: "signed-out", "ready", "offered",
// "talking", "wrap-up", "paused", "on-hold", "consulting", "unreachable", "occupied".
func (s SeatState) String() string {
	names := [seatStates]string{
		"signed-out", "ready", "offered", "talking", "wrap-up", "paused", "on-hold", "consulting", "unreachable", "occupied",
	}
	if s >= seatStates {
		return fmt.Sprintf("SeatState(%d)", uint8(s))
	}
	return names[s]
}

// MarshalText gives the stable name.
func (s SeatState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the stable name.
func (s *SeatState) UnmarshalText(text []byte) error {
	for state := range seatStates {
		if state.String() == string(text) {
			*s = state
			return nil
		}
	}
	return fmt.Errorf("acd: unknown seat state %q", text)
}

// Stance is what a seat does now, and what it does when that is over: a seat
// that pauses or signs out in the middle of a talk still talks. At rest (signed
// out, ready, paused) both are the same; a seat at rest whose telephone is lost is
// unreachable, and Next is what it would do.
type Stance struct {
	Now  SeatState `json:"now"`
	Next SeatState `json:"next"`           // StateSignedOut, StateReady or StatePaused
	Lost bool      `json:"lost,omitempty"` // its telephone cannot be reached
}

// SignedIn tells whether the seat is at work. A seat that has signed out in the
// middle of a talk is not.
func (s Stance) SignedIn() bool { return s.Next != StateSignedOut }

// busy tells whether the seat is doing something that will end.
func (s Stance) busy() bool {
	return s.Now == StateOffered || s.Now == StateWrapUp || s.inCall()
}

// talking tells whether the seat has a talk, whatever it does with it.
func (s Stance) talking() bool {
	return s.Now == StateTalking || s.Now == StateOnHold || s.Now == StateConsulting
}

// inCall tells whether the seat is in a call, of a queue or another.
func (s Stance) inCall() bool { return s.talking() || s.Now == StateOccupied }

// mayBeOccupied tells whether a call that no queue gave takes the seat from what it does.
func (s Stance) mayBeOccupied() bool {
	return s.SignedIn() && s.Now != StateOffered && !s.talking() || s.Now == StateOccupied
}

// after follows one arrow of the diagram in states.md. It is pure; a wrong arrow
// is an error and leaves the stance as it was.
func (s Stance) after(by step) (Stance, error) {
	if to, ok := s.follow(by); ok {
		return to, nil
	}
	return s, fmt.Errorf("acd: no arrow %v from %v (then %v)", by, s.Now, s.Next)
}

func (s Stance) follow(by step) (Stance, bool) {
	switch by {
	case stepSignIn:
		return s.signIn()
	case stepSignOut:
		return s.signOut()
	case stepPause:
		return s.plan(StatePaused), s.SignedIn()
	case stepReady:
		return s.plan(StateReady), s.Next == StatePaused
	case stepLose:
		return s.reach(true), s.SignedIn() && !s.Lost
	case stepFind:
		return s.reach(false), s.Lost
	case stepOffer:
		return s.doing(StateOffered), s.Now == StateReady
	case stepAccept:
		return s.doing(StateTalking), s.Now == StateOffered
	case stepRelease:
		return s.rest(), s.Now == StateOffered
	default:
		return s.followTalk(by)
	}
}

func (s Stance) followTalk(by step) (Stance, bool) {
	switch by {
	case stepTalk:
		return s.doing(StateTalking), s.talking() && s.Now != StateTalking
	case stepHold:
		return s.doing(StateOnHold), s.talking() && s.Now != StateOnHold
	case stepConsult:
		return s.doing(StateConsulting), s.talking() && s.Now != StateConsulting
	case stepTalkEnd:
		return s.rest(), s.talking()
	case stepWrapUp:
		return s.doing(StateWrapUp), s.talking() && s.SignedIn()
	case stepWrapEnd:
		return s.rest(), s.Now == StateWrapUp
	default:
		return s.followOccupied(by)
	}
}

func (s Stance) followOccupied(by step) (Stance, bool) {
	switch by {
	case stepOccupy:
		return s.doing(StateOccupied), s.mayBeOccupied()
	case stepVacate:
		return s.rest(), s.Now == StateOccupied
	case stepNotes:
		return s.doing(StateWrapUp), s.Now == StateOccupied && s.SignedIn()
	case stepMerge:
		return s.doing(StateOccupied), s.talking()
	case stepTake:
		return s.doing(StateTalking), s.Now == StateOccupied
	default:
		return s, false
	}
}

func (s Stance) doing(now SeatState) Stance { s.Now = now; return s }

// rest is the stance when what the seat does is over.
func (s Stance) rest() Stance {
	switch {
	case !s.SignedIn():
		return Stance{}
	case s.Lost:
		return s.doing(StateUnreachable)
	}
	return s.doing(s.Next)
}

// signIn keeps a call that goes on.
func (s Stance) signIn() (Stance, bool) {
	return s.plan(StateReady), !s.SignedIn()
}

// signOut ends everything but a call; an offer has to be ended first.
func (s Stance) signOut() (Stance, bool) {
	if s.inCall() {
		return Stance{Now: s.Now}, s.SignedIn()
	}
	return Stance{}, s.SignedIn() && s.Now != StateOffered
}

// plan sets what the seat does next, which is now if it is at rest.
func (s Stance) plan(next SeatState) Stance {
	s.Next = next
	return s.restUnlessBusy()
}

func (s Stance) reach(lost bool) Stance {
	s.Lost = lost
	return s.restUnlessBusy()
}

func (s Stance) restUnlessBusy() Stance {
	if s.busy() {
		return s
	}
	return s.rest()
}
