package switchboard

import (
	"context"
	"slices"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
)

// transferAsked: a telephone in this call wants a transfer by its own button.
func (c *caller) transferAsked(e asterisk.TransferAsked) {
	switch {
	case c.conv != nil && e.ID == c.conv.leg && e.Blind:
		c.bringIn(talk.Transfer, e.To, e.ID)
	case c.conv != nil && e.ID == c.conv.leg:
		c.askFor(e)
	case !e.Blind && e.ID == c.channel:
		c.offerItself(e)
	default:
		c.refuseRefer(e.ID)
	}
}

func (c *caller) refuseRefer(channel string) { c.progress(channel, asterisk.TransferDeclined) }

func (c *caller) progress(channel, state string) {
	if channel != "" {
		_ = c.try("tell of a transfer", func(ctx context.Context) error { return c.phone.TransferProgress(ctx, channel, state) })
	}
}

// tellRefer tells the telephone what became of the transfer that it asked for, once.
func (c *caller) tellRefer(acts []talk.Act) {
	if !c.conv.Phase.Rings() {
		c.tellReferAs(slices.Contains(acts, talk.Give))
	}
}

func (c *caller) tellReferAs(done bool) {
	v := c.conv
	state := asterisk.TransferUnavailable
	if done {
		state = asterisk.TransferAnswered
	}
	c.progress(v.refer, state)
	v.refer = ""
}

// held: a telephone's own button for hold. Where the caller is with that seat alone he
// is on hold for the floor as well.
func (c *caller) held(e asterisk.HoldChanged) {
	v := c.conv
	switch {
	case v == nil:
	case v.third != nil && e.ID == v.third.leg:
		v.third.holds = e.Held
	case e.ID != v.leg:
	default:
		v.holds = e.Held
		switch {
		case e.Held && v.Phase == talk.Talking:
			c.move(talk.Input{Kind: talk.Hold})
		case !e.Held && v.Phase == talk.OnHold:
			c.move(talk.Input{Kind: talk.Retrieve})
		default:
			c.arrange()
		}
	}
}

// An attended transfer by a telephone's own button joins two calls: the one with the
// caller and the one in which the seat consulted. The second gives its other side to the
// first, which tells it when that is done.

// yield asks a call for its other side, on behalf of to.
type yield struct{ to *caller }

// yielded is that other side. A leg of "" says that there is none.
type yielded struct {
	from  *caller
	refer string // the telephone's channel that asked; "" = one of to
	seat  string // the same telephone's channel in the call that is to have it; "" = it asked
	third third
}

// merged tells the call that gave its other side that it is, or is not, needed.
type merged struct{ ok bool }

// gift is the other side of this call, on its way to another one.
type gift struct {
	third   third
	to      *caller
	outside *outside      // what it is to this call
	offer   *offer        // likewise
	conv    *conversation // likewise
}

// askFor asks the seat's second call for its other side.
func (c *caller) askFor(e asterisk.TransferAsked) {
	other := c.sb.callFrom(e.Second)
	if other == nil || other == c || c.conv.refer != "" || !c.sb.hand(other, yield{c}) {
		c.refuseRefer(e.ID)
		return
	}
	c.conv.refer = e.ID
}

// offerItself: the telephone asked on its second call. The first is to have what this
// one has.
func (c *caller) offerItself(e asterisk.TransferAsked) {
	first := c.sb.callOf(e.Second)
	if first == nil || first == c || c.given != nil {
		c.refuseRefer(e.ID)
		return
	}
	c.yieldTo(first, yielded{from: c, refer: e.ID, seat: e.Second})
}

// callFrom finds the call that came from a channel.
func (sb *Switchboard) callFrom(channel string) *caller {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.dialled[channel]
}

// callOf finds the call for which a leg was dialled, or that has taken it.
func (sb *Switchboard) callOf(leg string) *caller {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	if c := sb.owners[leg]; c != nil {
		return c
	}
	return sb.calls[callOfLeg(leg)]
}

// own keeps in mind that a leg has another call than the one that its name says.
func (sb *Switchboard) own(leg string, c *caller) {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	sb.owners[leg] = c
}

func (sb *Switchboard) disown(leg string) {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	delete(sb.owners, leg)
}

// hand gives a message to a call that will read it, or answer it by [caller.decline]; it
// is false when the call is over.
func (sb *Switchboard) hand(to *caller, message any) bool {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	if sb.calls[to.id] != to {
		return false
	}
	to.facts.put(message)
	return true
}

// yieldTo gives the other side of this call to another one. Its events go there from
// now on; those that are here already are sent after it.
func (c *caller) yieldTo(to *caller, m yielded) {
	g := c.gift()
	if g != nil {
		g.to, c.given, m.third = to, g, g.third
		c.gifts = append(c.gifts, g)
		c.phone.Route(to.box, g.third.leg)
	}
	if !c.sb.hand(to, m) {
		c.refuseRefer(m.refer)
		c.merged(merged{})
	}
}

// gift is what this call can give away, and does not have any more; nil = nothing.
func (c *caller) gift() *gift {
	switch o := c.talk(); {
	case c.given != nil || c.gone && c.channel != "" || c.back.dials():
		return nil
	case c.outside != nil && c.outside.joined && !c.outside.ended:
		c.endWatch()
		g := &gift{third: c.otherSide(), outside: c.outside}
		c.outside = nil
		return g
	case o != nil && !o.ended && (c.conv == nil || c.conv.third == nil):
		return c.giftOfSeat(o)
	}
	return nil
}

func (c *caller) giftOfSeat(o *offer) *gift {
	if c.conv != nil {
		c.endWatch()
		c.hush()
	}
	r := *o.ring
	g := &gift{offer: o, conv: c.conv, third: third{
		target: dialplan.Target{Kind: dialplan.TargetSeat, Seat: o.seat}, floor: c.floor, by: c.id,
		offer: &offer{seat: o.seat, rings: []*ring{&r}, ring: &r}, leg: o.leg, up: true, given: true,
	}}
	c.offers = slices.DeleteFunc(c.offers, func(other *offer) bool { return other == o })
	c.conv = nil
	return g
}

// passGift sends what happens to a leg that was given away after it.
func (c *caller) passGift(leg string, e asterisk.Event) bool {
	i := slices.IndexFunc(c.gifts, func(g *gift) bool { return g.third.leg == leg })
	if i >= 0 {
		c.sb.hand(c.gifts[i].to, e)
	}
	return i >= 0
}

func (c *caller) forgetGift(leg string) {
	c.gifts = slices.DeleteFunc(c.gifts, func(g *gift) bool { return g.third.leg == leg })
}

// yielded takes the other side of the seat's second call.
func (c *caller) yielded(m yielded) {
	v := c.conv
	refer := m.refer
	if v != nil && refer == "" {
		refer, v.refer = v.refer, ""
	}
	t := m.third
	switch {
	case t.leg == "":
		c.refuseRefer(refer)
	case v == nil || c.gone || m.seat != "" && m.seat != v.leg || v.third != nil && v.third.errand != m.from.id:
		c.refuseRefer(refer)
		c.decline(m)
	case v.third != nil:
		v.refer = refer
		c.found(m)
	default:
		v.third, v.refer = &t, refer
		c.take(m)
		c.merge(&t)
	}
}

// decline gives the other side back. If there is nobody any more who could have it, it
// is released.
func (c *caller) decline(m yielded) {
	leg := m.third.leg
	if leg == "" {
		return
	}
	// What happens to it until the other call has its events again is sent after it.
	c.gifts = append(c.gifts, &gift{third: m.third, to: m.from})
	if c.sb.hand(m.from, merged{}) {
		return
	}
	c.sb.insist(func(ctx context.Context) error { return c.sb.cfg.Telephone.Hangup(ctx, leg, "normal") })
	c.sb.cfg.Telephone.Unroute(leg)
}

// declineAll answers what a call that is over has not read.
func (c *caller) declineAll() {
	if c.sb.ctx.Err() != nil {
		return // it is not over: the next engine goes on with it
	}
	for _, m := range c.facts.take() {
		switch m := m.(type) {
		case yield:
			c.sb.hand(m.to, yielded{from: c})
		case yielded:
			c.decline(m)
		case watchAsk:
			m.by.facts.put(watchOver{whyNoCall})
		case watchEnd:
			m.by.facts.put(watchOver{})
		case cameIn:
			c.declineSupervisor(m)
		}
	}
}

// found: a consultation has found a seat.
func (c *caller) found(m yielded) {
	t := c.conv.third
	t.offer, t.floor, t.by, t.leg, t.errand = m.third.offer, m.third.floor, m.third.by, m.third.leg, ""
	c.take(m)
	c.thirdAnswered(t)
}

// take makes the other side of another call this one's.
func (c *caller) take(m yielded) {
	t := c.conv.third
	c.forgetGift(t.leg) // it may have been ours before
	c.sb.own(t.leg, c)
	fact := call.LegDialled{At: c.now(), Call: c.id, Leg: t.leg, Seat: t.seat(), To: t.target.Number, Bridge: bridgeID(c.id)}
	if o := t.offer; o != nil {
		fact.To, fact.Phone, fact.Key = "", o.at.String(), o.at.key
		o.beside, o.talking = true, false
		c.offers = append(c.offers, o)
		if t.by == "" {
			c.sb.occupy(t.seat(), c.id)
		}
	}
	c.tell(fact)
	c.sb.hand(m.from, merged{true})
}

// merge gives the caller to somebody who is there already.
func (c *caller) merge(t *third) {
	v := c.conv
	v.still = true
	c.move(talk.Input{Kind: talk.Transfer, Third: named(t.target)})
	v.still = false
	c.move(talk.Input{Kind: talk.Answered, Helper: c.helper(t)})
}

// merged: the other side of this call belongs to another now; or it is ours again.
func (c *caller) merged(m merged) {
	g := c.given
	c.given = nil
	switch {
	case g == nil:
	case m.ok:
		c.end.Detail = "merged with another call"
		c.gaveAway(g)
	default:
		c.takeBack(g)
	}
}

// takeBack: the other call does not want it.
func (c *caller) takeBack(g *gift) {
	c.forgetGift(g.third.leg)
	c.phone.Route(c.box, g.third.leg)
	c.outside, c.conv = g.outside, g.conv
	if g.offer != nil {
		c.offers = append(c.offers, g.offer)
	}
	if c.gone && c.channel != "" {
		c.leaveTalk()
	}
}

// strange: the channel is none of this call's, as far as is known.
func (c *caller) strange(channel string) bool {
	return channel != "" && channel != c.channel && callOfLeg(channel) != c.id && c.sb.callOf(channel) != c
}

// about is the channel that an event tells of the end of, or what its telephone does.
func about(e asterisk.Event) string {
	switch e := e.(type) {
	case asterisk.HangupRequested:
		return e.ID
	case asterisk.ChannelEnded:
		return e.ID
	case asterisk.ChannelLeft:
		return e.ID
	case asterisk.Digit:
		return e.ID
	case asterisk.HoldChanged:
		return e.ID
	case asterisk.TransferAsked:
		return e.ID
	}
	return ""
}
