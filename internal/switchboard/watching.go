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
			id := talksIn(s, seat)
			at, _ := s.Call(id)
			c.facts.put(seatTalks{seat, c.sb.callWith(seat, id), at.Home})
		}})
	}
}

// seatTalks: it is known whom to supervise.
func (c *caller) seatTalks(m seatTalks) {
	if c.watching == nil || c.watching.call != "" || c.gone || c.ending {
		return
	}
	c.stopPlay()
	c.stopMusic()
	if c.elsewhere(m.home) {
		c.watching = nil
		c.handOn(m.home)
		return
	}
	c.watching.call = m.call
	if m.call == "" || !c.sb.deliver(m.call, c.watchAsk(c.watching.mode)) {
		c.watchOver(watchOver{whyNoCall})
		return
	}
	c.occupy(c.seat)
}

func (c *caller) watchAsk(mode string) watchAsk {
	return watchAsk{c, c.watching.seat, c.seat, c.channel, mode}
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
	c.watching = nil
	c.vacate(c.seat, 0)
	switch {
	case c.session == nil && !c.gone:
		c.hangUp(ivr.EndDone)
	case w.on:
		c.step(ivr.Result{What: ivr.Talked})
	default:
		c.step(ivr.Result{What: ivr.Failed, Reason: m.why})
	}
}

// watchKey changes the supervisor's part by a key, or ends it. One who is being told that
// he is needed need not hear all of it.
func (c *caller) watchKey(digit byte) {
	modes := map[byte]string{'1': modeListen, '2': modeWhisper, '3': modeBarge, '4': modeTakeOver}
	w := c.watching
	switch mode := modes[digit]; {
	case !w.on && c.afterWord == nil:
	case digit == '*' || digit == '#':
		c.leaveWatch()
	case mode == "" || mode == w.mode && w.on:
	case c.afterWord != nil:
		w.mode = mode
		c.stopPlay()
		c.goOnAfterWord()
	default:
		c.sb.deliver(w.call, c.watchAsk(mode))
	}
}

// leaveWatch asks the other call to let the supervisor go. Nothing is said to him before
// it has: a telephone to which something is played cannot be moved.
func (c *caller) leaveWatch() {
	c.stopPlay()
	c.afterWord = nil
	if !c.sb.deliver(c.watching.call, watchEnd{c}) {
		c.watchOver(watchOver{})
	}
}

// stopWatching tells the other call that the supervisor has left.
func (c *caller) stopWatching() {
	if w := c.watching; w != nil && w.call != "" {
		c.vacate(c.seat, 0)
		c.sb.deliver(w.call, watchEnd{c})
	}
}
