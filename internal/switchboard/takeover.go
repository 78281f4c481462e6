package switchboard

import (
	"context"
	"slices"

	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
	"hotline/ivr"
)

// A supervisor takes a seat's place with its caller: his own channel goes from his call to
// the talk, as a third party to whom the caller is given at once. That takes facts of two
// calls; after a restart between them the talk has the channel, and his call is over.

// canBeTaken: a supervisor can have the caller, who is with that seat alone and came by a
// queue. A call that the seat itself has made lives and ends with the seat's telephone.
func (c *caller) canBeTaken(seat string) bool {
	v := c.conv
	return v != nil && v.Seat == seat && (v.Phase == talk.Talking || v.Phase == talk.OnHold) && v.third == nil && c.floor != nil && !c.gone
}

// comeIn asks a supervisor's call for his channel: it is to be the seat's.
type comeIn struct{ to *caller }

// cameIn is that channel. The supervisor's call is over, and he is occupied by the talk.
type cameIn struct {
	by            *caller
	seat, channel string
	at            handset
}

// takenOver: the supervisor's channel is ours; he takes the seat's place.
func (c *caller) takenOver(m cameIn) {
	w := c.watched(m.by)
	if w == nil || w.gone || !c.canBeTaken(w.of) {
		c.releaseLeg(m.channel, w != nil && w.gone)
		c.sb.vacate(m.seat, c.id, 0)
		return
	}
	c.watchers = slices.DeleteFunc(c.watchers, func(other *watcher) bool { return other == w })
	v, t := c.conv, c.supervisorAsThird(m)
	v.third, v.taken = t, true
	if !c.move(talk.Input{Kind: talk.TakeOver, Third: m.seat, Helper: c.helper(t)}) {
		v.taken = false
		c.dropThird()
	}
}

// supervisorAsThird makes his telephone that of a third party who has answered.
func (c *caller) supervisorAsThird(m cameIn) *third {
	r := &ring{leg: m.channel, at: m.at, dialled: true}
	t := &third{
		target: dialplan.Target{Kind: dialplan.TargetSeat, Seat: m.seat}, floor: c.sb.floor(c.tree.FloorOfSeat(m.seat)),
		offer: &offer{seat: m.seat, beside: true, rings: []*ring{r}, ring: r}, leg: m.channel, up: true, given: true,
	}
	c.offers = append(c.offers, t.offer)
	c.takeLine(r)
	c.sb.own(t.leg, c)
	c.tell(call.LegDialled{
		At: c.now(), Call: c.id, Leg: t.leg, Seat: m.seat, Phone: m.at.String(), Key: m.at.key, Bridge: bridgeID(c.id),
	})
	return t
}

// declineSupervisor ends the telephone of one who was to have a talk that is over.
func (c *caller) declineSupervisor(m cameIn) {
	c.sb.insist(func(ctx context.Context) error { return c.sb.cfg.Telephone.Hangup(ctx, m.channel, "normal") })
	c.sb.cfg.Telephone.Unroute(m.channel)
	c.sb.vacate(m.seat, c.id, 0)
}

// comeIn gives the supervisor's own channel to the talk that he takes over. His call is
// over with that.
func (c *caller) comeIn(m comeIn) {
	if c.watching == nil || c.gone || c.ending {
		c.sb.hand(m.to, watchEnd{c})
		return
	}
	c.stopPlay()
	c.stopMusic()
	c.sb.occupy(c.seat, m.to.id) // before this call lets go of it: it must not be offered one meanwhile
	c.phone.Route(m.to.box, c.channel)
	if !c.sb.hand(m.to, cameIn{c, c.seat, c.channel, c.ownHandset()}) {
		c.phone.Route(c.box, c.channel)
		c.sb.vacate(c.seat, m.to.id, 0)
		c.watchOver(watchOver{})
		return
	}
	for _, e := range c.box.Take() { // that came before
		c.sb.hand(m.to, e)
	}
	c.tookOver(m.to.id)
}

// tookOver ends the supervisor's call, which has no channel any more.
func (c *caller) tookOver(talk string) {
	c.timer.Stop()
	c.freeSummons()
	c.watching, c.channel = nil, ""
	c.gone, c.ending = true, true
	c.end.By, c.end.Detail = "seat", "took over call "+talk
	if c.session != nil {
		c.session.Next(c.moment(), ivr.HungUp{})
	}
	c.vacate(c.seat, 0)
}

// ownHandset is where the supervisor is.
func (c *caller) ownHandset() handset {
	if o := c.offerOn(c.channel); o != nil {
		return o.at
	}
	return handset{number: c.account}
}
