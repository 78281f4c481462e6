package switchboard

import (
	"context"
	"slices"
	"strconv"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
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
	seat    string  // the supervisor's
	channel string
	mode    string
	snoop   string // the channel that listens to the seat's telephone for him, or ""
}

// watchAsk: a supervisor wants to take part in the talk, in this way from now on.
type watchAsk struct {
	by            *caller
	seat, channel string
	mode          string
}

// watchOn tells a supervisor's call that he takes part.
type watchOn struct{ mode string }

// watchOver tells it that he does no more, or cannot.
type watchOver struct{ why string }

// watchEnd: the supervisor has hung up.
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
	v := c.conv
	if v == nil || m.seat == v.Seat {
		m.by.facts.put(watchOver{whyNoCall})
		return
	}
	if m.mode == modeTakeOver && (v.third != nil || c.floor == nil) {
		m.by.facts.put(watchOver{whyNotNow})
		return
	}
	w := c.watched(m.by)
	if w == nil {
		w = &watcher{by: m.by, seat: m.seat, channel: m.channel}
		c.watchers = append(c.watchers, w)
	}
	c.unwatch(w)
	w.mode = m.mode
	c.tell(call.Supervised{At: c.now(), Call: c.id, Seat: v.Seat, By: w.seat, Mode: w.mode})
	switch w.mode {
	case modeBarge:
		_ = c.putTogether(true, w.channel)
	case modeTakeOver:
		w.by.facts.put(comeIn{c})
		return
	default:
		c.spy(w)
	}
	w.by.facts.put(watchOn{w.mode})
}

// spy lets the supervisor hear what the seat says and hears. The channel that listens
// stays with the seat's telephone wherever the talk moves that.
func (c *caller) spy(w *watcher) {
	c.legs++
	w.snoop = c.id + watchInfix + strconv.Itoa(c.legs)
	s := asterisk.Snooping{ID: w.snoop, Spy: "both", Args: []string{"leg", c.id}}
	if w.mode == modeWhisper {
		s.Whisper = "out"
	}
	c.phone.Route(c.box, w.snoop)
	if err := c.try("listen to a seat", func(ctx context.Context) error { return c.phone.Snoop(ctx, c.conv.leg, s) }); err != nil {
		c.dismiss(w, whyNotNow)
	}
}

// watchInfix tells the channels and bridges of supervisors.
const watchInfix = "-watch-"

// watchBridge is where supervisor and listening channel meet.
func watchBridge(snoop string) string { return snoop + "-bridge" }

// spying: the listening channel is there; it is false if it is none of ours.
func (c *caller) spying(channel string) bool {
	i := slices.IndexFunc(c.watchers, func(w *watcher) bool { return w.snoop == channel })
	if i < 0 {
		return false
	}
	w := c.watchers[i]
	bridge := watchBridge(w.snoop)
	err := c.try("create a bridge", func(ctx context.Context) error {
		return c.phone.CreateBridge(ctx, bridge, asterisk.Talk, c.id)
	})
	if err == nil {
		err = c.try("join a supervisor", func(ctx context.Context) error {
			return c.phone.AddChannels(ctx, bridge, w.snoop, w.channel)
		})
	}
	if err != nil {
		c.dismiss(w, whyNotNow)
	}
	return true
}

// unwatch undoes what let the supervisor take part so far.
func (c *caller) unwatch(w *watcher) {
	if w.mode == modeBarge {
		_ = c.takeOut(w.channel)
	}
	if w.snoop == "" {
		return
	}
	snoop := w.snoop
	w.snoop = ""
	c.phone.Unroute(snoop)
	for _, end := range []func(context.Context) error{
		func(ctx context.Context) error { return c.phone.DestroyBridge(ctx, watchBridge(snoop)) },
		func(ctx context.Context) error { return c.phone.Hangup(ctx, snoop, "normal") },
	} {
		if !settled(c.try("end a supervisor's part", end)) {
			c.sb.insist(end)
		}
	}
}

// dismiss ends a supervisor's part, and tells his call why.
func (c *caller) dismiss(w *watcher, why string) {
	c.forgetWatcher(w)
	w.by.facts.put(watchOver{why})
}

func (c *caller) forgetWatcher(w *watcher) {
	c.unwatch(w)
	c.watchers = slices.DeleteFunc(c.watchers, func(other *watcher) bool { return other == w })
	seat := ""
	if c.conv != nil {
		seat = c.conv.Seat
	}
	c.tell(call.Supervised{At: c.now(), Call: c.id, Seat: seat, By: w.seat, Mode: modeEnd})
}

// endWatch: the talk that they supervised is over.
func (c *caller) endWatch() {
	for len(c.watchers) > 0 {
		c.dismiss(c.watchers[0], "")
	}
}

// watcherGone: he has hung up.
func (c *caller) watcherGone(by *caller) {
	if w := c.watched(by); w != nil {
		c.forgetWatcher(w)
	}
}

// comeIn asks a supervisor's call for his channel: it is to be the seat's.
type comeIn struct{ to *caller }

// cameIn is that channel. The supervisor's call is over.
type cameIn struct {
	by            *caller
	seat, channel string
}

// takenOver: the supervisor's channel is ours; he takes the seat's place.
func (c *caller) takenOver(m cameIn) {
	w := c.watched(m.by)
	v := c.conv
	if w == nil || v == nil || v.third != nil || c.floor == nil {
		c.releaseLeg(m.channel, false)
		return
	}
	c.watchers = slices.DeleteFunc(c.watchers, func(other *watcher) bool { return other == w })
	r := &ring{leg: m.channel, at: handset{number: m.seat}, dialled: true}
	t := &third{
		target: dialplan.Target{Kind: dialplan.TargetSeat, Seat: m.seat}, floor: c.sb.floor(c.tree.FloorOfSeat(m.seat)),
		offer: &offer{seat: m.seat, beside: true, rings: []*ring{r}, ring: r}, leg: m.channel, up: true, given: true, over: true,
	}
	c.offers = append(c.offers, t.offer)
	c.takeLine(r)
	c.sb.occupy(m.seat, c.id)
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: t.leg, Seat: m.seat, Bridge: bridgeID(c.id)})
	v.third = t
	if !c.move(talk.Input{Kind: talk.TakeOver, Third: m.seat, Helper: c.helper(t)}) {
		c.dropThird()
	}
}

// seatTalks tells a supervisor's call in which call a seat talks; empty = in none.
type seatTalks struct{ seat, call string }

func talksIn(s *acd.State, seat string) string {
	status, _ := s.Seat(seat)
	switch status.Stance.Now {
	case acd.StateTalking, acd.StateOnHold, acd.StateConsulting:
		return status.Call
	default:
		return ""
	}
}
