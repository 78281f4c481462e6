package switchboard

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// offer is a seat's leg of the call, from the floor's Offered until the leg is
// released: when the offer has failed, when another seat was faster, or when the
// talk is over. Where all seats ring there are several; at most one of them talks.
type offer struct {
	number  int64
	seat    string
	leg     string        // channel
	rings   time.Duration // at most
	status  asterisk.DialStatus
	dialled bool // not while the seat's telephone is still in the leg before
	unsure  bool // the link failed as it was dialled: it may ring all the same
	talking bool
	ended   bool
}

// lineFree: the seat of an offer can be dialled now.
type lineFree struct{ offer int64 }

// offerWhere finds an offer of this call; nil = none (any more).
func (c *caller) offerWhere(fits func(*offer) bool) *offer {
	i := slices.IndexFunc(c.offers, fits)
	if i < 0 {
		return nil
	}
	return c.offers[i]
}

func (c *caller) offerOn(leg string) *offer {
	return c.offerWhere(func(o *offer) bool { return o.leg == leg })
}

func (c *caller) offerNumber(n int64) *offer {
	return c.offerWhere(func(o *offer) bool { return o.number == n })
}

// offerTo finds the offer that a seat has: it has one at a time.
func (c *caller) offerTo(seat string) *offer {
	return c.offerWhere(func(o *offer) bool { return o.seat == seat })
}

// talk is the seat that the caller talks with; nil = none.
func (c *caller) talk() *offer { return c.offerWhere(func(o *offer) bool { return o.talking }) }

// ring dials a seat that the floor offers the call to. Others may ring already.
func (c *caller) ring(f *acd.Offered) {
	if c.gone || c.ending {
		return // the floor will hear of it, and take the offer back
	}
	o := &offer{number: f.Offer, seat: f.Seat, leg: legID(c.id, f.Offer), rings: ringTime(f)}
	if c.claim(o) {
		c.dial(o)
	}
}

// claim makes the offer the call's, and is true when its seat can be dialled.
func (c *caller) claim(o *offer) bool {
	c.offers = append(c.offers, o)
	return c.sb.lines.take(o.seat, o.leg, func() { c.facts.put(lineFree{o.number}) })
}

func (c *caller) lineFree(m lineFree) {
	if o := c.offerNumber(m.offer); o != nil && !o.dialled && !c.gone && !c.ending {
		c.dial(o)
	}
}

func (c *caller) dial(o *offer) {
	if c.offerWhere(func(other *offer) bool { return other.unsure }) != nil {
		c.withdrawSoon(o) // where all seats ring, the caller must not wait for each in vain
		return
	}
	c.bridge, o.dialled = bridgeID(c.id), true
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: o.leg, Seat: o.seat, Offer: o.number, Bridge: c.bridge})
	c.phone.Route(c.box, o.leg)
	err := c.try("dial a seat", func(ctx context.Context) error {
		return c.phone.Originate(ctx, asterisk.Origination{
			ID: o.leg, Endpoint: "PJSIP/" + o.seat, Args: []string{"leg", c.id},
			CallerID: callerID(c.number), Timeout: o.rings,
		})
	})
	if err != nil {
		c.notDialled(o, err)
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

// callerID is what the seat's phone shows. A withheld number is said, not left
// out: an empty field would show the phone's own number.
func callerID(number string) string {
	if number == "" {
		return `"匿名" <anonymous>`
	}
	return fmt.Sprintf("%q <%s>", number, number)
}

// notDialled sorts a refused origination. A phone that Asterisk cannot reach is
// the seat's matter. A link that fails is ours: the phone may ring all the same,
// so the leg counts as there; and the floor, which would offer the call to the
// same seat at once, learns of it only after a pause.
func (c *caller) notDialled(o *offer, err error) {
	if !linkFailed(err) {
		o.ended = true
		c.offerFailed(o, acd.Unreachable)
		return
	}
	o.unsure = true
	c.withdrawSoon(o)
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

// offerFailed tells the floor, which answers with OfferEnded.
func (c *caller) offerFailed(o *offer, result acd.OfferEnd) {
	c.floor.send(acd.OfferFailed{At: c.now(), Offer: o.number, Result: result})
}

// offerAnswered: the seat's phone was picked up. The floor says whether it was the
// first; a leg that was not is hung up with the end of its offer.
func (c *caller) offerAnswered(o *offer) {
	c.floor.send(acd.SeatAnswered{At: c.now(), Offer: o.number})
}

// legDialling notes how the seat's phone replies.
func (c *caller) legDialling(e asterisk.Dialling) {
	o := c.offerOn(e.ID)
	if o == nil {
		return
	}
	o.status = e.Status
	if e.Status == asterisk.DialRinging {
		c.tell(call.LegRinging{At: c.now(), Call: c.id, Leg: e.ID})
	}
}

// whyNotAnswered reads the end of a leg that nobody picked up. That it rang too
// long is the floor's to say, and it is first: a 480 here comes from the phone
// (do not disturb). Causes are Q.850's, as Asterisk 22 gives them.
func whyNotAnswered(status asterisk.DialStatus, cause, sip int, lost bool) acd.OfferEnd {
	const normal, userBusy, rejected, congestion = 16, 17, 21, 34
	switch {
	case lost:
		return acd.Withdrawn
	case cause == userBusy || sip == 486 || sip == 600:
		return acd.Busy
	case cause == rejected || sip == 603 || sip == 480:
		return acd.Declined
	case (cause == 0 || cause == normal) && sip == 0: // picked up and put down at once
		return acd.Declined
	case cause == congestion || sip == 503 || status == asterisk.DialRinging:
		return acd.Failed
	}
	return acd.Unreachable
}

// offerEnded releases the leg of an offer that is over.
func (c *caller) offerEnded(f *acd.OfferEnded) {
	if f.Result == acd.Accepted {
		return
	}
	if o := c.offerNumber(f.Offer); o != nil {
		c.releaseOffer(o)
	}
}

func (c *caller) releaseOffer(o *offer) {
	defer c.sb.lines.release(o.seat, o.leg)
	c.offers = slices.DeleteFunc(c.offers, func(other *offer) bool { return other == o })
	if o.dialled {
		c.releaseLeg(o.leg, o.ended)
	}
}

func (c *caller) releaseOffers() {
	for len(c.offers) > 0 {
		c.releaseOffer(c.offers[0])
	}
}

// freeLines is for a call that broke twice: its seats must be of use to others.
func (c *caller) freeLines() {
	for _, o := range c.offers {
		c.sb.lines.release(o.seat, o.leg)
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
