package switchboard

import (
	"context"
	"slices"
	"strconv"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/numbering"
	"hotline/ivr"
)

// A seat's own call: to another seat, a queue, a centre, or a number that the dialplan
// allows. It is a call like any other whose caller is the seat; whom it calls is the leg
// outside. By a feature code it is a step of the code's flow, which learns what came of
// it; a number that was dialled as it is has no flow, and words say why it leads nowhere.

// calling is a call to somebody whose telephone is dialled.
type calling struct {
	seat   string   // that is called; empty = a number outside
	beside []string // legs to its other telephones, while all of them ring
	wrapUp int64    // for the seat that calls, if somebody talks with it; ms
	follow string   // the number that is called out on account of a call of before; empty = it is another call
}

// Why a seat's own call comes to nothing, in the words of a flow's result.
const (
	whyNotAllowed = "not allowed"
	whyBusy       = "busy"
	whyNoAnswer   = "no-answer"
	whyDeclined   = "declined"
	whyNobody     = "nobody"
	whyFailed     = "failed"
)

// dialNumber connects the seat with what a number means.
func (c *caller) dialNumber(number string) {
	to, ok := c.tree.Target(number, "")
	if !ok || c.seat == "" {
		c.log.Info("a seat dialled what it may not", "seat", c.seat, "number", numbering.Called(number))
		c.notPlaced(whyNotAllowed)
		return
	}
	switch to.Kind {
	case dialplan.TargetSeat:
		c.callSeat(to.Seat)
	case dialplan.TargetQueue:
		c.callQueue(to.Queue)
	case dialplan.TargetCentre:
		queue, ok := c.tree.QueueOfCentre(to.Centre)
		if !ok {
			c.notPlaced(whyNobody)
			return
		}
		c.callQueue(queue)
	default:
		c.callOut(to.Number, to.Trunk, &calling{})
	}
}

// callQueue lets the seat wait in a queue like a caller.
func (c *caller) callQueue(queue string) {
	if c.tree.FloorOfQueue(queue) == "" {
		c.notPlaced(whyNobody)
		return
	}
	c.ownCall = true
	c.answer()
	c.occupy(c.seat)
	c.stopPlay()
	c.enqueue(ivr.Queue{Queue: queue, Music: usualMusic, NoSeat: true})
	c.resumeMusic()
}

// seatLooked tells how a seat stands that is to be called.
type seatLooked struct {
	seat string
	free bool
}

// callSeat asks the other seat's floor whether it is in a call.
func (c *caller) callSeat(seat string) {
	c.sb.floor(c.tree.FloorOfSeat(seat)).send(ask{func(s *acd.State) {
		status, _ := s.Seat(seat)
		c.facts.put(seatLooked{seat, notInACall(status.Stance.Now)})
	}})
}

func notInACall(state acd.SeatState) bool {
	switch state {
	case acd.StateOffered, acd.StateTalking, acd.StateOnHold, acd.StateConsulting, acd.StateOccupied:
		return false
	}
	return true
}

func (c *caller) seatLooked(m seatLooked) {
	if c.gone || c.ending || c.outside != nil {
		return
	}
	if !m.free || m.seat == c.seat || c.sb.occupied.call(m.seat) != "" {
		c.notPlaced(whyBusy)
		return
	}
	shown := c.seat
	var endpoints []string
	for _, h := range c.sb.handsets(m.seat) {
		endpoints = append(endpoints, h.endpoint())
		if h.trunk != "" {
			shown = string(numbering.Hotline)
		}
	}
	c.dialAll(&calling{seat: m.seat}, shown, endpoints...)
}

// callOut dials a number outside, which is shown the hotline's.
func (c *caller) callOut(number, trunk string, to *calling) {
	if hotline(number) && !c.setOut(number) {
		c.notPlaced(whyNotAllowed)
		return
	}
	c.dialAll(to, string(numbering.Hotline), "PJSIP/"+number+"@"+trunk)
}

// dialAll dials all telephones of who is called; the first that is picked up has the call.
func (c *caller) dialAll(to *calling, shown string, endpoints ...string) {
	c.answer()
	c.stopPlay()
	c.ownCall, c.calling, c.bridge = true, to, bridgeID(c.id)
	c.occupy(c.seat)
	for _, endpoint := range endpoints {
		leg, err := c.dialEndpoint(endpoint, shown)
		switch {
		case err != nil && !linkFailed(err):
			c.releaseLeg(leg, true)
		case c.outside == nil:
			c.outside = &outside{leg: leg}
		default:
			to.beside = append(to.beside, leg)
		}
	}
	if c.outside == nil {
		c.callingOver(false)
		c.notPlaced(whyNoAnswer)
		return
	}
	c.startMusic(usualMusic)
	c.makeBridge()
}

func (c *caller) dialEndpoint(endpoint, shown string) (leg string, err error) {
	c.legs++
	leg = c.id + "-out-" + strconv.Itoa(c.legs)
	fact := call.LegDialled{At: c.now(), Call: c.id, Leg: leg, Seat: c.calling.seat, Bridge: c.bridge}
	if fact.Seat == "" {
		fact.To = numberOf(endpoint)
	}
	var headers map[string]string
	if hotline(fact.To) {
		headers = c.travelHeaders()
	}
	c.tell(fact)
	c.phone.Route(c.box, leg)
	return leg, c.try("dial for a seat", func(ctx context.Context) error {
		return c.phone.Originate(ctx, asterisk.Origination{
			ID: leg, Endpoint: endpoint, Args: []string{"leg", c.id},
			CallerID: callerID(shown), Timeout: outsideRing, Variables: headers,
		})
	})
}

// besideOf: the leg is one of several that ring for who is called.
func (c *caller) besideOf(leg string) bool {
	return c.calling != nil && slices.Contains(c.calling.beside, leg)
}

// pickedUp: one of the telephones of who is called was; the others ring no more.
func (c *caller) pickedUp(leg string) {
	if c.calling == nil || c.outside.joined {
		return
	}
	if c.besideOf(leg) {
		c.dropBeside(leg)
		c.calling.beside = append(c.calling.beside, c.outside.leg)
		c.outside.leg = leg
	}
	c.releaseBeside()
	if c.calling.seat != "" {
		c.occupy(c.calling.seat)
	}
	if c.calling.follow != "" {
		c.sb.lastTalks.set(c.seat, lastTalk{c.id, c.calling.follow})
	}
}

// besideGone: a telephone of who is called rings no more; it is true while another does.
func (c *caller) besideGone(leg string) bool {
	switch {
	case c.besideOf(leg):
		c.dropBeside(leg)
		c.releaseLeg(leg, true)
		return true
	case c.calling == nil || leg != c.outside.leg || len(c.calling.beside) == 0:
		return false
	}
	c.releaseLeg(leg, true)
	c.outside.leg, c.calling.beside = c.calling.beside[0], c.calling.beside[1:]
	return true
}

func (c *caller) dropBeside(leg string) {
	c.calling.beside = slices.DeleteFunc(c.calling.beside, func(l string) bool { return l == leg })
}

func (c *caller) releaseBeside() {
	if c.calling == nil {
		return
	}
	for _, leg := range c.calling.beside {
		c.releaseLeg(leg, false)
	}
	c.calling.beside = nil
}

// callingOver: all telephones of who was called are released. The seats are free again.
func (c *caller) callingOver(talked bool) {
	if c.calling == nil {
		return
	}
	to := c.calling
	c.calling = nil
	wrapUp := to.wrapUp
	if !talked {
		wrapUp = 0
	}
	c.vacate(c.seat, wrapUp)
	if to.seat != "" {
		c.vacate(to.seat, 0)
	}
}

// notPlaced tells the flow, or the seat itself, that the call leads nowhere.
func (c *caller) notPlaced(reason string) {
	if c.session != nil {
		c.step(ivr.Result{What: ivr.Failed, Reason: reason})
		return
	}
	c.ownCall = c.ownCall || reason != whyNotAllowed
	if reason == whyNotAllowed {
		c.end.Outcome = call.Refused
	}
	c.end.Detail = reason
	c.farewell(reason)
}

func (c *caller) occupy(seat string) {
	if seat != "" && !slices.Contains(c.occupies, seat) {
		c.occupies = append(c.occupies, seat)
		c.sb.occupy(seat, c.id)
	}
}

func (c *caller) vacate(seat string, wrapUp int64) {
	if i := slices.Index(c.occupies, seat); i >= 0 {
		c.occupies = slices.Delete(c.occupies, i, i+1)
		c.sb.vacate(seat, c.id, wrapUp)
	}
}

// vacateAll frees every seat that this call kept.
func (c *caller) vacateAll() {
	for len(c.occupies) > 0 {
		c.vacate(c.occupies[0], 0)
	}
}
