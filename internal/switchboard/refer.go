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
	case !e.Blind && c.conv == nil && e.ID == c.channel:
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

// held: a telephone's own button for hold.
func (c *caller) held(e asterisk.HoldChanged) {
	if c.conv == nil || e.ID != c.conv.leg {
		return
	}
	switch {
	case e.Held && c.conv.Phase == talk.Talking:
		c.move(talk.Input{Kind: talk.Hold})
	case !e.Held && c.conv.Phase == talk.OnHold:
		c.move(talk.Input{Kind: talk.Retrieve})
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
	third third
}

// merged tells the call that gave its other side that it is, or is not, needed.
type merged struct{ ok bool }

// askFor asks the seat's second call for its other side.
func (c *caller) askFor(e asterisk.TransferAsked) {
	other := c.sb.callOn(e.Second)
	if other == nil || other == c {
		c.refuseRefer(e.ID)
		return
	}
	c.conv.refer = e.ID
	other.facts.put(yield{c})
}

// offerItself: the telephone asked on its second call. The first is to have what this
// one has.
func (c *caller) offerItself(e asterisk.TransferAsked) {
	first := c.sb.callOn(e.Second)
	if first == nil || first == c {
		c.refuseRefer(e.ID)
		return
	}
	c.yieldTo(first, e.ID)
}

// callOn finds the call that a channel of a seat's telephone belongs to.
func (sb *Switchboard) callOn(channel string) *caller {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	if len(channel) > callIDLength {
		if c := sb.calls[channel[:callIDLength]]; c != nil {
			return c
		}
	}
	for _, c := range sb.calls {
		if c.channel == channel {
			return c
		}
	}
	return nil
}

const callIDLength = 16

// yieldTo gives the other side of this call to another one. Its events go there from
// now on.
func (c *caller) yieldTo(to *caller, refer string) {
	gift := yielded{from: c, refer: refer}
	switch o := c.talk(); {
	case c.given != nil || c.gone && c.channel != "" || c.back.dials():
	case c.outside != nil && c.outside.joined && !c.outside.ended:
		gift.third = c.otherSide()
	case o != nil && !o.ended && (c.conv == nil || c.conv.third == nil):
		gift.third = third{
			target: dialplan.Target{Kind: dialplan.TargetSeat, Seat: o.seat}, offer: o, floor: c.floor, by: c.id,
			leg: o.leg, up: true, given: true,
		}
	}
	if gift.third.leg != "" {
		c.given = &gift.third
		c.phone.Route(to.box, gift.third.leg)
	}
	to.facts.put(gift)
}

// yielded takes the other side of the seat's second call.
func (c *caller) yielded(m yielded) {
	v := c.conv
	refer := m.refer
	if v != nil && refer == "" {
		refer, v.refer = v.refer, ""
	}
	if m.third.leg == "" || v == nil || v.third != nil && v.third.errand != m.from.id {
		c.refuseRefer(refer)
		m.from.facts.put(merged{false})
		return
	}
	if v.third != nil {
		c.found(m)
		return
	}
	t := m.third
	v.third, v.refer = &t, refer
	if t.offer != nil {
		c.own(t.offer)
	}
	c.merge(&t)
	m.from.facts.put(merged{true})
}

// found: a consultation has found a seat.
func (c *caller) found(m yielded) {
	t := c.conv.third
	t.offer, t.floor, t.by, t.leg, t.errand = m.third.offer, m.third.floor, m.third.by, m.third.leg, ""
	c.own(t.offer)
	m.from.facts.put(merged{true})
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: t.leg, Seat: t.seat(), Bridge: bridgeID(c.id)})
	c.thirdAnswered(t)
}

// own takes a seat's phone over from another call.
func (c *caller) own(o *offer) {
	o.beside, o.talking = true, false
	c.offers = append(c.offers, o)
}

// merge gives the caller to somebody who is there already.
func (c *caller) merge(t *third) {
	v := c.conv
	v.still = true
	if c.move(talk.Input{Kind: talk.Transfer, Third: named(t.target)}) {
		v.still = false
		c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: t.leg, Seat: t.seat(), To: t.target.Number, Bridge: bridgeID(c.id)})
		c.move(talk.Input{Kind: talk.Answered, Helper: c.helper(t)})
	}
	v.still = false
}

// merged: the other side of this call belongs to another now; or it is ours again.
func (c *caller) merged(m merged) {
	t := c.given
	c.given = nil
	if t == nil {
		return
	}
	if !m.ok {
		c.phone.Route(c.box, t.leg)
		return
	}
	c.end.Detail = "merged with another call"
	c.gaveAway(t)
}
