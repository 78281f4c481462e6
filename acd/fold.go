package acd

// Fold applies one fact to the state. A fact that does not fit changes nothing and
// is counted, see [State.Misfits].
func Fold(s *State, f Fact) {
	s.clock(AtOf(f))
	switch v := f.(type) {
	case *CallQueued:
		s.callQueued(v)
	case *Offered:
		s.offered(v)
	case *OfferEnded:
		s.offerEnded(v)
	case *Answered:
		s.answered(v)
	case *Abandoned:
		s.abandoned(v)
	case *Overflowed:
		s.callLeft(v, v.Call, v.Reason == OverflowWait)
	case *TalkMoved:
		s.talkMoved(v)
	case *TalkPassed:
		s.talkPassed(v)
	case *TalkEnded:
		s.talkEnded(v)
	case *Relaxed:
		s.relaxed(v)
	case *PriorityChanged:
		s.priorityChanged(v)
	case *CallCutOff:
		s.callCutOff(v)
	default:
		s.foldSeat(f)
	}
}

// foldSeat applies the facts that concern a seat alone.
func (s *State) foldSeat(f Fact) {
	switch v := f.(type) {
	case *SeatSignedIn:
		s.seatAt(f, v.Seat, v.Phone)
	case *SeatSignedOut:
		s.seatAt(f, v.Seat, "")
	case *SeatPaused:
		s.seatPaused(v)
	case *SeatReady:
		s.seatReady(v)
	case *SeatUnreachable:
		s.seatUnreachable(v)
	case *SeatReachable:
		s.seatMoved(f, v.Seat)
	case *WrapUpEnded:
		s.seatMoved(f, v.Seat)
	case *WrapUpExtended:
		s.wrapUpExtended(v)
	case *SeatOccupied:
		s.seatOccupied(v)
	case *SeatVacated:
		s.seatVacated(v)
	default:
		s.foldQueue(f)
	}
}

// foldQueue applies the facts that concern rules and queues.
func (s *State) foldQueue(f Fact) {
	switch v := f.(type) {
	case *RulesLoaded:
		s.load(v.Rules)
	case *ReserveCalled:
		s.pressed(f, v.Queue, true)
	case *ReserveReleased:
		s.pressed(f, v.Queue, false)
	case *HoursSet:
		s.hoursSet(v)
	case *MachineWentAway:
		s.machineMoved(f, v.Machine, true)
	case *MachineCame:
		s.machineMoved(f, v.Machine, false)
	default:
		s.foldCallback(f)
	}
}

// clock never runs backwards.
func (s *State) clock(at int64) { s.now = max(s.now, at) }
