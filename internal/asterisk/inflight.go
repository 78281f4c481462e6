package asterisk

// A request may be under way while a resync lists what Asterisk has. What it
// makes is not missed by that listing because it is not expected yet; whoever
// sent it asks again when the answer comes after a resync.

// expect notes how many resyncs began before a request.
func (r *router) expect() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.resyncs
}

// expectTask is expect for a task, which is known from now on.
func (r *router) expectTask(id string, t task) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tasks[id] = &t
	return r.resyncs
}

// confirmChannel notes that the channel was made, and reports whether a resync
// began since expect.
func (r *router) confirmChannel(id string, resyncs int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.confirm(id)
	return r.resyncs != resyncs
}

// confirmTask notes that the task was begun, unless it ended already, and
// reports whether a resync began since expectTask.
func (r *router) confirmTask(id string, resyncs int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t, ok := r.tasks[id]; ok {
		t.exists = true
	}
	return r.resyncs != resyncs
}

func (r *router) forgetTask(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.tasks, id)
}

// loseTask ends a task whose end nobody saw.
func (r *router) loseTask(gone goneTask) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lostTask(gone)
}

func (r *router) lostTask(gone goneTask) {
	if t, ok := r.tasks[gone.id]; ok {
		r.apply(t.lost(gone))
	}
}

// loseChannel ends a channel whose end nobody saw.
func (r *router) loseChannel(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, routed := r.legs[id]; routed {
		r.end(ChannelEnded{ID: id, Lost: true})
	}
}

// stopEarly notes that a recording which has not started yet is to be stopped
// when it does, and reports whether that is so and whether it waits for a beep.
func (r *router) stopEarly(recording string) (early, beeping bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.tasks[recording]
	if !ok || !t.record || t.started {
		return false, false
	}
	t.stop = true
	_, beeping = r.tasks[beepOf(recording)]
	return true, beeping
}

// startedTask notes that a recording runs.
func (r *router) startedTask(id string) {
	t, ok := r.tasks[id]
	if !ok || t.started {
		return
	}
	t.started = true
	if t.stop {
		r.stop(id)
	}
}

// stopQueued stops what has not begun to record a channel that hangs up. It would
// begin nevertheless, and hold the channel's end up until it notices.
func (r *router) stopQueued(channel string) {
	for _, t := range r.tasks {
		if t.record && t.target == channel {
			t.stop = true
		}
	}
}
