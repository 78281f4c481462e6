package switchboard

import (
	"context"
	"strconv"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/numbering"
	"hotline/ivr"
)

// outside is a leg to a number outside, on a trunk.
type outside struct {
	leg    string
	number string  // "" = a seat's telephone
	seat   string  // whose telephone it is; "" = a number outside
	at     handset // of the seat
	joined bool
	ended  bool
	of     *conversation // of a seat that has given the caller to it; nil = none did
	over   func()        // what else is to be done when it is released; may be nil
}

const (
	outsideRing = 45 * time.Second // how long a number outside may ring
	usualMusic  = "default"        // the class for whom no queue names one
)

// dialOutside dials a number on the trunk that is allowed to. The dialplan
// decides which numbers there are: nothing else is ever dialled.
func (c *caller) dialOutside(number string) {
	trunk, ok := c.tree.TrunkFor(number, c.trunk)
	if !ok {
		c.log.Warn("a flow forwards to a number that no trunk allows")
		c.refuseForward("not allowed")
		return
	}
	number = string(numbering.Called(number)) // its one form: digits only
	o, refusal := c.outsideLine(number, trunk)
	if refusal != "" {
		c.refuseForward(refusal)
		return
	}
	c.stopPlay()
	c.legs++
	c.bridge = bridgeID(c.id)
	c.outside = &outside{leg: c.id + "-out-" + strconv.Itoa(c.legs), number: number}
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: c.outside.leg, To: number, Bridge: c.bridge})
	c.phone.Route(c.box, c.outside.leg)
	o.ID, o.Args = c.outside.leg, []string{"leg", c.id}
	err := c.try("dial outside", func(ctx context.Context) error { return c.phone.Originate(ctx, o) })
	if err != nil {
		c.outsideOver(ivr.Result{What: ivr.Failed, Reason: "not dialled"})
		return
	}
	c.startMusic(usualMusic)
	c.makeBridge()
}

// outsideLine is how a number outside is dialled for this caller, or why it is not: a
// call goes from hotline to hotline only so often.
func (c *caller) outsideLine(number, trunk string) (o asterisk.Origination, refusal string) {
	o = asterisk.Origination{
		Endpoint: "PJSIP/" + number + "@" + trunk, CallerID: callerID(c.ownNumberShown()), Timeout: outsideRing,
	}
	if !hotline(number) {
		return o, ""
	}
	if c.travel.hops >= c.tree.MaxHops {
		c.log.Warn("a call has been forwarded too often; it goes no further", "hops", c.travel.hops)
		return o, "too many hops"
	}
	if !c.setOut(number) {
		c.log.Warn("calls of this number to this hotline seem to come back to us; this one goes no further")
		return o, "it comes back"
	}
	o.Variables = c.travelHeaders()
	return o, ""
}

func (c *caller) outsideAnswered() {
	c.stopMusic()
	c.outside.joined = true
	c.step(ivr.Connected{})
	if c.join(c.outside.leg) {
		c.recordTalk(c.outside.leg)
	} else {
		c.outside.joined = false
		c.outsideOver(ivr.Result{What: ivr.Failed, Reason: "not joined"})
	}
}

// outsideGone: the other end hung up, or never answered.
func (c *caller) outsideGone(cause int) {
	c.outside.ended = true
	if c.outside.joined {
		c.forwarded = true
		c.outsideOver(ivr.Result{What: ivr.Talked})
		return
	}
	reason := "no-answer"
	switch {
	case cause == 17:
		reason = "busy"
	case cause == 21 && c.calling != nil:
		reason = whyDeclined
	}
	c.outsideOver(ivr.Result{What: ivr.Failed, Reason: reason})
}

// outsideOver releases the leg and goes on with the script.
func (c *caller) outsideOver(result ivr.Result) {
	c.endWatch()
	c.forwarded = c.forwarded || c.outside.joined
	talked := c.outside.joined
	leg, ended, over := c.outside.leg, c.outside.ended, c.outside.over
	c.outside = nil
	if over != nil {
		defer over()
	}
	c.comeHome()
	c.stopTalk()
	c.stopMusic()
	c.releaseLeg(leg, ended)
	c.releaseBeside()
	c.dropBridge()
	c.callingOver(talked)
	switch {
	case c.session != nil:
		c.step(result)
	case c.gone || c.ending:
	case result.What == ivr.Talked:
		c.hangUp(ivr.EndDone)
	case c.account != "":
		c.notPlaced(result.Reason)
	default:
		c.handOver("the other platform was not reached")
	}
}
