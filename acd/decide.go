package acd

// Decide says what happens now because of the input, and folds it: when it
// returns, the state is where the facts lead. Nothing happens (nil) where an input
// has no meaning, such as a late answer to an offer that is over. The facts belong
// to the caller, who may give them back ([State.Reuse]).
//
// Within one Decide, what the input does comes first, then calls meet seats: the
// first call in order among those that an idle seat could take, and for it the
// seat that the queue's strategy prefers, until no such call is left. Then seats in
// reserve are called or released, and missed callers are called back by seats that
// nobody waits for.
func Decide(s *State, in Input) []Fact {
	t := turn{s: s, now: max(s.now, when(in)), touched: s.spare.touched[:0]}
	t.decide(in)
	t.settle()
	s.spare.touched = t.touched[:0]
	return t.facts
}

func (t *turn) decide(in Input) {
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
	case MoveTalk:
		t.moveTalk(in)
	case TalkOver:
		t.talkOver(in)
	case Tick:
		t.tick()
	default:
		t.decideSeat(in)
	}
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
	case Reach:
		t.reach(in)
	case ExtendWrapUp:
		t.extendWrapUp(in)
	case Occupy:
		t.occupy(in)
	case Vacate:
		t.vacate(in)
	case PassTalk:
		t.passTalk(in)
	default:
		t.decideRare(in)
	}
}

func (t *turn) decideRare(in Input) {
	switch in := in.(type) {
	case LoadRules:
		t.loadRules(in)
	case SetHours:
		t.setHours(in)
	case Reprioritise:
		t.reprioritise(in)
	case AskCallback:
		t.askCallback(in)
	case CallbackOver:
		t.callbackOver(in)
	case MachineLost:
		t.machineLost(in)
	case MachineBack:
		t.machineBack(in)
	case CutOff:
		t.cutOff(in)
	default:
		panic("acd: Decide on what is no input: inputs are values of this package")
	}
}
