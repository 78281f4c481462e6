package switchboard

import (
	"slices"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/talk"
	"hotline/ivr"
)

// passOn asks the floor to let a talk go on with another seat; the answer is a passed.
type passOn struct{ input acd.PassTalk }

type passed struct {
	to string
	ok bool
}

// talkPasses: the facts make the talk the other seat's.
func talkPasses(facts []acd.Fact) bool {
	return slices.ContainsFunc(facts, func(f acd.Fact) bool { _, ok := f.(*acd.TalkPassed); return ok })
}

// give makes the caller the third party's. The seat's own leg is released.
func (c *caller) give(was talk.State) {
	v := c.conv
	t := v.third
	c.endWatch()
	c.tell(call.Transferred{At: c.now(), Call: c.id, From: was.Seat, To: named(t.target), Way: t.way(was.Phase)})
	c.connectedTo(t.leg)
	if v.Phase == talk.Passed {
		c.arrange()
		c.conv = nil
		c.goOnWith(t)
		return
	}
	if o := c.talk(); o != nil {
		c.releaseOffer(o)
	}
	t.offer.beside, t.offer.talking = false, true
	v.leg, v.third, c.passing = t.leg, nil, t
	v.heard.Seat, v.heard.Third = v.heard.Third, talk.Nothing
	c.floor.send(passOn{acd.PassTalk{At: c.now(), Call: c.id, To: t.seat(), By: t.by}})
}

func (t *third) way(was talk.Phase) string {
	if t.given || was != talk.Transferring && was != talk.Passing {
		return wayAttended
	}
	return wayBlind
}

// goOnWith: caller and third party talk until one of them hangs up; the seat's floor has
// nothing to do with it any more.
func (c *caller) goOnWith(t *third) {
	c.outside = &outside{leg: t.leg, joined: true, ended: t.ended}
	if t.offer != nil {
		c.offers = slices.DeleteFunc(c.offers, func(o *offer) bool { return o == t.offer })
		c.outside.over = func() {
			c.sb.lines.release(t.offer.at.line(), t.leg)
			c.freeSeat(t)
		}
	}
	c.forwarded = true
	if c.floor != nil {
		// What the floor says of the seat's talk ends nothing here.
		c.talkOver(acd.Agent)
		c.floor = nil
		c.parted++
	}
	if t.ended {
		c.outsideOver(ivr.Result{What: ivr.Talked})
	}
}

// passed: the floor has, or has not, made the talk the other seat's. If not, that seat
// has signed out meanwhile: the two talk on all the same.
func (c *caller) passed(m passed) {
	t := c.passing
	c.passing = nil
	if t == nil || t.seat() != m.to {
		return
	}
	if m.ok {
		c.sb.occupied.drop(m.to, c.id)
		return
	}
	if v := c.conv; v != nil && v.Seat == m.to {
		c.endWatch()
		c.dropThird()
		c.hush()
		c.conv = nil
		t.offer.talking = false
		t.ended = t.offer.ended
		c.goOnWith(t)
	}
}

// talkPassed: the talk is the other seat's.
func (c *caller) talkPassed(f *acd.TalkPassed) { c.talked, c.lastSeat = true, f.To }
