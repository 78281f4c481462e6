package acd

// Late is an input that was held back, such as while the link to the telephones
// was down: to the floor it happens now, in ms since the Unix epoch. An offer that
// it leads to must not have rung out before it is made; how long a caller has
// waited stands in Enqueue.Since.
func Late(in Input, now int64) Input {
	switch in := in.(type) {
	case SignIn:
		in.At = now
		return in
	case SignOut:
		in.At = now
		return in
	case Pause:
		in.At = now
		return in
	case Ready:
		in.At = now
		return in
	case Enqueue:
		in.At = now
		return in
	case HangUp:
		in.At = now
		return in
	case Leave:
		in.At = now
		return in
	case SeatAnswered:
		in.At = now
		return in
	case OfferFailed:
		in.At = now
		return in
	case TalkOver:
		in.At = now
		return in
	}
	return rareLate(in, now)
}

func rareLate(in Input, now int64) Input {
	switch in := in.(type) {
	case AskCallback:
		in.At = now
		return in
	case CallbackOver:
		in.At = now
		return in
	case MoveTalk:
		in.At = now
		return in
	case Reach:
		in.At = now
		return in
	case ExtendWrapUp:
		in.At = now
		return in
	case Reprioritise:
		in.At = now
		return in
	case SetHours:
		in.At = now
		return in
	case LoadRules:
		in.At = now
		return in
	case Occupy:
		in.At = now
		return in
	case Vacate:
		in.At = now
		return in
	case PassTalk:
		in.At = now
		return in
	case MachineLost:
		in.At = now
		return in
	case MachineBack:
		in.At = now
		return in
	case CutOff:
		in.At = now
		return in
	}
	return in // a Tick does nothing early
}
