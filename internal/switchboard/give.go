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
	c.endWatchOf(was.Seat)
	c.tell(call.Transferred{At: c.now(), Call: c.id, From: was.Seat, To: named(t.target), Way: v.way(was.Phase)})
	c.connectedTo(t.leg)
	if v.Phase == talk.Passed {
		c.goOnWith(v, t)
		return
	}
	if o := c.talk(); o != nil {
		c.releaseOffer(o)
	}
	t.offer.beside, t.offer.talking = false, true
	v.leg, v.third, v.holds, v.seatLeft, v.keys = t.leg, nil, t.holds, false, keypad{}
	v.heard.Seat, v.heard.Third = v.heard.Third, talk.Nothing
	c.pass(t)
	c.recordFor(t.queue)
}

// pass asks the floor to let the seat have the talk.
func (c *caller) pass(t *third) {
	c.passing = append(c.passing, t)
	c.floor.send(passOn{acd.PassTalk{At: c.now(), Call: c.id, To: t.seat(), By: t.by}})
}

func (v *conversation) way(was talk.Phase) string {
	switch {
	case v.taken:
		v.taken = false
		return wayTakenOver
	case v.third.given || was != talk.Transferring && was != talk.Passing:
		return wayAttended
	}
	return wayBlind
}

// passed: the floor has, or has not, made the talk the other seat's. If not, that seat
// has signed out meanwhile: the two talk on all the same.
func (c *caller) passed(m passed) {
	i := slices.IndexFunc(c.passing, func(t *third) bool { return t.seat() == m.to })
	if i < 0 {
		return
	}
	t := c.passing[i]
	c.passing = slices.Delete(c.passing, i, i+1)
	switch v := c.conv; {
	case m.ok: // whoever keeps the books of seats has read the fact
	case v != nil && v.Seat == m.to:
		c.goOnWithout(v, t)
	default:
		c.freeSeat(t) // it has left, or given him on
	}
}

// goOnWithout makes a talk that the floor does not want one that it has nothing to do
// with. Whatever the seat was about to do comes to nothing.
func (c *caller) goOnWithout(v *conversation, t *third) {
	c.endWatch()
	c.hush()
	c.dropThird()
	t.offer.talking = false
	t.ended = t.offer.ended
	v.State = talk.State{Phase: talk.Passed, Seat: v.Seat, Third: v.Seat}
	v.third, v.seatLeft = t, true
	v.heard.Third, v.heard.Seat = v.heard.Seat, talk.Nothing
	if v.heard.Third == talk.Ringing {
		v.heard.Third = talk.Nothing
	}
	c.goOnWith(v, t)
}

// goOnWith: caller and third party talk until one of them hangs up; the seat's floor has
// nothing to do with it any more.
func (c *caller) goOnWith(v *conversation, t *third) {
	c.conv = nil
	c.outside = &outside{leg: t.leg, number: t.target.Number, joined: true, ended: t.ended, of: v}
	if t.offer != nil {
		c.goOnWithSeat(t)
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
		return
	}
	c.arrangeIn(v)
}

func (c *caller) goOnWithSeat(t *third) {
	c.offers = slices.DeleteFunc(c.offers, func(o *offer) bool { return o == t.offer })
	c.outside.seat, c.outside.at = t.seat(), t.offer.at
	c.outside.over = func() {
		c.sb.lines.release(t.offer.at.line(), t.leg)
		c.freeSeat(t)
	}
}

// talkPassed: the talk is the other seat's.
func (c *caller) talkPassed(f *acd.TalkPassed) { c.talked, c.lastSeat = true, f.To }
