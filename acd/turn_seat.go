package acd

// seat finds a seat that the rules name.
func (t *turn) seat(id string) (*seat, bool) {
	st := t.s.seats[id]
	return st, st != nil && st.listed
}

func (t *turn) signIn(in SignIn) {
	st, ok := t.seat(in.Seat)
	switch {
	case !ok:
		return
	case !st.stance.SignedIn():
		t.emit(&SeatSignedIn{At: t.now, Seat: st.id})
	case st.auto:
		t.emit(&SeatReady{At: t.now, Seat: st.id})
	}
	t.touchSeat(st)
}

func (t *turn) signOut(in SignOut) {
	if st, ok := t.seat(in.Seat); ok && st.stance.SignedIn() {
		t.release(st)
	}
}

// release signs a seat out: its offer goes on to another seat, its talk goes on,
// and calls that will not wait without staff leave if it was the last one.
func (t *turn) release(st *seat) {
	o, posts := st.offer, st.posts
	if o != nil {
		t.endOffer(o, SeatGone)
	}
	t.emit(&SeatSignedOut{At: t.now, Seat: st.id})
	if o != nil {
		t.goOn(o.call)
	}
	for i := range posts {
		t.clear(posts[i].queue)
	}
}

// clear sends away the calls that do not wait in a queue without staff.
func (t *turn) clear(q *queue) {
	if q.staff > 0 || q.line.len() == 0 {
		return
	}
	for _, c := range q.line.all() {
		if c.unserved() {
			t.overflow(c, OverflowNoSeat)
		}
	}
}

func (t *turn) pause(in Pause) {
	st, ok := t.seat(in.Seat)
	if !ok || !st.stance.SignedIn() {
		return
	}
	if st.stance.Next == StatePaused && st.reason == in.Reason && !st.auto {
		return
	}
	t.emit(&SeatPaused{At: t.now, Seat: st.id, Reason: in.Reason})
}

func (t *turn) ready(in Ready) {
	st, ok := t.seat(in.Seat)
	if !ok {
		return
	}
	if st.stance.Next == StatePaused {
		t.emit(&SeatReady{At: t.now, Seat: st.id})
	}
	if st.stance.Now == StateWrapUp {
		t.emit(&WrapUpEnded{At: t.now, Seat: st.id})
	}
	t.touchSeat(st)
}
