package switchboard

import (
	"context"
	"errors"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/ivr"
)

// legAnswered: a phone that we dialled was picked up.
func (c *caller) legAnswered(leg string) {
	switch t := c.thirdOn(leg); {
	case c.spying(leg) || c.earOpened(leg):
	case c.outside != nil && (leg == c.outside.leg || c.besideOf(leg)):
		c.pickedUp(leg)
		c.outsideAnswered()
	case t != nil:
		c.thirdAnswered(t)
	default:
		c.seatPickedUp(leg)
	}
}

// connect brings caller and seat together: at once, or when the seat has heard what the
// queue wants it to know. The floor's answer is about the phone that was picked up
// first; the seat's others stop ringing when that cannot keep the caller waiting.
func (c *caller) connect(f *acd.Answered) {
	o := c.offerTo(f.Seat)
	o.talking = true
	c.talked, c.lastSeat, c.sent = true, o.seat, false
	defer c.releaseOthers(o)
	if c.gone {
		return // the floor has his hang-up behind this answer
	}
	if !c.brief(o, f) {
		c.meet(o)
	}
}

// meet lets caller and seat hear each other.
func (c *caller) meet(o *offer) {
	c.step(ivr.Connected{})
	c.stopPlay()
	c.stopMusic()
	switch {
	case o.ended:
		c.talkOver(acd.Agent)
	case !c.join(o.leg):
		c.talkOver(acd.System)
	default:
		c.converse(o.seat, o.leg)
		c.recordTalk(o.leg)
	}
}

// join puts caller and leg into the call's bridge. It fails only when one of
// them is no more: then that one's end follows, or is here.
func (c *caller) join(leg string) bool {
	if err := c.putTogether(c.outside == nil, c.channel, leg); err != nil {
		c.sb.metrics.unjoined.Inc()
		return false
	}
	c.connectedTo(leg)
	return true
}

// talkOver tells the floor, which answers with TalkEnded.
func (c *caller) talkOver(by acd.Party) {
	c.back.settleReached()
	c.floor.send(acd.TalkOver{At: c.now(), Call: c.id, By: by})
}

// talkEnded releases the seat. The caller, if still there, goes on with the
// script.
func (c *caller) talkEnded(f *acd.TalkEnded) {
	if c.parted > 0 {
		c.parted-- // he talks on with somebody else
		c.releaseOffersOf(f.Seat)
		return
	}
	if f.Into != "" {
		return // the seat is in another talk now
	}
	c.floor = nil
	if c.conv != nil {
		c.endConversation()
	}
	c.stopTalk()
	c.releaseOffers()
	c.dropBridge()
	if f.By == acd.System && !c.gone {
		c.again()
		return
	}
	if to := c.onward; to != nil && !c.gone {
		c.onward = nil
		c.goOnward(*to)
		return
	}
	if c.end.By == "" {
		c.end.By = string(f.By)
	}
	if c.session == nil && !c.gone {
		c.hangUp(ivr.EndDone) // the flow of before is no more
		return
	}
	c.step(ivr.Result{What: ivr.Talked})
}

// releaseOffersOf lets go of a seat.
func (c *caller) releaseOffersOf(seat string) {
	if o := c.offerTo(seat); o != nil {
		c.releaseOffer(o)
	}
}

// goOnward takes the caller where a seat has sent him; he keeps the age of his wait.
// Nowhere means back to the head of the line where he waited.
func (c *caller) goOnward(to dialplan.Target) {
	if c.session == nil && (c.back != nil || c.account != "") {
		c.goWithoutFlow(to)
		return
	}
	c.sent = to.Kind == dialplan.TargetQueue && c.tree.FloorOfQueue(to.Queue) != ""
	switch {
	case c.sent:
		c.enqueue(ivr.Queue{Queue: to.Queue, Music: c.waitingMusic(), NoSeat: true})
		c.resumeMusic()
	case c.session == nil:
		c.handOver("the place in the flow was lost")
	case to.Kind == dialplan.TargetCentre:
		c.stopMusic()
		c.moveTo(to.Centre, "", []string{"a seat transferred the call"})
		c.proceed()
	default:
		c.stopMusic()
		c.step(ivr.Again{})
	}
}

// goWithoutFlow is goOnward for who has come without a flow: a caller who was called back,
// or a seat. Where there is no place for him he is told so.
func (c *caller) goWithoutFlow(to dialplan.Target) {
	switch to.Kind {
	case dialplan.TargetQueue:
		c.enqueue(ivr.Queue{Queue: to.Queue, Music: c.waitingMusic(), NoSeat: true})
	case dialplan.TargetCentre:
		c.stopMusic()
		c.moveTo(to.Centre, "", []string{"a seat transferred the call"})
	default:
		c.enqueue(c.queued)
	}
	if c.session == nil && c.floor == nil && !c.ending {
		c.farewell(whyNobody)
		return
	}
	c.resumeMusic()
}

// again puts a caller whose talk we failed to join back at the head of his
// queue, and hands him over when that does not help either.
func (c *caller) again() {
	c.talked = false
	c.failures++
	if c.failures > 3 {
		c.handOver("the parties could not be joined")
		return
	}
	c.enqueue(c.queued)
	c.resumeMusic()
}

// makeBridge makes the bridge in which the parties will meet. If that fails, join
// makes it again.
func (c *caller) makeBridge() {
	err := c.tryBeside("create a bridge", func(ctx context.Context) error {
		err := c.phone.CreateBridge(ctx, c.bridge, asterisk.Talk, c.id)
		if errors.Is(err, asterisk.Conflict) {
			return nil // it is there since an offer before
		}
		return err
	})
	c.bridged = err == nil
}

// dropBridge ends the bridge. If that fails the bridge stays the call's, for its
// next talk or to be ended with it.
func (c *caller) dropBridge() {
	if c.bridge == "" || !settled(c.try("destroy the bridge", c.destroyBridge)) {
		return
	}
	c.bridge, c.bridged = "", false
}

func (c *caller) destroyBridge(ctx context.Context) error {
	return c.phone.DestroyBridge(ctx, bridgeID(c.id))
}

// legGone: a channel of this call has ended, or is about to. It may be told
// more than once.
func (c *caller) legGone(id string, cause, sip int, lost bool) {
	o, r := c.ringOn(id)
	switch {
	case id == c.channel:
		c.callerGone(cause, lost)
	case r != nil && !r.ended:
		c.ringGone(o, r, cause, sip, lost)
	case c.thirdOn(id) != nil:
		c.thirdGone(c.thirdOn(id), cause, sip, lost)
	case c.watchLegGone(id):
	case c.besideGone(id):
	case c.outside != nil && id == c.outside.leg:
		c.outsideGone(cause)
	}
}

// bridgeID names the bridge in which a call's parties meet.
func bridgeID(call string) string { return call + bridgeSuffix }

const bridgeSuffix = "-talk"
