package switchboard

import (
	"encoding/json"
	"slices"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/ivr"
)

// resume goes on where the call stood.
func (c *caller) resume(p *past, here bool, w world) {
	c.resumeSession(p)
	c.resumeSeat(p, w)
	c.resumeOutside(p)
	c.resumeTapes(p, here)
	c.dropStrays(p, w)
	switch {
	case !here:
		c.callerGone(0, true)
	case c.outside != nil:
		c.goOnOutside(w)
	case c.talk() != nil:
		c.goOnTalking(c.talk(), p)
	case c.session == nil && (c.account != "" || c.back != nil):
		c.resumeOwn(w)
	case c.session == nil:
		c.handOver("the place in the flow was lost")
	default:
		if c.floor == nil {
			c.music = usualMusic // of before, perhaps
			c.stopMusic()
		}
		c.step(ivr.Start{})
		c.goOnRinging(w)
	}
}

// resumeSession restores the place in the flow, or begins the flow anew when
// today's tree does not know that place. Without any flow there is no session.
func (c *caller) resumeSession(p *past) {
	var mark bookmark
	err := json.Unmarshal(p.Checkpoint, &mark)
	c.taping, c.language, c.slow = mark.Taping, mark.Vars.Language, mark.Vars.Slow
	if err == nil {
		c.session, err = ivr.Restore(c.tree.Program, mark.Checkpoint)
	}
	if err == nil {
		return
	}
	if c.account != "" && p.Flow == "" || c.back != nil && len(p.Checkpoint) == 0 {
		return // a number was dialled as it is
	}
	flow := p.Flow
	if centre, ok := c.tree.Centres[p.Centre]; ok {
		flow = centre.Entry
	}
	c.log.Warn("the flow begins anew for a call of before", "flow", flow, "err", err)
	c.session, err = ivr.NewSession(c.tree.Program, flow, c.vars())
	if err != nil {
		c.session = nil
	}
}

// resumeSeat takes up the place on the floor, and the legs of seats.
func (c *caller) resumeSeat(p *past, w world) {
	c.takeUpOffers(p, w)
	c.resumeConversation(p, w)
}

func (c *caller) takeUpOffers(p *past, w world) {
	if p.floor == "" {
		return
	}
	c.floor, c.since = c.sb.floor(p.floor), p.stood.Since
	c.queued = p.queued()
	for _, o := range p.offers {
		o.stand(p.Connected, w)
		c.bridge = bridgeID(c.id)
		c.claim(&o)
	}
}

// resumeOutside takes up the leg to a number outside.
func (c *caller) resumeOutside(p *past) {
	i := slices.IndexFunc(p.Legs, func(l call.Leg) bool {
		return p.isOutside(l) && p.Connected == "" || l.ID == p.Connected
	})
	if i < 0 || len(c.offers) > 0 {
		return
	}
	leg := p.Legs[i]
	c.bridge = bridgeID(c.id)
	c.outside = &outside{leg: leg.ID, joined: p.Connected == leg.ID}
	c.resumeCalling(p, leg)
}

// resumeTapes takes up the recording of a talk that goes on, and settles the
// others. A caller who was leaving a message is asked for it again; if he has hung
// up meanwhile, what he said so far is kept.
func (c *caller) resumeTapes(p *past, here bool) {
	for i, t := range p.tapes {
		if t.kept {
			c.eraseAll(t)
			continue
		}
		c.hold(&t)
		talk := c.talk()
		talks := t.heard != "" && (talk != nil || c.outside != nil && c.outside.joined) && c.talkTape == nil && i == len(p.tapes)-1 ||
			talk != nil && talk.leg == t.leg || c.outside != nil && c.outside.joined && c.outside.leg == t.leg
		switch {
		case t.leg != "" && p.confidential:
			c.decide(&t, dropIt)
		case talks && t.leg != "":
			t.fate, c.talkTape = keepIt, &t
		case t.leg == "" && t.fate == undecided && here:
			c.decide(&t, dropIt)
		default:
			c.decide(&t, keepIt)
		}
	}
}

// dropStrays ends legs and a bridge that were to end when the engine did.
func (c *caller) dropStrays(p *past, w world) {
	for _, leg := range p.legs() {
		if c.offerOn(leg) != nil || c.thirdOn(leg) != nil || c.outside != nil && c.outside.leg == leg {
			continue
		}
		_, there := w.channels[leg]
		c.releaseLeg(leg, !there)
	}
	if c.bridge == "" && w.bridges[bridgeID(c.id)] {
		c.bridge = bridgeID(c.id)
		c.dropBridge()
	}
}

// goOnTalking leaves a talk with a seat as it is, or joins parties who were
// about to be joined.
func (c *caller) goOnTalking(o *offer, p *past) {
	c.connected()
	switch {
	case o.ended && p.Connected != o.leg:
		c.conv = nil
		c.talkOver(acd.Agent)
	case p.Connected != o.leg && !c.rejoin(o.leg):
		c.conv = nil
		c.talkOver(acd.System)
	default:
		c.goOnConversing(o)
	}
}

// connected tells the script that a person is there, without its doing anything.
func (c *caller) connected() {
	if c.session != nil {
		c.session.Next(c.moment(), ivr.Connected{})
	}
}

// rejoin also ends the music of before.
func (c *caller) rejoin(leg string) bool {
	c.music = usualMusic
	c.stopMusic()
	if queueOf(c.sb.tree.Load(), c.queued.Queue).Briefing != "" {
		c.stopBriefing(leg)
	}
	return c.join(leg)
}

// goOnOutside leaves a talk with a number outside as it is, or goes on dialling.
func (c *caller) goOnOutside(w world) {
	leg, there := w.channels[c.outside.leg]
	switch {
	case !there:
		c.outsideGone(0)
	case c.outside.joined:
		c.connected()
	default:
		c.music = usualMusic
		if leg.State == "Up" {
			c.outsideAnswered()
		}
	}
}

// goOnRinging takes up seats that rang, or have answered meanwhile, or tells the
// floor that their phones ring no more.
func (c *caller) goOnRinging(w world) {
	for _, o := range slices.Clone(c.offers) {
		for _, r := range slices.Clone(o.rings) {
			switch {
			case r.ended:
				c.ringFailed(o, r, acd.Withdrawn)
			case w.channels[r.leg].State == "Up":
				c.seatPickedUp(r.leg)
			}
		}
	}
}
