package acd

// cutOff ends a call that a breakdown of ours has ended. Whoever waited or talked is
// called back before all others.
func (t *turn) cutOff(in CutOff) {
	c := t.s.call(in.Call)
	if c == nil {
		return
	}
	back := t.cutCaller(c)
	switch {
	case c.state == CallTalking:
		t.endTalk(c, Breakdown)
	case c.callback != nil:
		t.overflow(c, OverflowLeft) // nobody was on the line
	default:
		q := c.queue
		f := &CallCutOff{At: t.now, Call: c.id, Queue: q.id, Waited: t.now - c.queued}
		f.Ringing = t.withdraw(c)
		t.emit(f)
		t.freed(q)
	}
	if back.Callback != "" {
		t.callFirst(back)
	}
}

// cutCaller is how the caller of a call gets onto the list, if somebody was on the line
// whose number is known. A due time of long ago puts him before all others.
func (t *turn) cutCaller(c *call) (f CallbackListed) {
	if c.calls != "" && !c.reached || c.person() == "" || !c.queue.listed {
		return f
	}
	return CallbackListed{
		At: t.now, Callback: c.id + "-back", Of: c.id, Queue: c.queue.id, Number: c.person(),
		Since: c.since, Due: c.since, Cut: true, Home: c.home,
	}
}

// callFirst lists him, or moves the entry that he has already, unless he is being called.
func (t *turn) callFirst(f CallbackListed) {
	if same := t.s.spots[spot{f.Queue, f.Number}]; same != nil {
		if same.call == nil {
			t.emit(&CallbackPutOff{
				At: t.now, Callback: same.id, Queue: same.queue, Due: min(f.Due, same.since), Reason: PutOffCutOff,
			})
		}
		return
	}
	if t.s.callbacks[f.Callback] == nil {
		t.emit(&f)
	}
}
