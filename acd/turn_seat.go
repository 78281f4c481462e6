package acd

// seat finds a seat that the rules name.
func (t *turn) seat(id string) (*seat, bool) {
	st := t.s.seat(id)
	return st, st != nil && st.listed
}

func (t *turn) signIn(in SignIn) {
	st, ok := t.seat(in.Seat)
	switch {
	case !ok:
		return
	case !st.stance.SignedIn():
		t.emit(&SeatSignedIn{At: t.now, Seat: st.id, Phone: in.Phone})
	case st.phone != in.Phone:
		t.moveTo(st, in.Phone)
	default:
		t.found(st)
		if st.auto {
			t.emit(&SeatReady{At: t.now, Seat: st.id})
		}
	}
	t.touchSeat(st)
}

// moveTo lets a seat start anew at another phone. Calls that will not wait without staff
// do not notice.
func (t *turn) moveTo(st *seat, phone string) {
	c := t.takeBack(st, SeatGone)
	t.emit(&SeatSignedOut{At: t.now, Seat: st.id})
	t.emit(&SeatSignedIn{At: t.now, Seat: st.id, Phone: phone})
	if c != nil {
		t.goOn(c)
	}
}

// found ends what is known of a telephone that could not be reached.
func (t *turn) found(st *seat) {
	if st.stance.Lost {
		t.emit(&SeatReachable{At: t.now, Seat: st.id})
	}
}

func (t *turn) signOut(in SignOut) {
	if st, ok := t.seat(in.Seat); ok && st.stance.SignedIn() {
		t.release(st)
	}
}

// release signs a seat out: its offer goes on to another seat, its talk goes on,
// and calls that will not wait without staff leave if it was the last one.
func (t *turn) release(st *seat) {
	c := t.takeBack(st, SeatGone)
	posts := st.posts
	t.emit(&SeatSignedOut{At: t.now, Seat: st.id})
	if c != nil {
		t.goOn(c)
	}
	t.clearAll(posts)
}

// takeBack ends the seat's offer, and returns its call.
func (t *turn) takeBack(st *seat, result OfferEnd) *call {
	if st.offer == nil {
		return nil
	}
	c := st.offer.call
	t.endOffer(st.offer, result)
	return c
}

// notReady looks after those who waited for a seat that is no longer there for them.
func (t *turn) notReady(st *seat) {
	if !st.comesBack() {
		t.clearAll(st.posts)
	}
}

// clearAll sends away the calls that do not wait without staff, and lets those that
// waited for this seat alone have any.
func (t *turn) clearAll(posts []*post) {
	for _, p := range posts {
		for p.personal != nil && p.personal.line.size > 0 {
			_, c, _ := p.personal.line.first()
			t.relax(c)
		}
		for l := p.unserved(); l != nil; l = p.unserved() {
			t.clear(l)
		}
	}
}

// unserved is the lane of the post with the first call that does not wait without staff.
// Which lanes a post has had in its time plays no part in that.
func (p *post) unserved() (first *lane) {
	var least key
	for i := range p.entries {
		l := p.entries[i].lane
		if k, ok := l.leaves(); ok && (first == nil || k.less(least)) {
			first, least = l, k
		}
	}
	return first
}

// leaves is the place of the first call that leaves the lane because nobody is there.
func (l *lane) leaves() (k key, ok bool) {
	if l.noSeat.size > 0 && l.signedIn() == 0 {
		k, _, ok = l.noSeat.first()
	}
	if l.allPaused.size > 0 && l.working() == 0 {
		if other, _, _ := l.allPaused.first(); !ok || other.less(k) {
			k, ok = other, true
		}
	}
	return k, ok
}

// clear sends away the calls of which the lane is the last stage that do not wait
// without staff.
func (t *turn) clear(l *lane) {
	for l.noSeat.size > 0 && l.signedIn() == 0 {
		_, c, _ := l.noSeat.first()
		t.overflow(c, OverflowNoSeat)
	}
	for l.allPaused.size > 0 && l.working() == 0 {
		_, c, _ := l.allPaused.first()
		t.overflow(c, OverflowAllPaused)
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
	t.notReady(st)
}

func (t *turn) ready(in Ready) {
	st, ok := t.seat(in.Seat)
	if !ok {
		return
	}
	t.found(st)
	if st.stance.Next == StatePaused {
		t.emit(&SeatReady{At: t.now, Seat: st.id})
	}
	if st.stance.Now == StateWrapUp {
		t.emit(t.s.spare.wrapEnded.with(WrapUpEnded{At: t.now, Seat: st.id}))
	}
	t.touchSeat(st)
}

func (t *turn) reach(in Reach) {
	st, ok := t.seat(in.Seat)
	switch {
	case !ok || !st.stance.SignedIn():
	case !in.Lost:
		t.found(st)
		t.touchSeat(st)
	case !st.stance.Lost || st.lost != key{}:
		c := t.takeBack(st, Unreachable)
		t.emit(&SeatUnreachable{At: t.now, Seat: st.id})
		if c != nil {
			t.goOn(c)
		}
		t.notReady(st)
	}
}

func (t *turn) extendWrapUp(in ExtendWrapUp) {
	st, ok := t.seat(in.Seat)
	if !ok || st.stance.Now != StateWrapUp || st.wrap.most == 0 || in.By <= 0 {
		return
	}
	until := min(later(st.wrap.timer.major, in.By), st.wrap.most)
	if until > st.wrap.timer.major {
		t.emit(&WrapUpExtended{At: t.now, Seat: st.id, Until: until})
	}
}
