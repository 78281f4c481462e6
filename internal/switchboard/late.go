package switchboard

import "hotline/acd"

// late is an input that waited while the link was down: to the floor it happens
// now. An offer that it leads to must not have rung out before it is made; how
// long a caller has waited stands in Enqueue.Since.
func late(in acd.Input, now int64) acd.Input {
	switch in := in.(type) {
	case acd.LoadRules:
		in.At = now
		return in
	case acd.SignIn:
		in.At = now
		return in
	case acd.SignOut:
		in.At = now
		return in
	case acd.Pause:
		in.At = now
		return in
	case acd.Ready:
		in.At = now
		return in
	case acd.Enqueue:
		in.At = now
		return in
	case acd.HangUp:
		in.At = now
		return in
	case acd.Leave:
		in.At = now
		return in
	case acd.SeatAnswered:
		in.At = now
		return in
	case acd.OfferFailed:
		in.At = now
		return in
	case acd.TalkOver:
		in.At = now
		return in
	}
	return in // a Tick does nothing early
}
