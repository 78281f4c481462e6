package switchboard

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
)

// foldTalk keeps how the talk stood, and where its caller was sent.
func (p *past) foldTalk(f call.Fact) {
	switch f := f.(type) {
	case call.TalkMoved:
		var s talk.State
		if json.Unmarshal(f.Talk, &s) == nil {
			p.conv = &s
		}
	case call.Transferred:
		if p.conv == nil || p.conv.Third == "" && p.conv.Seat == f.From && !p.conv.Phase.Ended() {
			p.onward = f.To // to nobody who was there or rang
		}
	}
}

// settleGifts gives legs that went from one call to another to the one that took them,
// and with them the talk by which the seat is known to its floor. A call that has ended
// by that is none any more.
func settleGifts(known map[string]*past) {
	for _, id := range slices.Sorted(maps.Keys(known)) {
		p := known[id]
		if p == nil {
			continue
		}
		for _, leg := range p.Legs {
			of := callOfLeg(leg.ID)
			giver := known[of]
			if giver == nil || of == p.Call {
				continue
			}
			if giver.floor != "" && leg.Seat != "" {
				p.by = map[string]string{leg.ID: of}
			}
			giver.gaveAway, giver.floor, giver.offers = true, "", nil
			giver.Legs = slices.DeleteFunc(giver.Legs, func(l call.Leg) bool { return l.ID == leg.ID })
			if giver.over {
				delete(known, of)
			}
		}
	}
}

// callOfLeg is the call whose name a leg has.
func callOfLeg(leg string) string {
	call, _, _ := strings.Cut(leg, "-")
	return call
}

// beside are the seats that were third parties of the call, or have gone on with it
// without their floor.
func (p *past) beside() (seats []string) {
	if p.Seat != "" {
		return nil
	}
	for _, leg := range p.Legs {
		if leg.Seat != "" && leg.Offer == 0 && p.by[leg.ID] == "" && (p.stood.State != acd.CallTalking || leg.Seat != p.stood.Seat) {
			seats = append(seats, leg.Seat)
		}
	}
	return seats
}

// targetNamed is a target by its name on record.
func targetNamed(tree *dialplan.Tree, name, trunk string) dialplan.Target {
	switch {
	case strings.Contains(name, "/"):
		return dialplan.Target{Kind: dialplan.TargetQueue, Queue: name}
	case tree.Centres[name].ID != "":
		return dialplan.Target{Kind: dialplan.TargetCentre, Centre: name}
	}
	to, _ := tree.Target(name, trunk)
	return to
}

// sentOn is where a seat has sent the caller, if that has not been done.
func (c *caller) sentOn(p *past) *dialplan.Target {
	if p.conv != nil && p.conv.Phase == talk.Returned {
		return &dialplan.Target{}
	}
	to := targetNamed(c.tree, p.onward, c.trunk)
	if to.Kind == dialplan.TargetQueue || to.Kind == dialplan.TargetCentre {
		return &to
	}
	return nil
}

// resumeConversation rebuilds the conversation with a seat that talks.
func (c *caller) resumeConversation(p *past, w world) {
	o := c.talk()
	switch {
	case o == nil:
		return
	case p.conv == nil:
		c.converse(o.seat, o.leg)
		c.conv.quiet = false // a word may have been said to the seat
		return
	}
	c.converse(o.seat, o.leg)
	v := c.conv
	v.State, v.sure, v.quiet = *p.conv, false, false
	v.heard, v.seatLeft = talk.Sounds{}, o.ended
	if v.Seat != o.seat {
		c.resumePassing(p, w)
		return
	}
	if v.Third != "" {
		c.resumeThird(p, w)
	}
}

// resumePassing: the talk was to be another seat's, and the floor had not answered. If
// that seat's telephone is not there any more, its part is over as any seat's.
func (c *caller) resumePassing(p *past, w world) {
	v := c.conv
	own := v.State
	v.State = talk.State{Phase: talk.Transferring, Seat: own.Seat, Third: own.Seat, Helper: own.Seat}
	v.third = &third{}
	c.resumeLegs(p, w)
	t := v.third
	v.State, v.third = own, nil
	if own.Third != "" {
		defer c.resumeThird(p, w)
	}
	if t.offer == nil {
		t.offer = &offer{seat: own.Seat, beside: true, rings: []*ring{{leg: legID(c.id, 0), at: handset{number: own.Seat}, ended: true}}}
		c.offers = append(c.offers, t.offer)
		t.floor = c.sb.floor(c.tree.FloorOfSeat(own.Seat))
	}
	if t.offer.ring == nil {
		t.offer.ring = t.offer.rings[0]
	}
	t.leg, t.up = t.offer.leg, true
	c.releaseOffer(c.talk())
	t.offer.beside, t.offer.talking = false, true
	v.leg, v.seatLeft = t.leg, t.offer.ended
	c.pass(t)
}

// resumeThird takes up the third party's legs. One that waited in a queue for somebody is
// given up.
func (c *caller) resumeThird(p *past, w world) {
	v := c.conv
	v.third = &third{failed: acd.Withdrawn, target: targetNamed(c.tree, v.Third, c.trunk)}
	c.resumeLegs(p, w)
	v.third.up = v.third.up || !v.Phase.Rings()
}

func (c *caller) resumeLegs(p *past, w world) {
	t := c.conv.third
	for _, leg := range p.Legs {
		if c.offerOn(leg.ID) != nil && (t.offer == nil || t.offer.on(leg.ID) == nil) {
			continue
		}
		ch, there := w.channels[leg.ID]
		up := there && ch.State == "Up"
		switch {
		case leg.Seat != "" && leg.Offer == 0 && (t.offer == nil || t.offer.seat == leg.Seat):
			c.resumeColleague(p, leg, there, up)
		case leg.To != "":
			t.leg, t.up, t.ended = leg.ID, up, !there
			t.target = dialplan.Target{Kind: dialplan.TargetOutside, Number: leg.To}
		}
	}
}

func (c *caller) resumeColleague(p *past, leg call.Leg, there, up bool) {
	t := c.conv.third
	r := ringOf(leg)
	r.dialled, r.ended = true, !there
	if t.offer == nil {
		t.offer = &offer{seat: leg.Seat, beside: true}
		t.floor = c.sb.floor(c.tree.FloorOfSeat(leg.Seat))
		t.target = dialplan.Target{Kind: dialplan.TargetSeat, Seat: leg.Seat}
		c.offers = append(c.offers, t.offer)
	}
	if t.by = p.by[leg.ID]; t.by == "" {
		c.sb.occupied.add(leg.Seat, c.id)
		c.sb.toSeat(leg.Seat, acd.Occupy{At: c.now(), Seat: leg.Seat, Call: c.id})
	}
	if callOfLeg(leg.ID) != c.id {
		c.sb.own(leg.ID, c)
	}
	t.offer.rings = append(t.offer.rings, r)
	c.takeLine(r)
	if (t.offer.ring == nil || t.offer.ended) && (!c.conv.Phase.Rings() || up && r.at.key == "") {
		t.offer.ring, t.leg = r, leg.ID
	}
}

// goOnConversing finds out what has happened to the conversation meanwhile.
func (c *caller) goOnConversing(w world) {
	v := c.conv
	t := v.third
	o := c.talk() // it may be another seat's by now
	if v.Phase == talk.Passed {
		c.goOnPassed(v, o)
		return
	}
	if !o.ended && !v.sure {
		_ = c.hushAll(v)
	}
	if t != nil {
		c.goOnWithThird(t, w)
	}
	if o := c.talk(); c.conv == v && o != nil && o.ended && v.Phase != talk.Passing {
		c.seatLeft()
	}
	if c.conv == v {
		c.arrange()
	}
}

// goOnPassed: the seat had given the caller away.
func (c *caller) goOnPassed(v *conversation, o *offer) {
	t := v.third
	if t == nil || t.leg == "" {
		c.endConversation()
		c.talkOver(acd.Agent)
		return
	}
	c.releaseOffer(o)
	v.seatLeft = true
	t.ended = t.ended || t.offer != nil && t.offer.ended
	c.connectedTo(t.leg)
	c.goOnWith(v, t)
}

func (c *caller) goOnWithThird(t *third, w world) {
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
	case v.Phase.Rings() && t.offer != nil:
		c.goOnWithRings(t, w)
	}
}

// goOnWithRings goes on with the phones of a seat that ring.
func (c *caller) goOnWithRings(t *third, w world) {
	c.expectThird(t)
	for _, r := range slices.Clone(t.offer.rings) {
		switch {
		case r.ended:
			c.ringFailed(t.offer, r, acd.NoAnswer)
		case w.channels[r.leg].State == "Up":
			c.pickedUp(r.leg)
		}
	}
}

// resumePassed takes up a seat that went on with the caller without its floor.
func (c *caller) resumePassed(p *past, leg call.Leg, w world) {
	t := &third{target: dialplan.Target{Kind: dialplan.TargetSeat, Seat: leg.Seat}, leg: leg.ID, up: true}
	c.conv = &conversation{State: talk.State{Phase: talk.Passed, Third: leg.Seat}, third: t, seatLeft: true, sure: true}
	_, there := w.channels[leg.ID]
	c.resumeColleague(p, leg, there, there)
	c.conv = nil
	c.goOnWithSeat(t)
}
