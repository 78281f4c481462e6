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
	v, w := c.conv, c.watched(m.by)
	if v == nil || m.of != v.Seat || m.seat == v.Seat {
		m.by.facts.put(watchOver{whyNoCall})
		return
	}
	if m.mode == modeTakeOver && !c.canBeTaken() {
		c.refuseWatch(w, m.by)
		return
	}
	if w == nil {
		w = &watcher{by: m.by, seat: m.seat, channel: m.channel}
		c.watchers = append(c.watchers, w)
	}
	c.unwatch(w)
	w.mode = m.mode
	c.tell(call.Supervised{At: c.now(), Call: c.id, Seat: v.Seat, By: w.seat, Mode: w.mode})
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

// canBeTaken: a supervisor can have the caller, who is with his seat alone.
func (c *caller) canBeTaken() bool {
	v := c.conv
	return v != nil && (v.Phase == talk.Talking || v.Phase == talk.OnHold) && v.third == nil && c.floor != nil && !c.gone
}

// refuseWatch: it is not possible now. Who takes part already goes on as before.
func (c *caller) refuseWatch(w *watcher, by *caller) {
	if w != nil {
		by.facts.put(watchOn{w.mode})
		return
	}
	by.facts.put(watchOver{whyNotNow})
}

// spy lets the supervisor hear what the seat says and hears. The channel that listens
// stays with the seat's telephone wherever the talk moves that.
func (c *caller) spy(w *watcher) bool {
	c.legs++
	w.snoop = c.id + watchInfix + strconv.Itoa(c.legs)
	s := asterisk.Snooping{ID: w.snoop, Spy: "both", Args: []string{"leg", c.id}}
	if w.mode == modeWhisper {
		s.Whisper = "out"
	}
	c.phone.Route(c.box, w.snoop)
	if err := c.try("listen to a seat", func(ctx context.Context) error { return c.phone.Snoop(ctx, c.conv.leg, s) }); err != nil {
		c.dismiss(w, whyNotNow)
		return false
	}
	return true
}

// watchInfix tells the channels and bridges of supervisors.
const watchInfix = "-watch-"

// watchBridge is where supervisor and listening channel meet.
func watchBridge(snoop string) string { return snoop + "-bridge" }

// watcherBy is the watcher for whom a channel listens; nil = it is none of ours.
func (c *caller) watcherBy(snoop string) *watcher {
	i := slices.IndexFunc(c.watchers, func(w *watcher) bool { return w.snoop == snoop })
	if i < 0 || snoop == "" {
		return nil
	}
	return c.watchers[i]
}

// watchLegGone: a channel of a supervisor's part is no more; it is false if it is none of
// them. With the listening one the seat's telephone goes, or somebody else ended it: he is
// not left in silence there. His own is ours when he is about to take over.
func (c *caller) watchLegGone(channel string) bool {
	if w := c.watcherBy(channel); w != nil {
		c.dismiss(w, "")
		return true
	}
	i := slices.IndexFunc(c.watchers, func(w *watcher) bool { return w.channel == channel })
	if i >= 0 {
		c.watchers[i].gone = true
	}
	return i >= 0
}

// spying: the listening channel is there; it is false if it is none of ours.
func (c *caller) spying(channel string) bool {
	w := c.watcherBy(channel)
	if w == nil {
		return false
	}
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
	c.helperGone(w.by.id, why == "")
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

// endWatch: the talk that they supervised is over, or the seat's part in it. Nor is anybody
// called for help any more.
func (c *caller) endWatch() {
	c.callOffHelp()
	for len(c.watchers) > 0 {
		c.dismiss(c.watchers[0], "")
	}
}

// foldWatch keeps who supervises.
func (p *past) foldWatch(f call.Supervised) {
	p.watched = slices.DeleteFunc(p.watched, func(other call.Supervised) bool { return other.By == f.By })
	if f.Mode != modeEnd && f.Mode != modeTakeOver {
		p.watched = append(p.watched, f)
	}
}

// endOldWatch puts on record that nobody supervises any more: what was done for them is
// gone, and who is still there begins anew by his own call.
func (c *caller) endOldWatch(p *past) {
	for _, f := range p.watched {
		f.At, f.Mode = c.now(), modeEnd
		c.tell(f)
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

// comeIn asks a supervisor's call for his channel: it is to be the seat's.
type comeIn struct{ to *caller }

// cameIn is that channel. The supervisor's call is over, and he is occupied by the talk.
type cameIn struct {
	by            *caller
	seat, channel string
	at            handset
}

// takenOver: the supervisor's channel is ours; he takes the seat's place.
func (c *caller) takenOver(m cameIn) {
	w := c.watched(m.by)
	if w == nil || w.gone || !c.canBeTaken() {
		c.releaseLeg(m.channel, w != nil && w.gone)
		c.sb.vacate(m.seat, c.id, 0)
		return
	}
	v := c.conv
	c.watchers = slices.DeleteFunc(c.watchers, func(other *watcher) bool { return other == w })
	r := &ring{leg: m.channel, at: m.at, dialled: true}
	t := &third{
		target: dialplan.Target{Kind: dialplan.TargetSeat, Seat: m.seat}, floor: c.sb.floor(c.tree.FloorOfSeat(m.seat)),
		offer: &offer{seat: m.seat, beside: true, rings: []*ring{r}, ring: r}, leg: m.channel, up: true, given: true,
	}
	c.offers = append(c.offers, t.offer)
	c.takeLine(r)
	c.sb.own(t.leg, c)
	c.tell(call.LegDialled{
		At: c.now(), Call: c.id, Leg: t.leg, Seat: m.seat, Phone: m.at.String(), Key: m.at.key, Bridge: bridgeID(c.id),
	})
	v.third, v.taken = t, true
	if !c.move(talk.Input{Kind: talk.TakeOver, Third: m.seat, Helper: c.helper(t)}) {
		v.taken = false
		c.dropThird()
	}
}

// declineSupervisor ends the telephone of one who was to have a talk that is over.
func (c *caller) declineSupervisor(m cameIn) {
	c.sb.insist(func(ctx context.Context) error { return c.sb.cfg.Telephone.Hangup(ctx, m.channel, "normal") })
	c.sb.cfg.Telephone.Unroute(m.channel)
	c.sb.vacate(m.seat, c.id, 0)
}

// seatTalks tells a supervisor's call in which call a seat talks; empty = in none.
type seatTalks struct{ seat, call, home string }

func talksIn(s *acd.State, seat string) string {
	status, _ := s.Seat(seat)
	switch status.Stance.Now {
	case acd.StateTalking, acd.StateOnHold, acd.StateConsulting:
		return status.Call
	default:
		return ""
	}
}
