package talk

import "errors"

// Phase is how the talk stands.
type Phase string

// The phases. The last three end the conversation.
const (
	Talking      Phase = "talking"      // caller and seat
	OnHold       Phase = "on-hold"      // the caller hears music, the seat nothing
	Calling      Phase = "calling"      // the third party rings, for a consultation
	Transferring Phase = "transferring" // the third party rings; the seat leaves when it answers
	Passing      Phase = "passing"      // the third party rings; the seat has left already
	Consulting   Phase = "consulting"   // seat and third party; the caller hears music
	Swapped      Phase = "swapped"      // caller and seat; the third party hears music
	ThreeParty   Phase = "three-party"  // caller, seat and third party
	Aside        Phase = "aside"        // seat and third party; the caller has left

	Passed   Phase = "passed"   // caller and third party, without a seat's talk: an outside number, …
	Returned Phase = "returned" // the caller goes back to the head of the queue
	Over     Phase = "over"
)

// Phases lists all of them.
func Phases() []Phase {
	return []Phase{Talking, OnHold, Calling, Transferring, Passing, Consulting, Swapped, ThreeParty, Aside, Passed, Returned, Over}
}

// Ended tells whether the conversation is over in this phase.
func (p Phase) Ended() bool { return p == Passed || p == Returned || p == Over }

// Rings tells whether a third party is being dialled.
func (p Phase) Rings() bool { return p == Calling || p == Transferring || p == Passing }

// State is how a talk stands. It is small, and goes into the journal as it is.
type State struct {
	Phase Phase  `json:"phase"`
	Seat  string `json:"seat"`            // whose talk it is
	Third string `json:"third,omitempty"` // whom the seat asked for: a seat, a queue, a centre or a number
	// Helper is the seat that answered as the third party; empty if it is none.
	Helper string `json:"helper,omitempty"`
}

// Begin is the talk of a caller with a seat.
func Begin(seat string) State { return State{Phase: Talking, Seat: seat} }

// Kind is what is said, or done, by whom.
type Kind string

// The inputs. The first group is what the seat asks for; the second is what happens.
const (
	Hold     Kind = "hold"      // and back
	Retrieve Kind = "retrieve"  // ends a hold only
	Consult  Kind = "consult"   // Third is to be asked
	Transfer Kind = "transfer"  // Third is to have the caller
	Join     Kind = "join"      // all three
	Swap     Kind = "swap"      // from one to the other
	Leave    Kind = "leave"     // the other two go on
	Back     Kind = "back"      // to the caller; the third party goes
	TakeOver Kind = "take-over" // a supervisor, Third, takes the seat's place

	Answered   Kind = "answered" // the third party; Helper if it is a seat
	Failed     Kind = "failed"   // it could not be reached
	CallerGone Kind = "caller-gone"
	SeatGone   Kind = "seat-gone"
	ThirdGone  Kind = "third-gone"
)

// Kinds lists all of them.
func Kinds() []Kind {
	return []Kind{
		Hold, Retrieve, Consult, Transfer, Join, Swap, Leave, Back, TakeOver,
		Answered, Failed, CallerGone, SeatGone, ThirdGone,
	}
}

// Input is something that happens to a talk.
type Input struct {
	Kind   Kind
	Third  string // of Consult, Transfer and TakeOver
	Helper string // of Answered and TakeOver
}

// Act is what is to be done.
type Act string

// The acts, each at most once in a move.
const (
	Dial      Act = "dial"       // the third party
	DropThird Act = "drop-third" // release its leg
	DropSeat  Act = "drop-seat"  // release the seat's leg
	Give      Act = "give"       // the talk is the third party's now
	Word      Act = "word"       // tell the seat why it is with the caller again, before they are joined
	EndCaller Act = "end-caller" // the caller's part ended the talk
	EndSeat   Act = "end-seat"   // the seat's part did
	GoBack    Act = "go-back"    // the caller to the head of the queue
)

// ErrNotNow says that the phase does not allow what was asked for.
var ErrNotNow = errors.New("talk: not possible now")
