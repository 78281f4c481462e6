package acd

// seatMoved moves a seat that is not in an offer, and ends what the step ends. It
// returns nil if the fact does not fit.
func (s *State) seatMoved(f Fact, id string) *seat {
	st := s.seat(id)
	if st == nil {
		s.refuse(f, "no seat "+id)
		return nil
	}
	if !s.move(f, st) {
		return nil
	}
	s.endTimers(st)
	s.forget(st)
	return st
}

// endTimers stops those of a seat whose time is over.
func (s *State) endTimers(st *seat) {
	if st.stance.Now != StateWrapUp {
		stop(&s.wraps, &st.wrap.timer)
		st.wrap.most = 0
	}
	if st.stance.Next != StatePaused {
		st.reason, st.auto = "", false
		stop(&s.rests, &st.rest)
	}
	if !st.stance.Lost {
		stop(&s.losts, &st.lost)
	}
}

// stop takes a seat's timer out of its order.
func stop(timers *order[*seat], at *key) {
	if *at != (key{}) {
		timers.delete(*at)
		*at = key{}
	}
}

// start sets a seat's timer anew; 0 sets none.
func (s *State) start(timers *order[*seat], at *key, st *seat, until int64) {
	stop(timers, at)
	if until != 0 {
		*at = key{until, s.number()}
		timers.insert(*at, st)
	}
}

// seatAt signs a seat in at a phone, or out.
func (s *State) seatAt(f Fact, id, phone string) {
	if st := s.seatMoved(f, id); st != nil {
		st.phone = phone
	}
}

func (s *State) seatOccupied(v *SeatOccupied) {
	if st := s.seatMoved(v, v.Seat); st != nil {
		st.held = v.Call
	}
}

func (s *State) seatVacated(v *SeatVacated) {
	st := s.seat(v.Seat)
	if st == nil || st.held != v.Call {
		s.refuse(v, "seat "+v.Seat+" is not occupied by call "+v.Call)
		return
	}
	if s.seatMoved(v, v.Seat) == nil {
		return
	}
	st.held = ""
	if st.stance.Now == StateWrapUp {
		s.start(&s.wraps, &st.wrap.timer, st, v.WrapUpUntil)
	}
}

func (s *State) seatPaused(v *SeatPaused) {
	if st := s.seatMoved(v, v.Seat); st != nil {
		st.reason, st.auto = v.Reason, v.Auto
		s.start(&s.rests, &st.rest, st, v.Until)
	}
}

// seatReady forgives a seat what it missed if it says itself that it is back.
func (s *State) seatReady(v *SeatReady) {
	st := s.seat(v.Seat)
	rested := st != nil && st.rest != key{} && st.rest.major <= v.At
	if st = s.seatMoved(v, v.Seat); st != nil && !rested {
		st.missed = 0
	}
}

// seatUnreachable also tells anew when a seat is tried again that was lost before.
func (s *State) seatUnreachable(v *SeatUnreachable) {
	st := s.seat(v.Seat)
	if st == nil || !st.stance.Lost {
		st = s.seatMoved(v, v.Seat)
	}
	if st != nil {
		s.start(&s.losts, &st.lost, st, v.Until)
	}
}

func (s *State) wrapUpExtended(v *WrapUpExtended) {
	st := s.seat(v.Seat)
	if st == nil || st.stance.Now != StateWrapUp {
		s.refuse(v, "seat "+v.Seat+" is not in wrap-up")
		return
	}
	s.start(&s.wraps, &st.wrap.timer, st, v.Until)
}

// pressed calls the seats in reserve of a queue, or releases them.
func (s *State) pressed(f Fact, id string, pressed bool) {
	q := s.known(id)
	if q == nil || q.pressed == pressed {
		s.refuse(f, "queue "+id+" is not there, or so already")
		return
	}
	q.pressed = pressed
	s.repress(q)
	for _, p := range q.posts {
		if !p.rules.Reserve || p.seat.stance.Now != StateReady {
			continue
		}
		for i := range p.entries {
			if pressed {
				p.enter(&p.entries[i])
			} else if p.entries[i].lane.only == nil && !q.callsReserve() {
				p.leave(&p.entries[i])
			}
		}
	}
}

func (s *State) hoursSet(v *HoursSet) {
	q := s.known(v.Queue)
	if q == nil {
		s.refuse(v, "no queue "+v.Queue)
		return
	}
	q.timed, q.open = true, v.Open
}
