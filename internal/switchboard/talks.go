package switchboard

import (
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
	"hotline/ivr"
)

// learnOfTalk takes what has to do with the conversation.
func (c *caller) learnOfTalk(m any) {
	switch m := m.(type) {
	case arrangeAgain:
		c.arrangeAgain(m)
	case colleagueSeen:
		c.colleagueSeen(m)
	case passed:
		c.passed(m)
	case yield:
		c.yieldTo(m.to, yielded{from: c})
	case yielded:
		c.yielded(m)
	case merged:
		c.merged(m)
	case errandOver:
		c.errandOver(m)
	case wordLate:
		c.wordLate(m)
	case thirdLate:
		c.thirdLate(m)
	}
}

// learnOfWatch takes what has to do with supervisors, on either side.
func (c *caller) learnOfWatch(m any) {
	switch m := m.(type) {
	case watchAsk:
		c.watch(m)
	case watchOn:
		c.watchOn(m)
	case watchOver:
		c.watchOver(m)
	case watchEnd:
		c.watcherGone(m.by)
	case seatTalks:
		c.seatTalks(m)
	case comeIn:
		c.comeIn(m)
	case cameIn:
		c.takenOver(m)
	case helpersFound:
		c.helpersFound(m)
	case helpSought:
		c.helpSought(m)
	case helpAsked:
		c.askForHelp()
	case helpFailed:
		c.helperGone(m.summons, false)
	case helpOff:
		c.calledOff(m)
	}
}

// key: one of the call's people pressed a key.
func (c *caller) key(e asterisk.Digit) {
	switch {
	case e.ID == c.channel && c.watching != nil:
		c.watchKey(e.Digit)
	case e.ID == c.channel:
		c.step(ivr.Key{Digit: e.Digit})
	case c.conv != nil && e.ID == c.conv.leg:
		c.seatKey(e.Digit)
	default:
		c.pressed(e)
	}
}

// seatLeft: the telephone of the seat that talks is no more.
func (c *caller) seatLeft() { c.move(talk.Input{Kind: talk.SeatGone}) }

// gaveAway lets go of the other side, which another call has now. What is left of this
// one is the seat's own channel, if it has one.
func (c *caller) gaveAway(g *gift) {
	c.stopTalk()
	if g.offer != nil {
		c.floor = nil
	}
	if g.outside != nil && g.outside.over != nil {
		g.outside.over()
	}
	c.comeHome()
	c.dropBridge()
	c.tell(call.LegEnded{At: c.now(), Call: c.id, Leg: g.third.leg})
	if c.channel != "" && !c.gone {
		c.hangUp(ivr.EndDone)
	}
}

// otherSide is who this call's channel talks with, for another call.
func (c *caller) otherSide() third {
	o := c.outside
	t := third{target: dialplan.Target{Kind: dialplan.TargetOutside, Number: o.number}, leg: o.leg, up: true, given: true}
	if o.seat != "" {
		at := o.at
		if at == (handset{}) {
			at.number = o.seat
		}
		r := &ring{leg: o.leg, at: at, dialled: true}
		t.target = dialplan.Target{Kind: dialplan.TargetSeat, Seat: o.seat}
		t.offer, t.floor = &offer{seat: o.seat, rings: []*ring{r}, ring: r}, c.sb.floor(c.tree.FloorOfSeat(o.seat))
	}
	return t
}
