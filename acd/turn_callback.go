package acd

// askCallback puts a caller on the list, unless he is there already: then the
// answer names the entry that stands.
func (t *turn) askCallback(in AskCallback) {
	if in.Callback == "" || in.Number == "" || t.s.callbacks[in.Callback] != nil {
		return
	}
	fact := &CallbackListed{
		At: t.now, Callback: in.Callback, Of: in.Of, Queue: in.Queue, Number: in.Number,
		Since: in.Since, Due: max(in.Due, t.now),
	}
	if fact.Since <= 0 || fact.Since > fact.Due {
		fact.Since = fact.Due
	}
	if same := t.s.spots[spot{in.Queue, in.Number}]; same != nil {
		fact.Same, fact.Since, fact.Due = same.id, same.since, same.due.major
	}
	t.emit(fact)
}

// listed tells whether the rules name the queue.
func (s *State) listed(queue string) bool {
	q := s.queues[queue]
	return q != nil && q.listed
}

// makeCallback lets a callback that is due join its queue, at the place of its age.
// If its call cannot be, because another has taken that id, the attempt has failed.
func (t *turn) makeCallback(b *callback) {
	id := b.next()
	switch {
	case !t.s.listed(b.queue):
		t.giveUp(b, GivenUpQueueRemoved)
	case t.s.calls[id] != nil:
		t.tried(b, CallbackFailed)
	default:
		t.emit(&CallQueued{
			At: t.now, Call: id, Queue: b.queue, Since: b.since, Position: t.ahead(b.queue, b.since) + 1,
			Callback: Callback{ID: b.id, Of: b.of, Number: b.number, Attempt: b.attempts + 1},
		})
		t.touch(t.s.queues[b.queue])
	}
}

func (t *turn) giveUp(b *callback, reason string) {
	t.emit(&CallbackGivenUp{At: t.now, Callback: b.id, Queue: b.queue, Reason: reason})
}

func (t *turn) callbackOver(in CallbackOver) {
	b := t.s.callbacks[in.Callback]
	if b == nil || b.call == nil || b.call.state != CallTalking {
		return
	}
	switch in.Result {
	case CallbackReached, CallbackNoAnswer, CallbackBusy, CallbackRefused:
	default:
		in.Result = CallbackFailed
	}
	t.tried(b, in.Result)
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
	again := result != CallbackReached && fact.Attempt < CallbackAttempts
	if again {
		fact.Due = later(t.now, CallbackPause)
	}
	t.emit(fact)
	switch {
	case again:
	case result == CallbackReached:
		t.emit(&CallbackDone{At: t.now, Callback: b.id, Queue: b.queue})
	default:
		t.giveUp(b, GivenUpAttempts)
	}
}
