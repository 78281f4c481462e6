package switchboard

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/ivr"
)

// past is a call that the journal left open, as it stood.
type past struct {
	call.State
	floor string         // that has the call, or ""
	stood acd.CallStatus // there
}

// past joins what the call's own facts and its floor's facts say.
func (m memory) past() map[string]*past {
	all := map[string]*past{}
	for id, s := range m.calls {
		all[id] = &past{State: *s}
	}
	for name, state := range m.floors {
		for _, stood := range state.Calls() {
			if p := all[stood.ID]; p != nil {
				p.floor, p.stood = name, stood
				continue
			}
			all[stood.ID] = &past{State: call.State{Call: stood.ID}, floor: name, stood: stood}
		}
	}
	return all
}

// adopt takes up, at the first link, every call that the journal left open:
// talks go on untouched, waiting callers keep their place, a caller in a menu
// hears that step again, and whoever has left meanwhile is found out. It takes
// what it adopts out of found.
func (sb *Switchboard) adopt(e asterisk.LinkUp, found map[string]asterisk.ChannelArrived) {
	alive := map[string]asterisk.Channel{}
	for _, ch := range e.Channels {
		alive[ch.ID] = ch
	}
	known := slices.SortedFunc(maps.Values(sb.known), func(a, b *past) int {
		return cmp.Or(cmp.Compare(a.Arrived, b.Arrived), cmp.Compare(a.Call, b.Call))
	})
	sb.known = nil
	for _, p := range known {
		sb.takeUp(p, alive, found)
	}
	sb.dropBridges(e.Bridges)
}

func (sb *Switchboard) takeUp(p *past, alive map[string]asterisk.Channel, found map[string]asterisk.ChannelArrived) {
	here, ok := found[p.Channel]
	box := here.Box
	if !ok {
		box = sb.cfg.Telephone.NewMailbox()
	}
	delete(found, p.Channel)
	c := sb.newCaller(p.Call, p.Channel, box, sb.tree.Load())
	c.seat, c.trunk, c.number, c.called = p.Seat, p.Trunk, p.From, p.To
	c.centre, c.arrived, c.plays = p.Centre, p.Arrived, int(sb.now())
	for _, leg := range p.Legs {
		if other, ok := found[leg.ID]; ok {
			other.Box.Close()
			delete(found, leg.ID)
		}
		sb.cfg.Telephone.Route(box, leg.ID)
	}
	c.log.Info("call taken up again", "from_journal", true, "still_there", ok)
	sb.enter(c, func() { c.resume(p, ok, alive) })
}

// resume goes on where the call stood.
func (c *caller) resume(p *past, here bool, alive map[string]asterisk.Channel) {
	c.resumeSession(p)
	leg, talking := c.resumeFloor(p, alive)
	switch {
	case !here:
		c.callerGone(0, true)
	case talking && c.offer.ended:
		c.talkOver(acd.Agent)
	case talking:
		c.session.Next(ivr.Connected{})
		if p.Connected != c.offer.leg && !c.join(c.offer.leg) {
			c.talkOver(acd.System)
		}
	case c.session == nil:
		c.handOver("the place in the flow was lost")
	default:
		c.step(ivr.Start{})
		c.resumeOffer(leg)
	}
}

// resumeSession restores the place in the flow, or begins the flow anew when
// today's tree does not know that place.
func (c *caller) resumeSession(p *past) {
	var checkpoint ivr.Checkpoint
	err := json.Unmarshal(p.Checkpoint, &checkpoint)
	if err == nil {
		c.session, err = ivr.Restore(c.tree.Program, checkpoint)
	}
	if err == nil {
		return
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

// resumeFloor takes up the place on the floor, and the seat's leg.
func (c *caller) resumeFloor(p *past, alive map[string]asterisk.Channel) (leg asterisk.Channel, talking bool) {
	if p.floor == "" {
		return leg, false
	}
	c.floor, c.since = c.sb.floor(p.floor), p.stood.Since
	c.queued = ivr.Queue{Queue: p.stood.Queue}
	if p.stood.State == acd.CallWaiting {
		return leg, false
	}
	talking = p.stood.State == acd.CallTalking
	c.bridge = c.id + "-talk"
	c.offer = &offer{
		number: p.stood.Offer, seat: p.stood.Seat, leg: c.pastLeg(p),
		status: asterisk.DialRinging, talking: talking,
	}
	leg, there := alive[c.offer.leg]
	c.offer.ended = !there
	c.talked = talking
	return leg, talking
}

// pastLeg names the leg of the seat that the floor had for the call. One that
// was decided but not dialled any more has no leg in the facts.
func (c *caller) pastLeg(p *past) string {
	for _, leg := range slices.Backward(p.Legs) {
		if leg.Seat == p.stood.Seat {
			return leg.ID
		}
	}
	return c.legID(p.stood.Offer)
}

// resumeOffer takes up a seat that rang, or has answered meanwhile, or tells
// the floor that its phone rings no more.
func (c *caller) resumeOffer(leg asterisk.Channel) {
	switch {
	case c.offer == nil:
	case c.offer.ended:
		c.floor.send(acd.OfferFailed{At: c.now(), Offer: c.offer.number, Result: acd.Withdrawn})
	case leg.State == "Up":
		c.legAnswered(c.offer.leg)
	}
}

// dropBridges ends bridges whose call is no more.
func (sb *Switchboard) dropBridges(bridges []asterisk.Bridge) {
	for _, b := range bridges {
		id, ours := strings.CutSuffix(b.ID, "-talk")
		sb.mu.Lock()
		_, live := sb.calls[id]
		sb.mu.Unlock()
		if !ours || live {
			continue
		}
		ctx, cancel := context.WithTimeout(sb.ctx, requestTime)
		_ = sb.cfg.Telephone.DestroyBridge(ctx, b.ID)
		cancel()
	}
}
