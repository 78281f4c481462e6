package acd

// Fold applies one fact to the state. A fact that does not fit changes nothing and
// is counted, see [State.Misfits]. Facts are values, never pointers.
func Fold(s *State, f Fact) {
	switch v := f.(type) {
	case *RulesLoaded:
		s.clock(v.At)
		s.load(v.Rules)
	case *CallQueued:
		s.clock(v.At)
		s.callQueued(f, v)
	case *Offered:
		s.clock(v.At)
		s.offered(f, v)
	case *OfferEnded:
		s.clock(v.At)
		s.offerEnded(f, v)
	case *Answered:
		s.clock(v.At)
		s.answered(f, v)
	case *Abandoned:
		s.clock(v.At)
		s.callLeft(f, v.Call)
	case *Overflowed:
		s.clock(v.At)
		s.callLeft(f, v.Call)
	case *TalkEnded:
		s.clock(v.At)
		s.talkEnded(f, v)
	default:
		s.foldSeat(f)
	}
}

// foldSeat applies the facts that concern a seat alone.
func (s *State) foldSeat(f Fact) {
	switch v := f.(type) {
	case *SeatSignedIn:
		s.clock(v.At)
		s.seatMoved(f, v.Seat, stepSignIn)
	case *SeatSignedOut:
		s.clock(v.At)
		s.seatMoved(f, v.Seat, stepSignOut)
	case *SeatPaused:
		s.clock(v.At)
		if st := s.seatMoved(f, v.Seat, stepPause); st != nil {
			st.reason, st.auto = v.Reason, v.Auto
		}
	case *SeatReady:
		s.clock(v.At)
		s.seatMoved(f, v.Seat, stepReady)
	case *WrapUpEnded:
		s.clock(v.At)
		s.seatMoved(f, v.Seat, stepWrapEnd)
	default:
		s.foldCallback(f)
	}
}

// clock never runs backwards.
func (s *State) clock(at int64) { s.now = max(s.now, at) }

// seatMoved moves a seat that is not in an offer, and ends what the step ends. It
// returns nil if the fact does not fit.
func (s *State) seatMoved(f Fact, id string, by step) *seat {
	st := s.seats[id]
	if st == nil {
		s.refuse(f, "no seat "+id)
		return nil
	}
	was := st.stance.Now
	if !s.move(f, st, by) {
		return nil
	}
	if was == StateWrapUp && st.stance.Now != StateWrapUp {
		s.wraps.delete(st.wrap)
	}
	if st.stance.Next != StatePaused {
		st.reason, st.auto = "", false
	}
	s.forget(st)
	return st
}
