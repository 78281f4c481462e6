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
	joined bool
	ended  bool
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
	var headers map[string]string
	if hotline(number) {
		if c.travel.hops >= c.tree.MaxHops {
			c.log.Warn("a call has been forwarded too often; it goes no further", "hops", c.travel.hops)
			c.refuseForward("too many hops")
			return
		}
		if !c.setOut(number) {
			c.log.Warn("calls of this number to this hotline seem to come back to us; this one goes no further")
			c.refuseForward("it comes back")
			return
		}
		headers = c.travelHeaders()
	}
	c.stopPlay()
	c.legs++
	c.bridge = bridgeID(c.id)
	c.outside = &outside{leg: c.id + "-out-" + strconv.Itoa(c.legs)}
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: c.outside.leg, To: number, Bridge: c.bridge})
	c.phone.Route(c.box, c.outside.leg)
	err := c.try("dial outside", func(ctx context.Context) error {
		return c.phone.Originate(ctx, asterisk.Origination{
			ID: c.outside.leg, Endpoint: "PJSIP/" + number + "@" + trunk, Args: []string{"leg", c.id},
			CallerID: callerID(c.number), Timeout: outsideRing, Variables: headers,
		})
	})
	if err != nil {
		c.outsideOver(ivr.Result{What: ivr.Failed, Reason: "not dialled"})
		return
	}
	c.startMusic(usualMusic)
	c.makeBridge()
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
	c.forwarded = c.forwarded || c.outside.joined
	talked := c.outside.joined
	leg, ended := c.outside.leg, c.outside.ended
	c.outside = nil
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
