package switchboard

import (
	"slices"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/talk"
)

// pass asks the floor to let a talk go on with another seat; the answer is a passed.
type pass struct{ input acd.PassTalk }

type passed struct {
	to string
	ok bool
}

func passes(facts []acd.Fact) bool {
	return slices.ContainsFunc(facts, func(f acd.Fact) bool { _, ok := f.(*acd.TalkPassed); return ok })
}

// give makes the caller the third party's.
func (c *caller) give(was talk.State) {
	v := c.conv
	t := v.third
	c.tell(call.Transferred{At: c.now(), Call: c.id, From: was.Seat, To: named(t.target), Way: t.way(was.Phase)})
	if t.errand != nil {
		t.errand = nil
	}
	if v.Phase == talk.Passed {
		c.giveOutside(t)
		return
	}
	c.offers = slices.DeleteFunc(c.offers, func(o *offer) bool { return o.talking && o.ended && !o.dialled })
	c.offers = append(c.offers, &offer{seat: t.seat, leg: t.leg, dialled: true, talking: true})
	v.leg, v.third, v.heard.Seat, v.heard.Third = t.leg, nil, v.heard.Third, talk.Nothing
	c.passing = t
	c.arrange()
	c.connectedTo(t.leg)
	c.floor.send(pass{acd.PassTalk{At: c.now(), Call: c.id, To: t.seat, By: t.by}})
}

func (t *third) way(was talk.Phase) string {
	switch {
	case t.takesOver:
		return wayTakenOver
	case t.given == "" && (was == talk.Transferring || was == talk.Passing):
		return wayBlind
	}
	return wayAttended
}

// giveOutside: caller and third party talk until one of them hangs up; no seat has to do
// with it any more.
func (c *caller) giveOutside(t *third) {
	c.arrange()
	c.hush()
	c.conv = nil
	c.goesOnWith(t)
}

func (c *caller) goesOnWith(t *third) {
	c.outside = &outside{leg: t.leg, joined: true, ended: t.ended, over: func() {
		if t.lined {
			c.sb.lines.release(t.seat, t.leg)
		}
		c.freeThird(t, true)
	}}
	c.connectedTo(t.leg)
	c.forwarded = true
	c.partWithSeat()
	if t.ended {
		c.outsideOver(resultTalked())
	}
}

// partWithSeat ends the seat's talk, while the caller goes on with somebody else. What
// the floor says of it does not end anything then.
func (c *caller) partWithSeat() {
	if c.floor != nil {
		c.talkOver(acd.Agent)
		c.floor = nil
		c.parted++
	}
}

// passed: the floor has, or has not, made the talk the other seat's. If not, that seat
// has signed out meanwhile: the two talk on all the same.
func (c *caller) passed(m passed) {
	t := c.passing
	c.passing = nil
	if m.ok || t == nil || c.conv == nil || c.conv.Seat != t.seat {
		return
	}
	c.offers = slices.DeleteFunc(c.offers, func(o *offer) bool { return o.leg == t.leg })
	c.dropThird()
	c.hush()
	c.conv = nil
	c.goesOnWith(t)
}

// talkPassed: the talk is the other seat's.
func (c *caller) talkPassed(f *acd.TalkPassed) { c.talked, c.lastSeat = true, f.To }
