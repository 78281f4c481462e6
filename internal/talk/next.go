package talk

// Next follows one arrow. The error is ErrNotNow; then nothing has changed.
func (s State) Next(in Input) (State, []Act, error) {
	next, acts, ok := s.follow(in)
	if !ok {
		return s, nil, ErrNotNow
	}
	return next, acts, nil
}

func (s State) follow(in Input) (State, []Act, bool) {
	switch s.Phase {
	case Talking, OnHold:
		return s.withCaller(in)
	case Calling, Transferring:
		return s.ringing(in)
	case Passing:
		return s.passing(in)
	case Consulting, Swapped, ThreeParty:
		return s.withThird(in)
	case Aside:
		return s.aside(in)
	default:
		return s, nil, false
	}
}

// withCaller: there is no third party.
func (s State) withCaller(in Input) (State, []Act, bool) {
	held := s.Phase == OnHold
	switch in.Kind {
	case Hold:
		if held {
			return s.to(Talking)
		}
		return s.to(OnHold)
	case Retrieve, Back:
		if held {
			return s.to(Talking)
		}
	case Consult:
		return s.asking(in.Third).to(Calling, Dial)
	case Transfer:
		return s.asking(in.Third).to(Transferring, Dial)
	case TakeOver:
		s.Third, s.Helper = in.Third, in.Helper
		return s.give(DropSeat)
	case CallerGone:
		return s.to(Over, EndCaller)
	case SeatGone:
		return s.to(Over, EndSeat)
	default: // it has no arrow
	}
	return s, nil, false
}

// ringing: the third party is dialled, and the seat waits for it.
func (s State) ringing(in Input) (State, []Act, bool) {
	transfer := s.Phase == Transferring
	switch in.Kind {
	case Answered:
		s.Helper = in.Helper
		if transfer {
			return s.give(DropSeat)
		}
		return s.to(Consulting)
	case Failed, ThirdGone:
		return s.alone().to(Talking, DropThird, Word)
	case Back:
		return s.alone().to(Talking, DropThird)
	case Leave:
		if !transfer {
			return s.to(Transferring)
		}
	case SeatGone:
		return s.to(Passing, DropSeat)
	case CallerGone:
		return s.alone().to(Over, DropThird, EndCaller)
	default: // it has no arrow
	}
	return s, nil, false
}

// passing: the third party is dialled, and the seat has left.
func (s State) passing(in Input) (State, []Act, bool) {
	switch in.Kind {
	case Answered:
		s.Helper = in.Helper
		return s.give()
	case Failed, ThirdGone:
		return s.alone().to(Returned, DropThird, GoBack)
	case CallerGone:
		return s.alone().to(Over, DropThird, EndCaller)
	default: // it has no arrow
	}
	return s, nil, false
}

// withThird: all three are there.
func (s State) withThird(in Input) (State, []Act, bool) {
	switch in.Kind {
	case Join:
		if s.Phase != ThreeParty {
			return s.to(ThreeParty)
		}
	case Swap:
		if s.Phase == Consulting {
			return s.to(Swapped)
		}
		return s.to(Consulting)
	case Leave:
		return s.give(DropSeat)
	case Back:
		return s.alone().to(Talking, DropThird)
	case ThirdGone:
		if s.Phase == Consulting {
			return s.alone().to(Talking, DropThird, Word)
		}
		return s.alone().to(Talking, DropThird)
	case SeatGone:
		return s.give(DropSeat)
	case CallerGone:
		return s.to(Aside)
	default: // it has no arrow
	}
	return s, nil, false
}

// aside: the caller has left.
func (s State) aside(in Input) (State, []Act, bool) {
	switch in.Kind {
	case ThirdGone, SeatGone, Back, Leave:
		return s.alone().to(Over, DropThird, EndCaller)
	default: // it has no arrow
	}
	return s, nil, false
}

func (s State) to(p Phase, acts ...Act) (State, []Act, bool) {
	s.Phase = p
	return s, acts, true
}

func (s State) asking(third string) State { s.Third, s.Helper = third, ""; return s }

func (s State) alone() State { s.Third, s.Helper = "", ""; return s }

// give makes the talk the third party's: a seat goes on as the one whose talk it is.
func (s State) give(acts ...Act) (State, []Act, bool) {
	acts = append(acts, Give)
	if s.Helper == "" {
		return s.to(Passed, acts...)
	}
	return Begin(s.Helper), acts, true
}
