package switchboard

import (
	"hotline/acd"
	"hotline/ivr"
)

// watching is a supervisor's part in another call's talk, on the side of his own call.
type watching struct {
	call, seat string // that he supervises
	mode       string
	on         bool // he takes part
}

// Why a seat cannot take part in another's talk.
const (
	whyNotNow      = "not possible now"
	whyNoCall      = "no call"
	whyUnknownSeat = "unknown seat"
)

// supervise lets the seat that dialled take part in the talk of another seat.
func (c *caller) supervise(mode, seat string) {
	_, known := c.tree.Seats[seat]
	switch {
	case !known:
		c.step(ivr.Result{What: ivr.Failed, Reason: whyUnknownSeat})
	case c.seat == "" || !c.tree.MaySupervise(c.seat, seat):
		c.log.Warn("a seat may not supervise another", "seat", c.seat, "other", seat)
		c.step(ivr.Result{What: ivr.Failed, Reason: whyNotAllowed})
	case c.watching != nil || !c.sb.desks.signedIn(c.seat): // whoever only sits at the telephone has shown no PIN
		c.step(ivr.Result{What: ivr.Failed, Reason: whyNotNow})
	default:
		c.watching = &watching{seat: seat, mode: mode}
		c.sb.floor(c.tree.FloorOfSeat(seat)).send(ask{func(s *acd.State) {
			c.facts.put(seatTalks{seat, talksIn(s, seat)})
		}})
	}
}

// seatTalks: it is known whom to supervise.
func (c *caller) seatTalks(m seatTalks) {
	if c.watching == nil || c.watching.call != "" || c.gone || c.ending {
		return
	}
	c.watching.call = m.call
	c.stopPlay()
	c.stopMusic()
	if m.call == "" || !c.sb.deliver(m.call, watchAsk{c, c.seat, c.channel, c.watching.mode}) {
		c.watchOver(watchOver{whyNoCall})
		return
	}
	c.sb.occupy(c.seat, c.id)
}

func (c *caller) watchOn(m watchOn) {
	if c.watching == nil {
		return
	}
	c.watching.mode = m.mode
	if !c.watching.on {
		c.watching.on = true
		c.step(ivr.Connected{})
	}
}

// watchOver: the talk is over, or could not be joined.
func (c *caller) watchOver(m watchOver) {
	w := c.watching
	if w == nil {
		return
	}
	if w.on && m.why == whyNotNow {
		return // he goes on as before
	}
	c.watching = nil
	c.sb.vacate(c.seat, c.id, 0)
	switch {
	case c.session == nil && !c.gone:
		c.hangUp(ivr.EndDone)
	case w.on:
		c.step(ivr.Result{What: ivr.Talked})
	default:
		c.step(ivr.Result{What: ivr.Failed, Reason: m.why})
	}
}

// watchKey changes the supervisor's part by a key, or ends it.
func (c *caller) watchKey(digit byte) {
	modes := map[byte]string{'1': modeListen, '2': modeWhisper, '3': modeBarge, '4': modeTakeOver}
	w := c.watching
	switch mode := modes[digit]; {
	case !w.on:
	case digit == '*' || digit == '#':
		c.stopWatching()
		c.watchOver(watchOver{})
	case mode != "" && mode != w.mode:
		c.sb.deliver(w.call, watchAsk{c, c.seat, c.channel, mode})
	}
}

// stopWatching tells the other call that the supervisor has left.
func (c *caller) stopWatching() {
	if w := c.watching; w != nil && w.call != "" {
		c.sb.vacate(c.seat, c.id, 0)
		c.sb.deliver(w.call, watchEnd{c})
	}
}

// comeIn gives the supervisor's own channel to the talk that he takes over. His call is
// over with that.
func (c *caller) comeIn(m comeIn) {
	if c.watching == nil || c.gone || c.ending {
		m.to.facts.put(watchEnd{c})
		return
	}
	c.watching = nil
	c.stopPlay()
	c.stopMusic()
	c.timer.Stop()
	c.phone.Route(m.to.box, c.channel)
	m.to.facts.put(cameIn{c, c.seat, c.channel})
	c.lent, c.channel = c.channel, ""
	c.lentTo = m.to
	c.gone, c.ending = true, true
	c.freeSummons()
	c.end.By, c.end.Detail = "seat", "took over call "+m.to.id
	if c.session != nil {
		c.session.Next(c.moment(), ivr.HungUp{})
	}
	c.sb.vacate(c.seat, c.id, 0)
}
