package switchboard

import (
	"context"
	"strconv"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/ivr"
)

// outside is a leg to a number outside, on a trunk.
type outside struct {
	leg    string
	number string
	status asterisk.DialStatus
	joined bool
}

// outsideRing is how long a number outside may ring.
const outsideRing = 45 * time.Second

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
	c.stopPlay()
	c.legs++
	c.bridge = c.id + "-talk"
	c.outside = &outside{leg: c.id + "-out-" + strconv.Itoa(c.legs), number: number}
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
	c.music = "default"
	_ = c.try("start music", func(ctx context.Context) error { return c.phone.StartMusic(ctx, c.channel, c.music) })
	_ = c.try("create a bridge", func(ctx context.Context) error {
		return c.phone.CreateBridge(ctx, c.bridge, asterisk.Talk, c.id)
	})
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
