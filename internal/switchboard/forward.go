package switchboard

import (
	"cmp"
	"strconv"
	"strings"

	"hotline/internal/call"
	"hotline/internal/numbering"
	"hotline/ivr"
)

// Headers by which platforms tell each other of a call that they forward.
const (
	hopsHeader = "PJSIP_HEADER(add,X-Hotline-Hops)"
	ageHeader  = "PJSIP_HEADER(add,X-Hotline-Age)" // seconds
)

// forward hands the call to another centre, to another platform or to a number
// outside.
func (c *caller) forward(e ivr.Forward) {
	switch {
	case e.Chain != "":
		c.followChain(e.Chain)
	case e.Area != "":
		c.forwardToArea(e.Area)
	case e.Centre != "":
		c.moveTo(e.Centre, "", nil)
	default:
		c.dialOutside(e.Number)
	}
}

// followChain goes where the centre's chain leads today, and has not led yet.
func (c *caller) followChain(reason string) {
	link := c.tree.Onward(c.centre, reason, c.moment(), c.travel.been)
	if link.Centre == "" {
		c.refuseForward(link.End)
		return
	}
	c.moveTo(link.Centre, "", link.Why)
}

// forwardToArea goes to the hotline of an area, here or on another platform.
func (c *caller) forwardToArea(area string) {
	to, ok := c.tree.Reach(area)
	switch {
	case !ok:
		c.refuseForward("unknown area")
	case to.Centre != "":
		c.moveTo(to.Centre, to.Flow, []string{"area code " + area + " reaches " + to.Centre})
	default:
		c.dialOutside(to.Number)
	}
}

// passOn dials the other platform that a call means which came to us. It has no
// script; whom we cannot connect goes to a person.
func (c *caller) passOn(number string) {
	c.dialOutside(number)
	if c.outside == nil && !c.ending {
		c.handOver("the other platform cannot be dialled")
	}
}

// moveTo begins the flow of another centre. The call keeps its age: it counts from
// its arrival, and with it its place among those who wait there. Without a flow it
// is the centre's entry.
func (c *caller) moveTo(name, flow string, why []string) {
	centre, ok := c.tree.Centres[name]
	if !ok {
		c.refuseForward("unknown centre")
		return
	}
	if c.travel.moves >= mostMoves {
		c.log.Error("centres forward a call in a circle; it goes no further", "centre", name)
		c.refuseForward("too many forwards")
		return
	}
	c.stopPlay()
	c.travel.move(centre.ID)
	if c.since == 0 {
		c.since = c.arrived
	}
	c.centre = centre.ID
	if c.session != nil {
		spoken := c.session.Checkpoint().Vars
		c.language, c.slow = spoken.Language, spoken.Slow
	}
	c.tell(call.Moved{At: c.now(), Call: c.id, Centre: centre.ID, Floor: centre.Floor, Why: why})
	c.startFlow(cmp.Or(flow, centre.Entry))
}

// refuseForward tells the script that the call goes nowhere.
func (c *caller) refuseForward(reason string) {
	c.inputs = append(c.inputs, ivr.Result{What: ivr.Failed, Reason: reason})
}

// hotline: the number is that of a hotline, on another platform.
func hotline(number string) bool { return strings.HasSuffix(number, string(numbering.Hotline)) }

// travelHeaders let the other platform go on counting.
func (c *caller) travelHeaders() map[string]string {
	age := c.now() - c.arrived + c.travel.age
	return map[string]string{
		hopsHeader: strconv.Itoa(c.travel.hops + 1),
		ageHeader:  strconv.FormatInt(age/1000, 10),
	}
}
