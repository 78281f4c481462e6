package asterisk

import "sync"

// router decides which mailbox an event goes to, and keeps what is needed to
// say each thing once: which channels are in our hands, which have ended,
// which playbacks and recordings run. It never blocks.
type router struct {
	lobby   *Mailbox
	newBox  func() *Mailbox
	stop    func(recording string) // sends what was put off; it does not block
	metrics *metrics

	mu      sync.Mutex
	legs    map[string]*leg  // routed ids: channels, and bridges, playbacks or recordings if the owner wishes
	tasks   map[string]*task // playbacks and recordings of ours that have not ended
	phones  map[string]bool
	hangups recent[HangupRequested] // seen, end still to come
	ended   recent[struct{}]
	holding bool // a resync is under way
	held    []Event
	resyncs int
}

// leg is what is known of a routed id.
type leg struct {
	box    *Mailbox
	exists bool // Asterisk has, or had, it: its absence means that it ended
	inside bool // in our application
	snoop  bool // it listens to another channel: leaving our application is its end
}

func newRouter(m *metrics) *router {
	r := &router{
		metrics: m,
		stop:    func(string) {},
		legs:    make(map[string]*leg),
		tasks:   make(map[string]*task),
		phones:  make(map[string]bool),
	}
	r.newBox = func() *Mailbox { return newMailbox(m.noteDepth) }
	r.lobby = r.newBox()
	return r
}

func (r *router) route(box *Mailbox, ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		if l, ok := r.legs[id]; ok {
			l.box = box
			continue
		}
		r.legs[id] = &leg{box: box}
		r.ended.drop(id)
	}
}

func (r *router) unroute(ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		delete(r.legs, id)
	}
}

// take accepts one event from the wire.
func (r *router) take(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.holding {
		r.held = append(r.held, e)
		return
	}
	r.apply(e)
}

// hold keeps events back until release or reconcile.
func (r *router) hold() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.holding = true
}

// release lets through what was held.
func (r *router) release() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flush()
}

func (r *router) flush() {
	for _, e := range r.held {
		r.apply(e)
	}
	r.held, r.holding = nil, false
}

// apply brings what is known up to date and delivers.
func (r *router) apply(e Event) {
	switch e := e.(type) {
	case ChannelArrived:
		r.arrived(e)
	case HangupRequested:
		r.hangingUp(e)
	case stasisEnd:
		r.leftStasis(e.ID)
	case ChannelEnded:
		r.end(e)
	case Dialling:
		r.confirm(e.ID)
		r.deliver(e, e.ID)
	case Digit:
		r.deliver(e, e.ID)
	case HoldChanged:
		r.deliver(e, e.ID)
	case TransferAsked:
		r.transferAsked(e)
	case recordingStarted:
		r.startedTask(e.ID)
	case PlaybackStarted:
		r.deliver(e, e.Playback, e.Target)
	case PlaybackEnded:
		r.performed(e, e.Playback, e.Target)
	case RecordingEnded:
		r.performed(e, e.Recording, e.Target)
	case PhoneChanged:
		r.phone(e)
	default:
		r.deliver(e)
	}
}

// arrived tells a channel's owner, or gives a new channel a mailbox and tells
// the lobby. A channel that is inside already was found by a resync before its
// event came.
func (r *router) arrived(e ChannelArrived) {
	id := e.Channel.ID
	l, routed := r.legs[id]
	if routed && l.inside {
		return
	}
	if !routed {
		r.lobby.put(r.adopt(e))
		return
	}
	l.exists, l.inside, l.snoop = true, true, e.Channel.isSnoop()
	e.Box = l.box
	r.deliver(e, id)
}

// adopt gives an unrouted channel a mailbox of its own.
func (r *router) adopt(e ChannelArrived) ChannelArrived {
	e.Box = r.newBox()
	r.legs[e.Channel.ID] = &leg{box: e.Box, exists: true, inside: true, snoop: e.Channel.isSnoop()}
	r.ended.drop(e.Channel.ID)
	return e
}

// transferAsked passes by what Asterisk repeats when a telephone ends that was never
// told what became of its wish.
func (r *router) transferAsked(e TransferAsked) {
	_, over := r.ended.get(e.ID)
	if _, ending := r.hangups.get(e.ID); !over && !ending {
		r.deliver(e, e.ID)
	}
}

func (r *router) hangingUp(e HangupRequested) {
	if _, over := r.ended.get(e.ID); over {
		return
	}
	if _, again := r.hangups.get(e.ID); again {
		return
	}
	r.confirm(e.ID)
	r.hangups.put(e.ID, e)
	r.stopQueued(e.ID)
	r.deliver(e, e.ID)
}

// leftStasis is the end of a channel that was hung up, or that listened to one
// which has ended, and only a departure otherwise. Asterisk's event itself does not
// tell them apart.
func (r *router) leftStasis(id string) {
	if h, ok := r.hangups.get(id); ok {
		r.end(ChannelEnded{ID: id, Cause: h.Cause, TechCause: h.TechCause, Text: causeText(h.Cause), Cut: h.Cut})
		return
	}
	if _, over := r.ended.get(id); over {
		return
	}
	if l, routed := r.legs[id]; routed {
		if !l.inside {
			return // told by a resync already
		}
		if l.snoop {
			r.end(ChannelEnded{ID: id, Cause: normalClearing, Text: causeText(normalClearing)})
			return
		}
		l.inside = false
	}
	r.deliver(ChannelLeft{ID: id}, id)
}

// end tells the first end of a channel and swallows the others.
func (r *router) end(e ChannelEnded) {
	if _, over := r.ended.get(e.ID); over {
		return
	}
	r.ended.put(e.ID, struct{}{})
	r.hangups.drop(e.ID)
	if l, ok := r.legs[e.ID]; ok {
		l.exists, l.inside = true, false
	}
	r.deliver(e, e.ID)
}

// performed tells the end of a playback or recording, unless it is hidden.
func (r *router) performed(e Event, id, target string) {
	t, known := r.tasks[id]
	delete(r.tasks, id)
	if !known || !t.hidden {
		r.deliver(e, id, target)
	}
}

func (r *router) phone(e PhoneChanged) {
	if was, known := r.phones[e.Resource]; known && was == e.Online {
		return
	}
	r.phones[e.Resource] = e.Online
	r.lobby.put(e)
}

// confirm notes that Asterisk has this channel.
func (r *router) confirm(id string) {
	if l, ok := r.legs[id]; ok {
		l.exists = true
	}
}

// deliver puts e into the box of the first of ids that has an owner, else into
// the lobby.
func (r *router) deliver(e Event, ids ...string) {
	for _, id := range ids {
		if l, ok := r.legs[id]; ok && l.box.put(e) {
			return
		}
	}
	r.lobby.put(e)
}
