package acd

// Fold applies one fact to the state. A fact that does not fit changes nothing and
// is counted, see [State.Misfits].
func Fold(s *State, f Fact) {
	switch v := f.(type) {
	case *CallQueued:
		s.clock(v.At)
		s.callQueued(v)
	case *Offered:
		s.clock(v.At)
		s.offered(v)
	case *OfferEnded:
		s.clock(v.At)
		s.offerEnded(v)
	case *Answered:
		s.clock(v.At)
		s.answered(v)
	case *Abandoned:
		s.clock(v.At)
		s.abandoned(v)
	case *Overflowed:
		s.clock(v.At)
		s.callLeft(v, v.Call, v.Reason == OverflowWait)
	case *TalkMoved:
		s.clock(v.At)
		s.talkMoved(v)
	case *TalkEnded:
		s.clock(v.At)
		s.talkEnded(v)
	case *Relaxed:
		s.clock(v.At)
		s.relaxed(v)
	case *PriorityChanged:
		s.clock(v.At)
		s.priorityChanged(v)
	default:
		s.foldSeat(f)
	}
}

// foldSeat applies the facts that concern a seat alone.
func (s *State) foldSeat(f Fact) {
	switch v := f.(type) {
	case *SeatSignedIn:
		s.clock(v.At)
		s.seatMoved(f, v.Seat)
	case *SeatSignedOut:
		s.clock(v.At)
		s.seatMoved(f, v.Seat)
	case *SeatPaused:
		s.clock(v.At)
		s.seatPaused(v)
	case *SeatReady:
		s.clock(v.At)
		s.seatReady(v)
	case *SeatUnreachable:
		s.clock(v.At)
		s.seatUnreachable(v)
	case *SeatReachable:
		s.clock(v.At)
		s.seatMoved(f, v.Seat)
	case *WrapUpEnded:
		s.clock(v.At)
		s.seatMoved(f, v.Seat)
	case *WrapUpExtended:
		s.clock(v.At)
		s.wrapUpExtended(v)
	default:
		s.foldQueue(f)
	}
}

// foldQueue applies the facts that concern rules and queues.
func (s *State) foldQueue(f Fact) {
	switch v := f.(type) {
	case *RulesLoaded:
		s.clock(v.At)
		s.load(v.Rules)
	case *ReserveCalled:
		s.clock(v.At)
		s.pressed(f, v.Queue, true)
	case *ReserveReleased:
		s.clock(v.At)
		s.pressed(f, v.Queue, false)
	case *HoursSet:
		s.clock(v.At)
		s.hoursSet(v)
	default:
		s.foldCallback(f)
	}
}

// clock never runs backwards.
func (s *State) clock(at int64) { s.now = max(s.now, at) }
