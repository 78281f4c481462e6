package whatif

import "hotline/acd"

// happened is when a fact happened, ms since the Unix epoch; 0 for kinds that tell
// nothing of a day.
func happened(f acd.Fact) int64 {
	switch f := f.(type) {
	case *acd.CallQueued:
		return f.At
	case *acd.Offered:
		return f.At
	case *acd.OfferEnded:
		return f.At
	case *acd.Answered:
		return f.At
	case *acd.Abandoned:
		return f.At
	case *acd.Overflowed:
		return f.At
	case *acd.TalkEnded:
		return f.At
	case *acd.WrapUpEnded:
		return f.At
	case *acd.RulesLoaded:
		return f.At
	case *acd.HoursSet:
		return f.At
	case *acd.CallbackListed:
		return f.At
	case *acd.CallbackTried:
		return f.At
	default:
		return ofSeat(f)
	}
}

func ofSeat(f acd.Fact) int64 {
	switch f := f.(type) {
	case *acd.SeatSignedIn:
		return f.At
	case *acd.SeatSignedOut:
		return f.At
	case *acd.SeatPaused:
		return f.At
	case *acd.SeatReady:
		return f.At
	case *acd.SeatUnreachable:
		return f.At
	case *acd.SeatReachable:
		return f.At
	default:
		return 0
	}
}
