package acd

// restoreCalls puts the calls where they were, in the order of their arrival.
func (r *restoring) restoreCalls() error {
	for i := range r.v.Calls {
		v := &r.v.Calls[i]
		q := r.queues[v.Queue]
		if v.ID == "" || r.calls[v.ID] != nil || q == nil || v.First < 1 {
			return damaged("call %q in queue %q", v.ID, v.Queue)
		}
		c := &call{
			id: v.ID, queue: q, since: v.Since, priority: v.Priority, queued: v.Queued, answered: v.Answered,
			began: v.Began, passed: v.Passed, limits: v.Limits, from: v.From, needs: v.Needs, prefer: v.Prefer, calls: v.Calls, reached: v.There,
			home: v.Home, away: r.machines[v.Home],
			first: v.First, expected: v.Expected, low: v.Low, high: v.High,
		}
		var err error
		if c.key, err = r.take(savedKey{0, v.Turn}); err != nil {
			return err
		}
		c.rekey()
		r.calls[c.id] = c
		q.calls++
		if who := c.person(); who != "" {
			r.onFloor[who]++
		}
		if err := r.restoreState(c, v); err != nil {
			return err
		}
	}
	return nil
}

// restoreState lets the call do what it did.
func (r *restoring) restoreState(c *call, v *savedCall) error {
	if !r.mayBeAt(c, v) {
		return damaged("stage %d of call %q", v.Stage, v.ID)
	}
	waits, rings, talks := v.State == CallWaiting.String(), v.State == CallOffered.String(), v.State == CallTalking.String()
	if waits || rings {
		r.setStage(c, v.Stage)
	} else {
		c.stage = v.Stage
		c.choose()
	}
	if rings != (len(v.Offers) > 0) && !talks || talks != (v.Seat != "") || v.Line && !rings && !waits {
		return damaged("call %q is %s", v.ID, v.State)
	}
	switch {
	case waits:
		r.wait(c)
	case rings:
		c.become(CallOffered)
		if v.Line {
			c.enterLine()
		}
	case talks:
		c.become(CallTalking)
		if c.seat = r.seats[v.Seat]; c.seat == nil || c.seat.call != nil || !c.seat.stance.talking() {
			return damaged("call %q talks to seat %q", v.ID, v.Seat)
		}
		c.seat.call = c
	case v.State == callLeaving.String():
		c.become(callLeaving)
	default:
		return damaged("call %q is %s", v.ID, v.State)
	}
	return r.restoreOffers(c, v.Offers)
}

// mayBeAt tells whether a call can be at its stage, and finds the seat of the first.
func (r *restoring) mayBeAt(c *call, v *savedCall) bool {
	if v.Stage != alone {
		return v.Stage >= 0 && v.Stage < len(c.queue.base) && v.Last == ""
	}
	c.last = r.seats[v.Last]
	return c.last != nil && c.last.postIn(c.queue) != nil && v.State != CallTalking.String()
}

func (r *restoring) restoreOffers(c *call, offers []savedOffer) error {
	for _, v := range offers {
		st := r.seats[v.Seat]
		if st == nil || st.offer != nil || st.stance.Now != StateOffered || r.offers[v.ID] != nil || v.ID < 1 || v.ID > r.lastOffer {
			return damaged("offer %d to seat %q", v.ID, v.Seat)
		}
		o := &offer{id: v.ID, call: c, seat: st, until: v.Until}
		st.offer, r.offers[o.id] = o, o
		c.offers = append(c.offers, o)
		if o.until != 0 {
			r.rings.insert(o.ring(), o)
		}
	}
	return nil
}

func (r *restoring) restoreCallbacks() error {
	for i := range r.v.Callbacks {
		v := &r.v.Callbacks[i]
		b := &callback{
			id: v.ID, of: v.Of, queue: v.Queue, number: v.Number, since: v.Since, attempts: v.Attempts, putOff: v.PutOff,
			missed: v.Missed, pending: v.Pending.key(), over: v.Over, cut: v.Cut, home: v.Home, due: v.Due.key(),
		}
		if b.id == "" || r.callbacks[b.id] != nil || r.spots[b.spot()] != nil || b.attempts < 0 {
			return damaged("callback %q", v.ID)
		}
		if _, err := r.take(v.Due); err != nil {
			return err
		}
		r.callbacks[b.id], r.spots[b.spot()] = b, b
		if err := r.restoreAttempt(b, v); err != nil {
			return err
		}
	}
	return nil
}

// restoreAttempt gives a callback its call, or its place among those that wait for one.
func (r *restoring) restoreAttempt(b *callback, v *savedCallback) error {
	q, waits := r.queues[b.queue], b.pending != key{}
	switch {
	case v.Call != "":
		c := r.calls[v.Call]
		if c == nil || c.callback != nil || b.over || waits {
			return damaged("call %q of callback %q", v.Call, v.ID)
		}
		b.call, c.callback = c, b
		return nil
	case b.over:
		if waits {
			return damaged("callback %q is over, and waits", v.ID)
		}
		return nil
	}
	r.dues.insert(b.due, b)
	if waits {
		if q == nil || b.pending.minor != b.due.minor {
			return damaged("callback %q is due in queue %q", v.ID, v.Queue)
		}
		q.pending.insert(b.pending, b)
	}
	return nil
}

// agreed checks from the other side that every seat has the call that its stance is about.
func (r *restoring) agreed() error {
	for i := range r.v.Seats {
		st := r.seats[r.v.Seats[i].ID]
		if st.stance.Now == StateOffered && st.offer == nil || st.stance.talking() && st.call == nil {
			return damaged("seat %q is %v", st.id, st.stance.Now)
		}
	}
	return nil
}
