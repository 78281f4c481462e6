package acd

func (t *turn) enqueue(in Enqueue) {
	if in.Call == "" {
		return
	}
	if c := t.s.call(in.Call); c != nil {
		if c.state == CallTalking || c.queue.id == in.Queue || c.callback != nil {
			return
		}
		t.overflow(c, OverflowMoved)
	}
	f := t.s.spare.queued.with(CallQueued{
		At: t.now, Call: in.Call, Queue: in.Queue, Since: in.Since, Priority: in.Priority, Limits: in.Limits,
		From: in.From, Needs: in.Needs, Prefer: in.Prefer, Home: in.Home,
	})
	if f.Since <= 0 || f.Since > t.now {
		f.Since = t.now
	}
	q := t.s.known(in.Queue)
	if q == nil || !q.listed {
		f.Position = 1
		t.emit(f)
		t.overflow(t.s.call(in.Call), OverflowQueueRemoved)
		return
	}
	t.again(q, f)
	t.lastSeat(q, f)
	ahead := t.predict(q, f)
	t.emit(f)
	t.admit(t.s.call(in.Call), ahead)
}

// again gives a caller who hung up a while ago his old place.
func (t *turn) again(q *queue, f *CallQueued) {
	if q.rules.Return <= 0 || f.From == "" {
		return
	}
	if before, ok := t.s.left.get(t.now, q.rules.Return, f.From); ok && before.queue == q.id {
		f.Again, f.Since = before.call, min(f.Since, before.since)
	}
}

// lastSeat lets a call wait for the seat that its caller talked to last, if that one
// is ready, or will be and the queue lets its calls wait for that.
func (t *turn) lastSeat(q *queue, f *CallQueued) {
	if q.rules.LastSeat <= 0 || f.From == "" {
		return
	}
	st, ok := t.s.lasts.get(t.now, q.rules.LastSeat, f.From)
	if !ok || !q.mayHave(st, f.Needs) {
		return
	}
	if st.stance.Now == StateReady || q.rules.LastWait > 0 && st.comesBack() {
		f.Last = st.id
	}
}

// mayHave tells whether a seat could ever have calls with these needs.
func (q *queue) mayHave(st *seat, needs []Skill) bool {
	p := st.postIn(q)
	return p != nil && newLane(q, needs, nil, len(q.rules.Relax)).bar(p) == barNone
}

// comesBack tells whether the seat will be ready when what it does is over.
func (st *seat) comesBack() bool {
	return st.stance.Next == StateReady && st.stance.Now != StateUnreachable && !st.stance.Lost
}

// predict tells a call that is about to join its position and what wait to expect. It
// returns how many calls wait before it.
func (t *turn) predict(q *queue, f *CallQueued) int {
	ahead := q.ahead(key{f.Since - f.Priority - q.rules.Weight, t.s.turns + 1})
	f.Position = ahead + 1
	if f.Last == "" && !q.idleFor(f.Needs, f.Prefer) {
		if f.Expected = q.expected(ahead); f.Expected > 0 {
			f.Low, f.High = q.forecast.bounds(f.Expected, int64(ahead+1))
		}
	}
	return ahead
}

// idleFor tells whether a seat is idle that could have a call with these needs at once.
func (q *queue) idleFor(needs []Skill, prefer []string) bool {
	if len(needs) == 0 && len(prefer) == 0 {
		return q.base[0].idle.size > 0
	}
	if l := q.lanes[signature(needs, prefer, 0)]; l != nil {
		return l.idle.size > 0
	}
	l := newLane(q, needs, prefer, 0)
	for _, p := range q.posts {
		if p.seat.stance.Now == StateReady && l.bar(p) == barNone && (!p.rules.Reserve || q.callsReserve()) {
			return true
		}
	}
	return false
}

// admit keeps a call that has just joined, or not.
func (t *turn) admit(c *call, ahead int) {
	limits := &c.limits
	switch {
	case c.unserved() != "":
		t.overflow(c, c.unserved())
	case limits.Staff > 0 && c.widest.signedIn() < limits.Staff:
		t.overflow(c, OverflowStaff)
	case limits.AllBusy && c.widest.in(StateReady) == 0:
		t.overflow(c, OverflowAllBusy)
	case limits.Size > 0 && ahead > limits.Size:
		t.overflow(c, OverflowSize)
	case limits.Expected > 0 && c.lane.idle.size == 0 && c.queue.expected(ahead) > limits.Expected:
		t.overflow(c, OverflowExpected)
	default:
		t.touch(c.lane)
	}
}

// unserved tells why the call is to leave because nobody is there for it.
func (c *call) unserved() string {
	switch {
	case c.stage == alone: // a seat is at work
	case c.limits.NoSeat && c.widest.signedIn() == 0:
		return OverflowNoSeat
	case c.limits.AllPaused && c.widest.working() == 0:
		return OverflowAllPaused
	}
	return ""
}

func (t *turn) hangUp(in HangUp) {
	c := t.s.call(in.Call)
	switch {
	case c == nil:
	case c.state == CallTalking:
		t.endTalk(c, Caller)
	case c.callback != nil:
		t.overflow(c, OverflowLeft) // nobody who could abandon it
	default:
		t.abandon(c)
	}
}

func (t *turn) abandon(c *call) {
	q, missed := c.queue, t.missedCaller(c)
	f := t.s.spare.abandoned.with(Abandoned{At: t.now, Call: c.id, Queue: q.id, Waited: t.now - c.queued})
	f.Ringing = t.withdraw(c)
	t.emit(f)
	t.freed(q)
	if missed.Callback != "" {
		t.askCallback(missed)
	}
}

func (t *turn) leave(in Leave) {
	c := t.s.call(in.Call)
	if c == nil || c.state == CallTalking {
		return
	}
	if in.Reason == "" {
		in.Reason = OverflowLeft
	}
	t.overflow(c, in.Reason)
}

// overflow sends a waiting call out of its queue.
func (t *turn) overflow(c *call, reason string) {
	t.withdraw(c)
	t.untried(c)
	q := c.queue
	t.emit(&Overflowed{At: t.now, Call: c.id, Queue: q.id, Waited: t.now - c.queued, Reason: reason})
	t.freed(q)
}

// withdraw ends the call's offers, if there are any, and names the first seat.
func (t *turn) withdraw(c *call) (ringing string) {
	for len(c.offers) > 0 {
		o := c.offers[0]
		st := o.seat
		if ringing == "" {
			ringing = st.id
		}
		t.endOffer(o, CallerGone)
		t.touchSeat(st)
	}
	return ringing
}

func (t *turn) reprioritise(in Reprioritise) {
	c := t.s.call(in.Call)
	if c == nil || c.priority == in.Priority || c.state != CallWaiting && c.state != CallOffered {
		return
	}
	t.emit(&PriorityChanged{At: t.now, Call: c.id, Priority: in.Priority})
	t.touch(c.lane)
}
