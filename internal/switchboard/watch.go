package switchboard

import (
	"slices"

	"hotline/internal/call"
)

// How a supervisor takes part in a talk.
const (
	modeListen   = "listen"    // nobody hears him
	modeWhisper  = "whisper"   // the seat alone does
	modeBarge    = "barge"     // all do
	modeTakeOver = "take-over" // he takes the seat's place
	modeEnd      = "end"       // on record: he has left
)

// watcher is a supervisor in a talk, on the side of the call that he supervises. That
// call moves his channel about; what happens to it, his own call tells.
type watcher struct {
	by      *caller // his own call: its box and inbox, and what never changes
	of      string  // the seat that he supervises
	leg     string  // its channel
	seat    string  // the supervisor's
	channel string
	mode    string
	snoop   string // the channel that listens to the seat's telephone for him, or ""
	word    string // what is said to him, or was
	gone    bool   // his channel is no more, as he was about to take over
}

// watchAsk: a supervisor wants to take part in the talk of a seat, in this way from now on.
type watchAsk struct {
	by            *caller
	of            string // the seat that he supervises
	seat, channel string // his
	mode          string
}

// watchOn tells a supervisor's call that he takes part.
type watchOn struct{ mode string }

// watchOver tells it that he does no more, or cannot.
type watchOver struct{ why string } // "" = the talk is over

// watchEnd: the supervisor has hung up, or wants to leave.
type watchEnd struct{ by *caller }

// watched is the watcher whose own call it is; nil = none.
func (c *caller) watched(by *caller) *watcher {
	for _, w := range c.watchers {
		if w.by == by {
			return w
		}
	}
	return nil
}

// watch lets a supervisor take part in the talk.
func (c *caller) watch(m watchAsk) {
	w, leg := c.watched(m.by), c.legOf(m.of)
	switch {
	case leg == "":
		m.by.facts.put(watchOver{whyNoCall})
		return
	case c.legOf(m.seat) != "" || m.mode == modeTakeOver && !c.canBeTaken(m.of):
		c.refuseWatch(w, m.by)
		return
	}
	if w == nil {
		w = &watcher{by: m.by, of: m.of, seat: m.seat, channel: m.channel}
		c.watchers = append(c.watchers, w)
	}
	c.unwatch(w)
	w.leg, w.mode = leg, m.mode
	c.tell(call.Supervised{At: c.now(), Call: c.id, Seat: w.of, By: w.seat, Mode: w.mode})
	c.letIn(w)
}

// letIn lets him hear, or be heard, in his way.
func (c *caller) letIn(w *watcher) {
	switch w.mode {
	case modeTakeOver:
		w.by.facts.put(comeIn{c})
		return
	case modeBarge:
		if c.putTogether(true, w.channel) != nil {
			c.dismiss(w, whyNotNow)
			return
		}
	default:
		if !c.spy(w) {
			return
		}
	}
	w.by.facts.put(watchOn{w.mode})
}

// refuseWatch: it is not possible now. Who takes part already is told so, and goes on as
// before.
func (c *caller) refuseWatch(w *watcher, by *caller) {
	if w != nil {
		c.sayToWatcher(w, wordNotTaken)
		by.facts.put(watchOn{w.mode})
		return
	}
	by.facts.put(watchOver{whyNotNow})
}

// dismiss ends a supervisor's part, and tells his call why.
func (c *caller) dismiss(w *watcher, why string) {
	c.forgetWatcher(w)
	c.helperGone(w.by.id, why == "")
	w.by.facts.put(watchOver{why})
}

func (c *caller) forgetWatcher(w *watcher) {
	c.unwatch(w)
	c.watchers = slices.DeleteFunc(c.watchers, func(other *watcher) bool { return other == w })
	c.tell(call.Supervised{At: c.now(), Call: c.id, Seat: w.of, By: w.seat, Mode: modeEnd})
}

// endWatch: everybody's part in the talk is over. Nor is anybody called for help any more.
func (c *caller) endWatch() {
	c.callOffHelp()
	for len(c.watchers) > 0 {
		c.dismiss(c.watchers[0], "")
	}
}

// endWatchOf is endWatch for those who supervise the seat whose talk it was.
func (c *caller) endWatchOf(seat string) {
	c.callOffHelp()
	c.dismissFrom(seat)
}

// dismissFrom ends the part of those who supervise one seat.
func (c *caller) dismissFrom(seat string) {
	for _, w := range slices.Clone(c.watchers) {
		if w.of == seat {
			c.dismiss(w, "")
		}
	}
}

// watcherGone: he has hung up, or wants to leave.
func (c *caller) watcherGone(by *caller) {
	w := c.watched(by)
	if w != nil {
		c.forgetWatcher(w)
	}
	by.facts.put(watchOver{})
	c.helperGone(by.id, w != nil)
}
