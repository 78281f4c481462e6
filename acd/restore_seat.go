package acd

// restoreSeats puts the seats where they were, and posts them by the rules.
func (r *restoring) restoreSeats() error {
	for i := range r.v.Seats {
		v := &r.v.Seats[i]
		if r.seats[v.ID] != nil {
			return damaged("seat %q twice", v.ID)
		}
		if err := r.restoreSeat(v); err != nil {
			return err
		}
	}
	for _, rules := range r.rules.Seats {
		if r.seats[rules.ID] == nil {
			return damaged("no seat %q", rules.ID)
		}
		r.list(rules)
	}
	for i := range r.v.Seats {
		if err := r.restorePosts(&r.v.Seats[i]); err != nil {
			return err
		}
	}
	return nil
}

func (r *restoring) restoreSeat(v *savedSeat) (err error) {
	st := &seat{
		id: v.ID, stance: Stance{v.Now, v.Next, v.Lost}, since: v.Since, reason: v.Reason, auto: v.Auto, missed: v.Missed,
		phone: v.Phone, held: v.Held, wrap: wrap{most: v.WrapMost},
	}
	if !st.stance.possible() || (v.Held != "") && v.Now != StateOccupied {
		return damaged("seat %q cannot be %v, then %v", v.ID, v.Now, v.Next)
	}
	if v.Unlisted != nil {
		st.rules = *v.Unlisted
	}
	if st.idle, err = r.takeTimer(v.Idle, true); err != nil {
		return err
	}
	if st.idle == (key{}) && (v.Now == StateReady || v.Now == StateOffered) {
		return damaged("seat %q is ready since never", v.ID)
	}
	for _, timer := range []struct {
		of    *order[*seat]
		at    *key
		saved savedKey
		may   bool
	}{
		{&r.wraps, &st.wrap.timer, v.Wrap, v.Now == StateWrapUp},
		{&r.rests, &st.rest, v.Rest, v.Next == StatePaused},
		{&r.losts, &st.lost, v.Tried, v.Lost},
	} {
		if *timer.at, err = r.takeTimer(timer.saved, timer.may); err != nil {
			return err
		}
		if *timer.at != (key{}) {
			timer.of.insert(*timer.at, st)
		}
	}
	r.seats[v.ID] = st
	return nil
}

// possible tells whether a seat can come into that stance.
func (s Stance) possible() bool {
	return s.Now < seatStates && (s.Next == StateSignedOut || s.Next == StateReady || s.Next == StatePaused) &&
		(s.busy() || s == s.rest()) && (s.SignedIn() || !s.Lost && s.Now != StateWrapUp)
}

// restorePosts gives a seat its counts back. Where it is idle it stands by them.
func (r *restoring) restorePosts(v *savedSeat) error {
	st := r.seats[v.ID]
	if st.listed == (v.Unlisted != nil) || len(v.Posts) != len(st.posts) {
		return damaged("rules of seat %q", v.ID)
	}
	for i, p := range st.posts {
		for n := range p.entries {
			p.leave(&p.entries[n])
		}
		p.calls, p.talk, p.pass = v.Posts[i][0], v.Posts[i][1], v.Posts[i][2]
		for n := range p.entries {
			if st.stance.Now == StateReady {
				p.enter(&p.entries[n])
			}
		}
	}
	return nil
}
