package switchboard

import (
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/talk"
	"hotline/ivr"
)

// learnOfTalk takes what has to do with the conversation.
func (c *caller) learnOfTalk(m any) {
	switch m := m.(type) {
	case arrangeAgain:
		if c.conv == m.of {
			c.arrange()
		}
	case engaged:
		c.engagedThird(m)
	case thirdLine:
		c.thirdLine(m)
	case passed:
		c.passed(m)
	case yield:
		c.yieldTo(m.to, "")
	case yielded:
		c.yielded(m)
	case merged:
		c.merged(m)
	case errandOver:
		c.errandOver(m)
	}
}

// key: one of the call's people pressed a key.
func (c *caller) key(e asterisk.Digit) {
	switch {
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
func (c *caller) gaveAway(t *third) {
	if c.outside != nil && c.outside.leg == t.leg {
		c.outside = nil
	}
	for i, o := range c.offers {
		if o.leg == t.leg {
			c.offers = append(c.offers[:i], c.offers[i+1:]...)
			c.floor = nil
			break
		}
	}
	c.stopTalk()
	c.dropBridge()
	c.tell(call.LegEnded{At: c.now(), Call: c.id, Leg: t.leg})
	if !c.gone {
		c.hangUp(ivr.EndDone)
	}
}

// asThird is the other side of this call, for another one.
func (o *outside) asThird() third {
	return o.third
}

// dialledFact puts a leg on record that comes from another call.
func (t *third) dialledFact(c *caller) call.LegDialled {
	return call.LegDialled{At: c.now(), Call: c.id, Leg: t.leg, Seat: t.seat, To: t.target.Number, Bridge: bridgeID(c.id)}
}
