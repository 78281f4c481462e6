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

// expectPlayback is expect for a playback, which is known from now on.
func (r *router) expectPlayback(id, target string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.playbacks[id] = &playback{target: target}
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

// confirmPlayback notes that the playback was made, unless it ended already,
// and reports whether a resync began since expectPlayback.
func (r *router) confirmPlayback(id string, resyncs int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p, ok := r.playbacks[id]; ok {
		p.exists = true
	}
	return r.resyncs != resyncs
}

func (r *router) forgetPlayback(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.playbacks, id)
}

// losePlayback ends a playback whose end nobody saw.
func (r *router) losePlayback(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lostPlayback(id)
}

func (r *router) lostPlayback(id string) {
	if p, ok := r.playbacks[id]; ok {
		r.apply(PlaybackEnded{Playback: id, Target: p.target, Failed: true})
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
