package switchboard

import (
	"context"
	"slices"
	"strconv"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// offer is a call that the floor presents to a seat, from its Offered until the seat is
// released: when no phone of the seat has taken it, when another seat was faster, or
// when the talk is over. Where all seats ring there are several; at most one of them
// talks.
type offer struct {
	number  int64
	seat    string
	lasts   time.Duration // so long its phones ring, at most
	rings   []*ring       // the phones that ring, or are to; in the end the one that answered alone
	*ring                 // the phone that answered: from then on it stands for the seat; nil = none yet
	failed  acd.OfferEnd  // what the phones that ring no more came to; "" = nothing yet
	talking bool
	beside  bool // not the floor's: a seat that talks asked for this one
}

// lineFree: the phone for which a leg waits can be dialled now.
type lineFree struct{ leg string }

// offerWhere finds an offer of this call; nil = none (any more).
func (c *caller) offerWhere(fits func(*offer) bool) *offer {
	i := slices.IndexFunc(c.offers, fits)
	if i < 0 {
		return nil
	}
	return c.offers[i]
}

func (c *caller) offerOn(leg string) *offer {
	return c.offerWhere(func(o *offer) bool { return o.on(leg) != nil })
}

func (c *caller) offerNumber(n int64) *offer {
	return c.offerWhere(func(o *offer) bool { return o.number == n })
}

// offerTo finds the offer that a seat has: it has one at a time.
func (c *caller) offerTo(seat string) *offer {
	return c.offerWhere(func(o *offer) bool { return o.seat == seat })
}

// talk is the seat that the caller talks with, or is about to; nil = none.
func (c *caller) talk() *offer { return c.offerWhere(func(o *offer) bool { return o.talking }) }

// ring dials a seat that the floor offers the call to, at all its phones. Others may
// ring already.
func (c *caller) ring(f *acd.Offered) {
	if c.gone || c.ending {
		return // the floor will hear of it, and take the offer back
	}
	o := &offer{number: f.Offer, seat: f.Seat, lasts: ringTime(f)}
	for i, at := range c.sb.handsets(f.Seat) {
		o.rings = append(o.rings, &ring{leg: nthLeg(c.legsName(), f.Offer, i), at: at})
	}
	for i, free := range c.claim(o) {
		if r := o.on(nthLeg(c.legsName(), f.Offer, i)); free && r != nil {
			c.dial(o, r)
		}
	}
}

// claim makes the offer the call's, and tells which of its phones can be dialled.
func (c *caller) claim(o *offer) (free []bool) {
	c.offers = append(c.offers, o)
	for _, r := range o.rings {
		free = append(free, c.takeLine(r))
	}
	return free
}

func (c *caller) takeLine(r *ring) bool {
	return c.sb.lines.take(r.at.line(), r.leg, func() { c.facts.put(lineFree{r.leg}) })
}

func (c *caller) lineFree(m lineFree) {
	o, r := c.ringOn(m.leg)
	if r != nil && !r.dialled && o.ring == nil && !c.gone && !c.ending {
		c.dial(o, r)
	}
}

func (c *caller) dial(o *offer, r *ring) {
	if other := c.offerWhere((*offer).unsure); other != nil {
		if other != o {
			c.withdrawSoon(o) // where all seats ring, the caller must not wait for each in vain
		}
		return
	}
	c.bridge, r.dialled = bridgeID(c.id), true
	c.tell(call.LegDialled{
		At: c.now(), Call: c.id, Leg: r.leg, Seat: o.seat, Phone: r.at.String(), Key: r.at.key,
		Offer: o.number, Bridge: c.bridge,
	})
	c.phone.Route(c.box, r.leg)
	shown := c.shown(r.at)
	err := c.tryBeside("dial a seat", func(ctx context.Context) error {
		return c.phone.Originate(ctx, asterisk.Origination{
			ID: r.leg, Endpoint: r.at.endpoint(), Args: []string{"leg", c.id},
			CallerID: shown.callerID, Timeout: o.lasts, Variables: shown.headers,
		})
	})
	if err != nil {
		c.notDialled(o, r, err)
		return
	}
	// While the phone rings there is time for what the talk will need.
	if !c.bridged {
		c.makeBridge()
	}
}

// ringTime gives Asterisk a little longer than the floor, which decides.
func ringTime(f *acd.Offered) time.Duration {
	if f.RingUntil == 0 {
		return longestRing
	}
	return millis(f.RingUntil-f.At) + 2*time.Second
}

// longestRing is how long a phone may ring where the rules set no limit.
const longestRing = time.Hour

// notDialled sorts a refused origination. A phone that Asterisk cannot reach is
// the seat's matter. A link that fails is ours: the phone may ring all the same,
// so the leg counts as there; and the floor, which would offer the call to the
// same seat at once, learns of it only after a pause.
func (c *caller) notDialled(o *offer, r *ring, err error) {
	if !linkFailed(err) {
		r.ended = true
		c.ringFailed(o, r, acd.Unreachable)
		return
	}
	if o.beside {
		c.ringFailed(o, r, acd.Failed)
		return
	}
	r.unsure = true
	c.withdrawSoon(o)
}

// unsure: whether one of its phones rings is not known.
func (o *offer) unsure() bool {
	return slices.ContainsFunc(o.rings, func(r *ring) bool { return r.unsure })
}

// withdrawSoon gives an offer back that our link did not let us make.
func (c *caller) withdrawSoon(o *offer) {
	floor, number := c.floor, o.number
	c.sb.spawn(func() {
		if c.sb.pause(linkPause) {
			floor.send(acd.OfferFailed{At: c.sb.now(), Offer: number, Result: acd.Withdrawn})
		}
	})
}

// linkPause keeps a link that fails request after request from being asked
// without end.
const linkPause = time.Second

// offerEnded releases the phones of an offer that is over.
func (c *caller) offerEnded(f *acd.OfferEnded) {
	if f.Result == acd.Accepted {
		return
	}
	if o := c.offerNumber(f.Offer); o != nil {
		c.releaseOffer(o)
	}
}

// releaseOffer forgets the offer last, so that what breaks on the way can be made good.
func (c *caller) releaseOffer(o *offer) {
	for len(o.rings) > 0 {
		c.releaseRing(o, o.rings[0])
	}
	c.offers = slices.DeleteFunc(c.offers, func(other *offer) bool { return other == o })
}

func (c *caller) releaseOffers() {
	for len(c.offers) > 0 {
		c.releaseOffer(c.offers[0])
	}
}

// freeLines is for a call that broke twice: its seats must be of use to others.
func (c *caller) freeLines() {
	for _, o := range c.offers {
		for _, r := range o.rings {
			c.sb.lines.release(r.at.line(), r.leg)
		}
	}
}

// releaseLeg hangs a leg up, if it is there, and forgets it.
func (c *caller) releaseLeg(leg string, ended bool) {
	if !ended {
		hangUp := func(ctx context.Context) error { return c.phone.Hangup(ctx, leg, "normal") }
		if !settled(c.try("hang up a leg", hangUp)) {
			c.sb.insist(hangUp)
		}
	}
	c.phone.Unroute(leg)
	c.tell(call.LegEnded{At: c.now(), Call: c.id, Leg: leg})
}

// legsName is what the names of legs begin with. Each floor counts its offers by itself,
// so those of a second floor are told apart.
func (c *caller) legsName() string {
	if c.firstFloor == nil {
		c.firstFloor = c.floor
	}
	if c.floor == c.firstFloor {
		return c.id
	}
	return c.id + "-" + c.floor.name
}

// legID names the leg to a seat's first phone.
func legID(call string, offer int64) string { return call + "-" + strconv.FormatInt(offer, 10) }

// nthLeg names the leg to each of its phones, counted from 0.
func nthLeg(call string, offer int64, n int) string {
	if n == 0 {
		return legID(call, offer)
	}
	return legID(call, offer) + "-" + strconv.Itoa(n+1)
}
