package switchboard

import (
	"context"
	"fmt"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/ivr"
)

// enqueue asks the queue's floor to take the call.
func (c *caller) enqueue(e ivr.Queue) {
	name := c.tree.FloorOfQueue(e.Queue)
	if name == "" {
		c.inputs = append(c.inputs, ivr.Result{What: ivr.Left, Reason: "queue-removed"})
		return
	}
	if c.since == 0 {
		c.since = c.now()
	}
	c.floor, c.queued = c.sb.floor(name), e
	c.floor.send(acd.Enqueue{
		At: c.now(), Call: c.id, Queue: e.Queue, Since: c.since,
		Limits: acd.Limits{NoSeat: e.NoSeat, Wait: e.MaxWait.Milliseconds(), Size: e.MaxCalls, Expected: e.Expected.Milliseconds()},
	})
}

// look asks for the caller's place, or for the figures of a queue that he has not
// joined.
func (c *caller) look(queue string) {
	if queue == "" {
		if c.floor != nil {
			c.floor.send(look{call: c.id})
		}
		return
	}
	name := c.tree.FloorOfQueue(queue)
	if name == "" {
		c.inputs = append(c.inputs, ivr.View{})
		return
	}
	c.sb.floor(name).send(look{call: c.id, queue: queue})
}

func (c *caller) placed(p placed) {
	if !p.ok {
		c.step(ivr.View{})
		return
	}
	c.step(ivr.View{
		Position: p.view.Position, Waiting: p.view.Waiting,
		Seats: p.view.SignedIn, Expected: time.Duration(p.view.Expected) * time.Millisecond,
	})
}

// ring dials the seat that the floor offers the call to.
func (c *caller) ring(f *acd.Offered) {
	if c.gone || c.ending {
		return // the floor will hear of it, and take the offer back
	}
	c.bridge = bridgeID(c.id)
	leg := legID(c.id, f.Offer)
	c.offer = &offer{number: f.Offer, seat: f.Seat, leg: leg}
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: leg, Seat: f.Seat, Offer: f.Offer, Bridge: c.bridge})
	c.phone.Route(c.box, leg)
	err := c.try("dial a seat", func(ctx context.Context) error {
		return c.phone.Originate(ctx, asterisk.Origination{
			ID: leg, Endpoint: "PJSIP/" + f.Seat, Args: []string{"leg", c.id},
			CallerID: callerID(c.number), Timeout: ringTime(f),
		})
	})
	if err != nil {
		c.notDialled(err)
		return
	}
	// While the phone rings there is time for what the talk will need.
	c.makeBridge()
}

// ringTime gives Asterisk a little longer than the floor, which decides.
func ringTime(f *acd.Offered) time.Duration {
	return time.Duration(f.RingUntil-f.At)*time.Millisecond + 2*time.Second
}

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
func (c *caller) notDialled(err error) {
	if !linkFailed(err) {
		c.offer.ended = true
		c.offerFailed(acd.Unreachable)
		return
	}
	floor, number := c.floor, c.offer.number
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
func (c *caller) offerFailed(result acd.OfferEnd) {
	c.floor.send(acd.OfferFailed{At: c.now(), Offer: c.offer.number, Result: result})
}

// legDialling notes how the seat's phone replies.
func (c *caller) legDialling(e asterisk.Dialling) {
	if c.offer == nil || e.ID != c.offer.leg {
		return
	}
	c.offer.status = e.Status
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
	if c.offer == nil || c.offer.number != f.Offer || f.Result == acd.Accepted {
		return
	}
	c.releaseLeg(c.offer.leg, c.offer.ended)
	c.offer = nil
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

// abandoned is the floor's last word on a caller who hung up.
func (c *caller) abandoned(f *acd.Abandoned) {
	c.floor = nil
	if c.end.Outcome != "" {
		return // handed over: not his doing
	}
	c.end.Outcome = call.AbandonedInQueue
	if f.Ringing != "" {
		c.end.Outcome = call.AbandonedRinging
	}
}

// left: the queue did not keep the call; the script knows what to do instead.
func (c *caller) left(f *acd.Overflowed) {
	if f.Reason == acd.OverflowMoved {
		return // it waits elsewhere now
	}
	c.floor = nil
	c.overflowed = true
	c.stopMusic()
	c.step(ivr.Result{What: ivr.Left, Reason: f.Reason})
}
