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
}

const (
	outsideRing = 45 * time.Second // how long a number outside may ring
	mostHops    = 8                // from centre to centre, before it is taken for a circle
	usualMusic  = "default"        // the class for whom no queue names one
)

// forward hands the call to another centre, or dials a number outside.
func (c *caller) forward(e ivr.Forward) {
	if e.Centre == "" {
		c.dialOutside(e.Number)
		return
	}
	centre, ok := c.tree.Centres[e.Centre]
	if !ok {
		c.inputs = append(c.inputs, ivr.Result{What: ivr.Failed, Reason: "unknown centre"})
		return
	}
	if c.hops++; c.hops > mostHops {
		c.log.Error("centres forward a call in a circle; it goes no further", "centre", e.Centre)
		c.inputs = append(c.inputs, ivr.Result{What: ivr.Failed, Reason: "too many forwards"})
		return
	}
	c.stopPlay()
	c.centre = centre.ID
	c.tell(call.Moved{At: c.now(), Call: c.id, Centre: centre.ID, Floor: centre.Floor})
	c.startFlow(centre.Entry)
}

// dialOutside dials a number on the trunk that is allowed to. The dialplan
// decides which numbers there are: nothing else is ever dialled.
func (c *caller) dialOutside(number string) {
	trunk, ok := c.tree.TrunkFor(number)
	if !ok {
		c.log.Warn("a flow forwards to a number that no trunk allows")
		c.inputs = append(c.inputs, ivr.Result{What: ivr.Failed, Reason: "not allowed"})
		return
	}
	number = string(numbering.Called(number)) // its one form: digits only
	c.stopPlay()
	c.legs++
	c.bridge = bridgeID(c.id)
	c.outside = &outside{leg: c.id + "-out-" + strconv.Itoa(c.legs)}
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: c.outside.leg, To: number, Bridge: c.bridge})
	c.phone.Route(c.box, c.outside.leg)
	err := c.try("dial outside", func(ctx context.Context) error {
		return c.phone.Originate(ctx, asterisk.Origination{
			ID: c.outside.leg, Endpoint: "PJSIP/" + number + "@" + trunk, Args: []string{"leg", c.id},
			CallerID: callerID(c.number), Timeout: outsideRing,
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
	if !c.join(c.outside.leg) {
		c.outside.joined = false
		c.outsideOver(ivr.Result{What: ivr.Failed, Reason: "not joined"})
	}
}

// outsideGone: the other end hung up, or never answered.
func (c *caller) outsideGone(cause int) {
	if c.outside.joined {
		c.forwarded = true
		c.outsideOver(ivr.Result{What: ivr.Talked})
		return
	}
	reason := "no-answer"
	if cause == 17 {
		reason = "busy"
	}
	c.outsideOver(ivr.Result{What: ivr.Failed, Reason: reason})
}

// outsideOver releases the leg and goes on with the script.
func (c *caller) outsideOver(result ivr.Result) {
	c.forwarded = c.forwarded || c.outside.joined
	leg := c.outside.leg
	c.outside = nil
	c.stopMusic()
	c.releaseLeg(leg, false)
	c.dropBridge()
	c.step(result)
}
