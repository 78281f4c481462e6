package switchboard

import (
	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/numbering"
	"hotline/ivr"
)

// A seat's own call: to another seat, a queue, a centre, or a number that the dialplan
// allows. It is a call like any other whose caller is the seat; whom it calls is the leg
// outside. By a feature code it is a step of the code's flow, which learns what came of
// it; a number that was dialled as it is has no flow, and words say why it leads nowhere.

// Why a seat's own call comes to nothing, in the words of a flow's result.
const (
	whyNotAllowed = "not allowed"
	whyBusy       = "busy"
	whyNoAnswer   = "no-answer"
	whyDeclined   = "declined"
	whyNobody     = "nobody"
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
	c.stopPlay()
	c.answer()
	c.occupy(c.seat)
	c.enqueue(ivr.Queue{Queue: queue, Music: usualMusic, NoSeat: true})
	c.resumeMusic()
}

// seatLooked tells which of the seats that are to be called are in no call.
type seatLooked struct{ free []string }

// callSeat asks the other seat's floor whether it is in a call.
func (c *caller) callSeat(seat string) {
	c.sb.floor(c.tree.FloorOfSeat(seat)).send(ask{func(s *acd.State) {
		var free []string
		if status, _ := s.Seat(seat); notInACall(status.Stance.Now) {
			free = []string{seat}
		}
		c.facts.put(seatLooked{free})
	}})
}

func notInACall(state acd.SeatState) bool {
	switch state {
	case acd.StateOffered, acd.StateTalking, acd.StateOnHold, acd.StateConsulting, acd.StateOccupied:
		return false
	default:
		return true
	}
}

func (c *caller) seatLooked(m seatLooked) {
	if !c.gone && !c.ending && c.outside == nil {
		c.ringSeats(m.free)
	}
}

// ringSeats calls seats of which the first that answers has the call; a seat that is in a
// call is not rung. Where there are several, telephones outside ring only if there is no
// other: nobody is asked for a key here, and a voicemail box would be the first.
func (c *caller) ringSeats(seats []string) {
	var own, outside []dialled
	for _, seat := range seats {
		if seat == c.seat || c.sb.occupied.call(seat) != "" {
			continue
		}
		for _, h := range c.sb.handsets(seat) {
			if h.trunk != "" {
				outside = append(outside, dialled{seat, h.endpoint(), string(numbering.Hotline)})
			} else {
				own = append(own, dialled{seat, h.endpoint(), c.seat})
			}
		}
	}
	if len(own) == 0 {
		own = outside
	}
	if len(own) == 0 {
		c.notPlaced(whyBusy)
		return
	}
	c.dialAll(&calling{seat: onlySeat(own)}, own...)
}

// onlySeat is whose telephones they are, if they are one seat's.
func onlySeat(telephones []dialled) string {
	for _, d := range telephones {
		if d.seat != telephones[0].seat {
			return ""
		}
	}
	return telephones[0].seat
}

// callOut dials a number outside, which is shown the hotline's.
func (c *caller) callOut(number, trunk string, to *calling) {
	if hotline(number) && !c.setOut(number) {
		c.notPlaced(whyNotAllowed)
		return
	}
	c.dialAll(to, dialled{"", "PJSIP/" + number + "@" + trunk, string(numbering.Hotline)})
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
