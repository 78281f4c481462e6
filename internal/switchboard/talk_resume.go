package switchboard

import (
	"encoding/json"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
)

// foldTalk keeps how the talk stood.
func (p *past) foldTalk(f call.TalkMoved) {
	var s talk.State
	if json.Unmarshal(f.Talk, &s) == nil {
		p.conv = &s
	}
}

// resumeConversation rebuilds the conversation with a seat that talks.
func (c *caller) resumeConversation(p *past, w world) {
	o := c.talk()
	if o == nil {
		return
	}
	c.converse(o.seat, o.leg)
	v := c.conv
	if p.conv == nil || p.conv.Phase.Ended() || p.conv.Seat != o.seat {
		return
	}
	v.State = *p.conv
	v.sure = v.Phase == talk.Talking
	if v.Third != "" {
		c.resumeThird(p, w)
	}
}

// resumeThird takes up the third party's legs. One that waited in a queue for somebody is
// given up.
func (c *caller) resumeThird(p *past, w world) {
	v := c.conv
	t := &third{failed: acd.Withdrawn}
	t.target, _ = c.tree.Target(v.Third, c.trunk)
	v.third = t
	for _, leg := range p.Legs {
		if c.offerOn(leg.ID) != nil && (t.offer == nil || t.offer.on(leg.ID) == nil) {
			continue
		}
		ch, there := w.channels[leg.ID]
		up := there && ch.State == "Up"
		switch {
		case leg.Seat != "" && strings.Contains(leg.ID, thirdInfix) || leg.Seat == v.Helper && leg.Seat != "":
			c.resumeColleague(leg, there, up)
		case leg.To != "" && leg.Seat == "":
			t.leg, t.up, t.ended = leg.ID, up, !there
			t.target = dialplan.Target{Kind: dialplan.TargetOutside, Number: leg.To}
		}
	}
}

func (c *caller) resumeColleague(leg call.Leg, there, up bool) {
	t := c.conv.third
	r := ringOf(leg)
	r.dialled, r.ended = true, !there
	if t.offer == nil {
		t.offer = &offer{seat: leg.Seat, beside: true}
		t.floor = c.sb.floor(c.tree.FloorOfSeat(leg.Seat))
		t.target = dialplan.Target{Kind: dialplan.TargetSeat, Seat: leg.Seat}
		c.offers = append(c.offers, t.offer)
		c.sb.occupy(leg.Seat, c.id)
	}
	t.offer.rings = append(t.offer.rings, r)
	c.takeLine(r)
	if up && r.at.key == "" && t.offer.ring == nil {
		t.offer.ring, t.leg = r, leg.ID
		t.up = !c.conv.Phase.Rings()
	}
}

// goOnConversing finds out what has happened to the conversation meanwhile.
func (c *caller) goOnConversing(o *offer) {
	v := c.conv
	t := v.third
	if t != nil {
		c.goOnWithThird(t)
	}
	if c.conv == v && o.ended {
		c.seatLeft()
	}
	if c.conv == v {
		c.arrange()
	}
}

func (c *caller) goOnWithThird(t *third) {
	v := c.conv
	ended := t.leg == "" && (t.offer == nil || len(t.offer.rings) == 0) || t.ended || t.offer != nil && t.offer.ring != nil && t.offer.ended
	switch {
	case ended && v.Phase.Rings():
		c.move(talk.Input{Kind: talk.Failed})
	case ended:
		c.move(talk.Input{Kind: talk.ThirdGone})
	case v.Phase.Rings() && t.offer != nil && t.offer.ring != nil:
		c.thirdTaken(t.offer)
	case v.Phase.Rings() && t.offer == nil && t.up:
		t.up = false
		c.thirdAnswered(t)
	case t.offer != nil:
		c.ringsGone(t.offer)
	}
}

// ringsGone ends the phones of a seat that have ended meanwhile.
func (c *caller) ringsGone(o *offer) {
	for _, r := range append([]*ring(nil), o.rings...) {
		if r.ended && r != o.ring {
			c.ringFailed(o, r, acd.NoAnswer)
		}
	}
}
