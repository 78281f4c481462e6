package asterisk

import "time"

// listing is what Asterisk has at one moment. The socket runs on while it is
// asked for, so it may be older than an event held back or newer than one
// still to come; reconcile allows for both.
type listing struct {
	started  time.Time // of this Asterisk
	cut      bool      // it is another one than before
	suspects []string  // routed channels that existed before the listing began
	channels []wireChannel
	ours     map[string]bool // channels our application is subscribed to
	bridges  []Bridge
	phones   map[string]bool
	tasks    []goneTask
}

// suspects are the routed channels whose absence from a listing that begins
// now means that they ended. One that is only being originated is none.
func (r *router) suspects() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resyncs++
	var ids []string
	for id, l := range r.legs {
		if _, over := r.ended.get(id); l.exists && !over {
			ids = append(ids, id)
		}
	}
	return ids
}

// running are our tasks that Asterisk has confirmed and not ended.
func (r *router) running() map[string]task {
	r.mu.Lock()
	defer r.mu.Unlock()
	tasks := map[string]task{}
	for id, t := range r.tasks {
		if t.exists {
			tasks[id] = *t
		}
	}
	return tasks
}

// reconcile tells what changed while nobody watched, then LinkUp, then the
// events held back, in one step.
func (r *router) reconcile(app string, first bool, now listing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	told, gone := r.toldByHeld(), r.goneByHeld()
	for _, gone := range now.tasks {
		if !told[gone.id] {
			r.lostTask(gone)
		}
	}
	r.lose(now, told)
	up := LinkUp{First: first, Uptime: time.Since(now.started), Bridges: now.bridges, Phones: now.phones}
	for _, w := range now.channels {
		if !gone[w.ID] {
			up.Channels = append(up.Channels, w.channel())
		}
		if told[w.ID] {
			continue
		}
		if found, ok := r.compare(w, app, now.ours[w.ID] && w.inside()); ok {
			up.Found = append(up.Found, found)
		}
	}
	r.phones = make(map[string]bool, len(now.phones))
	for name, online := range now.phones {
		r.phones[name] = online
	}
	r.lobby.put(up)
	r.flush()
}

// toldByHeld are the ids whose coming or going is among the events held back:
// those tell it better than the listing.
func (r *router) toldByHeld() map[string]bool {
	told := make(map[string]bool)
	for _, e := range r.held {
		switch e := e.(type) {
		case ChannelArrived:
			told[e.Channel.ID] = true
		case stasisEnd:
			told[e.ID] = true
		case ChannelEnded:
			told[e.ID] = true
		case PlaybackEnded:
			told[e.Playback] = true
		case RecordingEnded:
			told[e.Recording] = true
		}
	}
	return told
}

// goneByHeld are the channels that have ended since they were listed. Who has no owner
// yet has nobody who would hear of it.
func (r *router) goneByHeld() map[string]bool {
	gone, asked := make(map[string]bool), make(map[string]bool)
	for _, e := range r.held {
		switch e := e.(type) {
		case HangupRequested:
			asked[e.ID] = true
		case stasisEnd:
			gone[e.ID] = gone[e.ID] || asked[e.ID]
		case ChannelEnded:
			gone[e.ID] = true
		}
	}
	return gone
}

// lose ends the routed channels that are not there any more.
func (r *router) lose(now listing, told map[string]bool) {
	there := make(map[string]bool, len(now.channels)+len(now.bridges))
	for _, w := range now.channels {
		there[w.ID] = true
	}
	for _, id := range now.suspects {
		if _, routed := r.legs[id]; routed && !there[id] && !told[id] {
			r.end(ChannelEnded{ID: id, Lost: true, Cut: now.cut})
		}
	}
}

// compare brings one channel in line with the listing. It reports a channel
// that is in our application and has no owner.
func (r *router) compare(w wireChannel, app string, inside bool) (ChannelArrived, bool) {
	l, routed := r.legs[w.ID]
	_, over := r.ended.get(w.ID)
	arrival := ChannelArrived{Channel: w.channel(), Args: w.args(app)}
	switch {
	case over: // told already, and only slow to go
	case !routed && inside:
		return r.adopt(arrival), true
	case !routed:
	case inside && !l.inside:
		r.arrived(arrival)
	case !inside && l.inside:
		l.inside = false
		r.deliver(ChannelLeft{ID: w.ID}, w.ID)
	default:
		l.exists = true
	}
	return ChannelArrived{}, false
}
