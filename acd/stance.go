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
	seatStates // how many there are
)

// String is the stable name of the state: "signed-out", "ready", "offered",
// "talking", "wrap-up", "paused".
func (s SeatState) String() string {
	names := [seatStates]string{"signed-out", "ready", "offered", "talking", "wrap-up", "paused"}
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
// out, ready, paused) both are the same.
type Stance struct {
	Now  SeatState `json:"now"`
	Next SeatState `json:"next"` // StateSignedOut, StateReady or StatePaused
}

// SignedIn tells whether the seat is at work. A seat that has signed out in the
// middle of a talk is not.
func (s Stance) SignedIn() bool { return s.Next != StateSignedOut }

// busy tells whether the seat is doing something that will end.
func (s Stance) busy() bool {
	return s.Now == StateOffered || s.Now == StateTalking || s.Now == StateWrapUp
}

// step is a label of an arrow between stances.
type step uint8

const (
	stepSignIn  step = iota // SeatSignedIn
	stepSignOut             // SeatSignedOut
	stepPause               // SeatPaused
	stepReady               // SeatReady
	stepOffer               // Offered
	stepAccept              // OfferEnded, answered
	stepRelease             // OfferEnded, any other end
	stepTalkEnd             // TalkEnded without wrap-up
	stepWrapUp              // TalkEnded with wrap-up
	stepWrapEnd             // WrapUpEnded
	steps
)

func (s step) String() string {
	names := [steps]string{
		"sign-in", "sign-out", "pause", "ready", "offer",
		"accept", "release", "talk-end", "wrap-up", "wrap-end",
	}
	if s >= steps {
		return fmt.Sprintf("step(%d)", uint8(s))
	}
	return names[s]
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
	case stepOffer:
		return Stance{StateOffered, StateReady}, s.Now == StateReady
	case stepAccept:
		return Stance{StateTalking, s.Next}, s.Now == StateOffered
	case stepRelease:
		return Stance{s.Next, s.Next}, s.Now == StateOffered
	case stepTalkEnd:
		return Stance{s.Next, s.Next}, s.Now == StateTalking
	case stepWrapUp:
		return Stance{StateWrapUp, s.Next}, s.Now == StateTalking && s.SignedIn()
	case stepWrapEnd:
		return Stance{s.Next, s.Next}, s.Now == StateWrapUp
	default:
		return s, false
	}
}

// signIn keeps a talk that goes on.
func (s Stance) signIn() (Stance, bool) {
	return s.plan(StateReady), !s.SignedIn()
}

// signOut ends everything but a talk; an offer has to be ended first.
func (s Stance) signOut() (Stance, bool) {
	if s.Now == StateTalking {
		return Stance{StateTalking, StateSignedOut}, s.SignedIn()
	}
	return Stance{StateSignedOut, StateSignedOut}, s.SignedIn() && s.Now != StateOffered
}

// plan sets what the seat does next, which is now if it is at rest.
func (s Stance) plan(next SeatState) Stance {
	if s.busy() {
		return Stance{s.Now, next}
	}
	return Stance{next, next}
}
