package acd

// occupy takes a seat out of the choice: an offer goes on to another.
func (t *turn) occupy(in Occupy) {
	st := t.s.seat(in.Seat)
	if st == nil || in.Call == "" || st.held == in.Call {
		return
	}
	if st.stance.Now != StateOffered && !st.stance.mayBeOccupied() {
		return
	}
	c := t.takeBack(st, Withdrawn)
	t.emit(&SeatOccupied{At: t.now, Seat: st.id, Call: in.Call})
	if c != nil {
		t.goOn(c)
	}
	t.notReady(st)
}

func (t *turn) vacate(in Vacate) {
	st := t.s.seat(in.Seat)
	if st == nil || in.Call == "" || st.held != in.Call {
		return
	}
	f := &SeatVacated{At: t.now, Seat: st.id, Call: in.Call}
	if in.WrapUp > 0 && st.stance.SignedIn() {
		f.WrapUpUntil = later(t.now, in.WrapUp)
	}
	t.emit(f)
	t.touchSeat(st)
}
