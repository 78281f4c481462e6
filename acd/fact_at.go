package acd

// AtOf is when a fact happened, in ms since the Unix epoch.
func AtOf(f Fact) int64 {
	switch v := f.(type) {
	case *CallQueued:
		return v.At
	case *Offered:
		return v.At
	case *OfferEnded:
		return v.At
	case *Answered:
		return v.At
	case *Abandoned:
		return v.At
	case *Overflowed:
		return v.At
	case *TalkMoved:
		return v.At
	case *TalkPassed:
		return v.At
	case *TalkEnded:
		return v.At
	case *WrapUpEnded:
		return v.At
	case *WrapUpExtended:
		return v.At
	case *Relaxed:
		return v.At
	case *PriorityChanged:
		return v.At
	case *CallCutOff:
		return v.At
	default:
		return atOfSeat(f)
	}
}

func atOfSeat(f Fact) int64 {
	switch v := f.(type) {
	case *SeatSignedIn:
		return v.At
	case *SeatSignedOut:
		return v.At
	case *SeatPaused:
		return v.At
	case *SeatReady:
		return v.At
	case *SeatUnreachable:
		return v.At
	case *SeatReachable:
		return v.At
	case *SeatOccupied:
		return v.At
	case *SeatVacated:
		return v.At
	case *RulesLoaded:
		return v.At
	case *ReserveCalled:
		return v.At
	case *ReserveReleased:
		return v.At
	case *HoursSet:
		return v.At
	case *MachineWentAway:
		return v.At
	case *MachineCame:
		return v.At
	default:
		return atOfCallback(f)
	}
}

func atOfCallback(f Fact) int64 {
	switch v := f.(type) {
	case *CallbackListed:
		return v.At
	case *CallbackDue:
		return v.At
	case *CallbackPutOff:
		return v.At
	case *CallbackTried:
		return v.At
	case *CallbackDone:
		return v.At
	case *CallbackGivenUp:
		return v.At
	}
	return 0
}
