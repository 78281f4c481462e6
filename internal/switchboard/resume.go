package switchboard

import (
	"encoding/json"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/ivr"
)

// resume goes on where the call stood.
func (c *caller) resume(p *past, here bool, w world) {
	c.resumeSession(p)
	c.endOldWatch(p)
	c.resumeSeat(p, w)
	c.resumeConversation(p, w)
	c.resumeOutside(p, w)
	c.resumeTapes(p, here, w)
	c.dropStrays(p, w)
	switch {
	case p.gaveAway:
		c.goOnAlone(here)
	case !here:
		c.goneMeanwhile(w)
	case c.outside != nil:
		c.goOnOutside(w)
	case c.talk() != nil:
		c.goOnTalking(c.talk(), p, w)
	case c.floor == nil && c.sentOn(p) != nil:
		c.music = usualMusic // of before
		c.goOnward(*c.sentOn(p))
	case c.floor != nil && p.sent:
		c.sent = true
		c.connected()
		c.resumeMusic()
		c.goOnRinging(w)
	case c.session == nil && (c.account != "" || c.back != nil):
		c.resumeOwn(w)
	case c.session == nil:
		c.handOver("the place in the flow was lost")
	default:
		if c.floor == nil {
			c.stopOld()
			c.music = usualMusic // of before, perhaps
			c.stopMusic()
		}
		c.step(ivr.Start{})
		c.goOnRinging(w)
	}
	c.recordOn(p)
}

// resumeSession restores the place in the flow, or begins the flow anew when
// today's tree does not know that place. Without any flow there is no session.
func (c *caller) resumeSession(p *past) {
	var mark bookmark
	err := json.Unmarshal(p.Checkpoint, &mark)
	c.taping, c.language, c.slow = (mark.Taping || p.taping) && !p.confidential, mark.Vars.Language, mark.Vars.Slow
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
func (c *caller) resumeOutside(p *past, w world) {
	i := slices.IndexFunc(p.Legs, func(l call.Leg) bool {
		return p.isOutside(l) && p.Connected == "" || l.ID == p.Connected
	})
	if i < 0 || len(c.offers) > 0 {
		return
	}
	leg := p.Legs[i]
	c.bridge = bridgeID(c.id)
	c.outside = &outside{leg: leg.ID, number: leg.To, joined: p.Connected == leg.ID}
	c.resumeCalling(p, leg)
	if leg.Seat != "" && c.account == "" {
		c.resumePassed(p, leg, w)
	}
}

// resumeTapes takes up the recording of a talk that goes on, and settles the
// others. A caller who was leaving a message is asked for it again; if he has hung
// up meanwhile, what he said so far is kept.
func (c *caller) resumeTapes(p *past, here bool, w world) {
	if p.confidential {
		c.eraseKept()
	}
	for i, t := range p.tapes {
		if t.kept {
			c.eraseAll(t)
			continue
		}
		c.hold(&t)
		switch {
		case t.leg != "" && p.confidential:
			c.decide(&t, dropIt)
		case i == len(p.tapes)-1 && c.talksOn() != "" && c.resumeTalkTape(&t, w):
		case t.leg == "" && t.fate == undecided && here:
			c.decide(&t, dropIt)
		default:
			c.decide(&t, keepIt)
		}
	}
}

// resumeTalkTape takes up the recording of the talk that goes on; it is false if it is of
// another one, or does not run any more.
func (c *caller) resumeTalkTape(t *tape, w world) bool {
	if t.heard != "" {
		return c.resumeEars(t, w)
	}
	if t.leg != c.talksOn() {
		return false
	}
	t.fate, c.talkTape = keepIt, t
	return true
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
	for _, seat := range p.beside() {
		if c.offerTo(seat) == nil && (c.outside == nil || c.outside.seat != seat) {
			c.sb.vacate(seat, c.id, 0)
		}
	}
	if c.bridge == "" && w.bridges[bridgeID(c.id)] {
		c.bridge = bridgeID(c.id)
		c.dropBridge()
	}
}

// goOnTalking leaves a talk with a seat as it is, or joins parties who were
// about to be joined.
func (c *caller) goOnTalking(o *offer, p *past, w world) {
	c.connected()
	to := c.sentOn(p)
	switch {
	case to != nil:
		c.conv = nil
		_ = c.takeOut(c.channel)
		c.sendAway(*to)
	case p.conv != nil:
		c.goOnConversing(w)
	case o.ended && p.Connected != o.leg:
		c.conv = nil
		c.talkOver(acd.Agent)
	case p.Connected != o.leg && !c.rejoin(o.leg):
		c.conv = nil
		c.talkOver(acd.System)
	default:
		c.goOnConversing(w)
	}
}

// goneMeanwhile: the caller hung up, or his Asterisk is another's by now. A seat may talk
// on with a third party.
func (c *caller) goneMeanwhile(w world) {
	c.broken = w.uptime > 0 && w.uptime < time.Duration(c.now()-c.arrived)*time.Millisecond
	c.callerGone(0, true)
	if c.conv != nil {
		c.goOnConversing(w)
	}
}

// goOnAlone: the other side of this call is another's.
func (c *caller) goOnAlone(here bool) {
	if !here {
		c.callerGone(0, true)
		return
	}
	c.hangUp(ivr.EndDone)
}

// connected tells the script that a person is there, without its doing anything.
func (c *caller) connected() {
	if c.session != nil {
		c.session.Next(c.moment(), ivr.Connected{})
	}
}

// rejoin also ends the music of before.
func (c *caller) rejoin(leg string) bool {
	c.stopOld()
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
