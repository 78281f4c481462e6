package acd

// askCallback puts a caller on the list, unless he is there already: then the
// answer names the entry that stands, and to one who did not ask there is none.
func (t *turn) askCallback(in AskCallback) {
	if in.Callback == "" || in.Number == "" || t.s.callbacks[in.Callback] != nil {
		return
	}
	fact := &CallbackListed{
		At: t.now, Callback: in.Callback, Of: in.Of, Queue: in.Queue, Number: in.Number,
		Since: in.Since, Due: max(in.Due, t.now), Missed: in.Missed, Home: in.Home,
	}
	if fact.Since <= 0 || fact.Since > fact.Due {
		fact.Since = fact.Due
	}
	same := t.s.spots[spot{in.Queue, in.Number}]
	if same != nil && same.missed && same.call == nil && !in.Missed {
		t.emit(&CallbackDone{At: t.now, Callback: same.id, Queue: same.queue, By: in.Of})
		same = nil // who asks keeps his place
	}
	if same != nil {
		if in.Missed {
			return
		}
		fact.Same, fact.Since, fact.Due = same.id, same.since, same.due.major
	}
	t.emit(fact)
}

// missedCaller is how a caller who is hanging up gets onto the list, if he does.
func (t *turn) missedCaller(c *call) (in AskCallback) {
	rules := c.queue.rules.Callback
	if !rules.Missed || c.from == "" || t.now-c.queued < rules.Least {
		return in
	}
	return AskCallback{
		Callback: c.id + "-back", Of: c.id, Queue: c.queue.id, Number: c.from,
		Since: c.since, Due: later(t.now, rules.Delay), Missed: true, Home: c.home,
	}
}

// reachedUs takes a caller off the list who has reached a seat himself, and the call that
// waits to call him back out of its line.
func (t *turn) reachedUs(c *call) {
	if c.from == "" || c.callback != nil {
		return
	}
	b := t.s.spots[spot{c.queue.id, c.from}]
	if b == nil || b.call != nil && b.call.state == CallTalking {
		return
	}
	back := b.call
	if back != nil {
		t.emit(&CallbackTried{
			At: t.now, Callback: b.id, Call: back.id, Queue: b.queue, Result: CallbackCalledUs, Attempt: b.attempts + 1,
		})
	}
	t.emit(&CallbackDone{At: t.now, Callback: b.id, Queue: b.queue, By: c.id})
	if back != nil {
		t.overflow(back, OverflowLeft)
	}
}

// notNow puts a callback off whose call waits in line, if it cannot be made now, and
// says whether it did. That is no attempt.
func (t *turn) notNow(c *call) bool {
	b := c.callback
	if b == nil || c.state != CallWaiting {
		return false
	}
	open, due := c.queue.opening(t.now)
	switch {
	case open && t.s.onFloor[b.number] > 1: // he waits himself
		due = later(t.now, c.queue.pause())
	case open:
		return false
	}
	t.emit(&CallbackTried{
		At: t.now, Callback: b.id, Call: c.id, Queue: b.queue, Result: CallbackNotNow, Attempt: b.attempts + 1, Due: due,
	})
	t.overflow(c, OverflowLeft)
	return true
}

// listed tells whether the rules name the queue.
func (s *State) listed(queue string) bool {
	q := s.known(queue)
	return q != nil && q.listed
}

// due is what happens to a callback at its time. One that was asked for joins its queue,
// at the place of its age; one of a missed caller when a seat is there that nobody
// needs, or, after all the patience, as the last of those who wait.
func (t *turn) due(b *callback) {
	switch {
	case !t.s.listed(b.queue):
		t.giveUp(b, GivenUpQueueRemoved)
	case t.now-b.since > CallbackLongest:
		t.giveUp(b, GivenUpTooOld)
	case t.putOff(b):
	case b.missed && b.pending == key{}:
		q := t.s.known(b.queue)
		patience := q.rules.Callback.Patience
		if patience <= 0 {
			patience = CallbackPatience
		}
		t.emit(&CallbackDue{At: t.now, Callback: b.id, Queue: b.queue, By: later(t.now, patience)})
		t.freed(q)
	default:
		t.makeCallback(b)
	}
}

// putOff puts a callback off that cannot be made now.
func (t *turn) putOff(b *callback) bool {
	q := t.s.known(b.queue)
	f := &CallbackPutOff{At: t.now, Callback: b.id, Queue: b.queue, Reason: PutOffClosed}
	open, opens := q.opening(t.now)
	switch {
	case !open:
		f.Due = opens
	case t.s.onFloor[b.number] > 0:
		f.Due, f.Reason = later(t.now, q.pause()), PutOffOnTheLine
	default:
		return false
	}
	t.emit(f)
	return true
}

// opening tells whether callbacks may be made, or else from when on. After the last
// window that is known they are looked at every hour.
func (q *queue) opening(now int64) (open bool, opens int64) {
	if !q.timed {
		return true, 0
	}
	for _, w := range q.open {
		switch {
		case now < w.From:
			return false, w.From
		case now < w.To:
			return true, 0
		}
	}
	return false, later(now, 60*60*1000)
}

func (q *queue) pause() int64 {
	if q.rules.Callback.Pause > 0 {
		return q.rules.Callback.Pause
	}
	return CallbackPause
}

func (q *queue) attempts() int {
	if q.rules.Callback.Attempts > 0 {
		return q.rules.Callback.Attempts
	}
	return CallbackAttempts
}

// callMissed calls one missed caller back by a seat of a touched queue that nobody
// needs, the one who called first before others. It says whether something happened.
func (t *turn) callMissed() bool {
	for _, l := range t.touched {
		q := l.queue
		if q.pending.size == 0 || q.present() > 0 || q.base[0].idle.len() <= q.rules.Callback.Spare {
			continue
		}
		_, b, _ := q.pending.first()
		if !t.putOff(b) {
			t.makeCallback(b)
		}
		return true
	}
	return false
}

// makeCallback lets a callback join its queue. If its call cannot be, because another
// has taken that id, the attempt has failed.
func (t *turn) makeCallback(b *callback) {
	id, q := b.next(), t.s.known(b.queue)
	if t.s.call(id) != nil {
		t.tried(b, CallbackFailed)
		return
	}
	since := b.since
	if b.missed {
		since = t.now
	}
	t.emit(&CallQueued{
		At: t.now, Call: id, Queue: b.queue, Since: since,
		Position: q.ahead(key{since - q.rules.Weight, t.s.turns + 1}) + 1,
		Callback: Callback{ID: b.id, Of: b.of, Number: b.number, Attempt: b.attempts + 1},
		Home:     t.s.homeFor(b),
	})
	t.touch(t.s.call(id).lane)
}

func (t *turn) giveUp(b *callback, reason string) {
	t.emit(&CallbackGivenUp{At: t.now, Callback: b.id, Queue: b.queue, Reason: reason})
}

// callbackOver ends the attempt. A caller who was called first waits for a seat from now
// on like others; if he was not reached, there is nobody for whom to ring.
func (t *turn) callbackOver(in CallbackOver) {
	b := t.s.callbacks[in.Callback]
	if b == nil || b.call == nil || b.call.state != CallTalking && !b.call.callerFirst() {
		return
	}
	switch in.Result {
	case CallbackReached, CallbackNoAnswer, CallbackBusy, CallbackRefused, CallbackMachine, CallbackUnwanted:
	default:
		in.Result = CallbackFailed
	}
	c := b.call
	t.tried(b, in.Result)
	if c.state != CallTalking && in.Result != CallbackReached {
		t.overflow(c, OverflowLeft)
	}
}

// callerFirst tells whether the call dials the caller's number before a seat is there.
func (c *call) callerFirst() bool {
	return c.callback != nil && c.queue.rules.Callback.First == FirstCaller
}

// dialling is how much longer the call's offers last, ms.
func (c *call) dialling() int64 {
	if c.callerFirst() {
		return CallerFirst
	}
	return 0
}

// untried ends the attempt of a call that ends before anything came of it.
func (t *turn) untried(c *call) {
	if c.callback != nil {
		t.tried(c.callback, CallbackFailed)
	}
}

// tried ends an attempt, and decides whether there will be another.
func (t *turn) tried(b *callback, result CallbackEnd) {
	fact := &CallbackTried{
		At: t.now, Callback: b.id, Call: b.next(), Queue: b.queue, Result: result, Attempt: b.attempts + 1,
	}
	pause, most := int64(CallbackPause), CallbackAttempts
	if q := t.s.known(b.queue); q != nil {
		pause, most = q.pause(), q.attempts()
	}
	again := result != CallbackReached && result != CallbackUnwanted && fact.Attempt-b.putOff < most
	if again {
		fact.Due = later(t.now, pause)
	}
	t.emit(fact)
	switch {
	case again:
	case result == CallbackReached:
		t.emit(&CallbackDone{At: t.now, Callback: b.id, Queue: b.queue})
	case result == CallbackUnwanted:
		t.giveUp(b, GivenUpUnwanted)
	default:
		t.giveUp(b, GivenUpAttempts)
	}
}
