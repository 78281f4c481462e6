package acd

import "fmt"

// Decide says what happens now because of the input, and folds it: when it
// returns, the state is where the facts lead. Nothing happens (nil) where an input
// has no meaning, such as a late answer to an offer that is over. The facts belong
// to the caller.
//
// Within one Decide, what the input does comes first, then calls meet seats: the
// oldest call by key among those that an idle seat could take, and for it the
// seat that the queue's strategy prefers, until no such call is left.
func Decide(s *State, in Input) []Fact {
	t := turn{s: s, now: max(s.now, when(in))}
	switch in := in.(type) {
	case Enqueue:
		t.enqueue(in)
	case HangUp:
		t.hangUp(in)
	case Leave:
		t.leave(in)
	case SeatAnswered:
		t.seatAnswered(in)
	case OfferFailed:
		t.offerFailed(in)
	case TalkOver:
		t.talkOver(in)
	case Tick:
		t.tick()
	case AskCallback:
		t.askCallback(in)
	case CallbackOver:
		t.callbackOver(in)
	case LoadRules:
		t.loadRules(in)
	default:
		t.decideSeat(in)
	}
	t.settle()
	return t.facts
}

func (t *turn) decideSeat(in Input) {
	switch in := in.(type) {
	case SignIn:
		t.signIn(in)
	case SignOut:
		t.signOut(in)
	case Pause:
		t.pause(in)
	case Ready:
		t.ready(in)
	case MoveTalk, Reach, ExtendWrapUp, Reprioritise, SetHours:
	default:
		panic(fmt.Sprintf("acd: Decide on a %T: inputs are values of this package", in))
	}
}
