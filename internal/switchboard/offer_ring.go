package switchboard

import (
	"slices"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// ring is one phone of a seat that is offered a call, from its turn in the phone's line
// until its leg is released. The first that is picked up, and accepted where a key is
// asked for, has the call; the offer has failed when all of them have.
type ring struct {
	leg     string // channel
	at      handset
	status  asterisk.DialStatus
	dialled bool // not while the phone is still in the leg before
	unsure  bool // the link failed as it was dialled: it may ring all the same
	ended   bool
	asking  // for the key that accepts the call
}

// on finds a phone of the offer by its leg; nil = none (any more).
func (o *offer) on(leg string) *ring {
	i := slices.IndexFunc(o.rings, func(r *ring) bool { return r.leg == leg })
	if i < 0 {
		return nil
	}
	return o.rings[i]
}

// ringOn finds a phone of a seat, and the offer for which it rings.
func (c *caller) ringOn(leg string) (*offer, *ring) {
	o := c.offerOn(leg)
	if o == nil {
		return nil, nil
	}
	return o, o.on(leg)
}

// seatPickedUp: a seat's phone was. It may be told more than once.
func (c *caller) seatPickedUp(leg string) {
	o, r := c.ringOn(leg)
	switch {
	case r == nil || r == o.ring || r.asked > 0:
	case o.ring != nil: // another phone of the seat was faster
		c.releaseRing(o, r)
	case r.at.key != "":
		c.askForKey(r)
	default:
		c.taken(o, r)
	}
}

// taken: the seat takes the call, at this phone. The floor says whether it was the first
// seat; one that was not is released with the end of its offer.
func (c *caller) taken(o *offer, r *ring) {
	o.ring = r
	if o.beside {
		c.thirdTaken(o)
		return
	}
	c.floor.send(acd.SeatAnswered{At: c.now(), Offer: o.number})
}

// releaseOthers ends the ringing of the phones at which the seat did not answer.
func (c *caller) releaseOthers(o *offer) {
	for _, r := range slices.Clone(o.rings) {
		if r != o.ring {
			c.releaseRing(o, r)
		}
	}
}

// releaseRing lets go of one phone.
func (c *caller) releaseRing(o *offer, r *ring) {
	defer c.sb.lines.release(r.at.line(), r.leg)
	o.rings = slices.DeleteFunc(o.rings, func(other *ring) bool { return other == r })
	if r.dialled {
		c.releaseLeg(r.leg, r.ended)
	}
}

// ringFailed: this phone does not take the call. When it was the last one the floor is
// told why, in the word that says most of the agent; it answers with OfferEnded.
func (c *caller) ringFailed(o *offer, r *ring, why acd.OfferEnd) {
	o.failed = moreTelling(o.failed, why)
	c.releaseRing(o, r)
	if len(o.rings) == 0 {
		c.offerFailed(o)
	}
}

func (c *caller) offerFailed(o *offer) {
	if o.beside {
		c.thirdFailed(o)
		return
	}
	c.floor.send(acd.OfferFailed{At: c.now(), Offer: o.number, Result: o.failed})
}

// moreTelling is the one of two ends of phones that says more of the agent.
func moreTelling(a, b acd.OfferEnd) acd.OfferEnd {
	for _, end := range []acd.OfferEnd{acd.Busy, acd.Declined, acd.NoAnswer, acd.Failed, acd.Unreachable} {
		if a == end || b == end {
			return end
		}
	}
	return acd.Withdrawn
}

// legDialling notes how the seat's phone replies.
func (c *caller) legDialling(e asterisk.Dialling) {
	o, r := c.ringOn(e.ID)
	if r == nil || r.ended {
		return
	}
	r.status = e.Status
	switch {
	case e.Forward != "":
		c.forwardedTo(o, r, e.Forward)
	case e.Status == asterisk.DialRinging:
		c.tell(call.LegRinging{At: c.now(), Call: c.id, Leg: e.ID})
	}
}

// ringGone: the leg to a seat's phone is no more.
func (c *caller) ringGone(o *offer, r *ring, cause, sip int, lost bool) {
	r.ended = true
	c.log.Debug("the seat's leg is gone", "seat", o.seat, "status", r.status, "cause", cause, "sip", sip, "lost", lost)
	switch {
	case r == o.ring && o.beside:
		if t := c.thirdOn(r.leg); t != nil {
			c.thirdGone(t, cause, sip, lost)
		}
	case r == o.ring && o.talking:
		c.seatHungUp()
	case r == o.ring: // what the floor makes of its answer is on the way
	case o.ring != nil:
		c.releaseRing(o, r)
	case r.asked > 0 && !lost: // a voicemail box, or an agent who did not want it
		c.ringFailed(o, r, acd.NoAnswer)
	default:
		c.ringFailed(o, r, whyNotAnswered(r.status, cause, sip, lost))
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
	case cause == rejected || sip == 603 || sip == 480 || elsewhere(sip):
		return acd.Declined
	case (cause == 0 || cause == normal) && sip == 0: // picked up and put down at once
		return acd.Declined
	case cause == congestion || sip == 503 || status == asterisk.DialRinging:
		return acd.Failed
	}
	return acd.Unreachable
}
