package switchboard

import (
	"hotline/acd"
)

// A seat can be supervised in whatever call it is: as the seat of a talk, as a third party,
// in a call that it made, or that a colleague made to it.

// legOf is the channel at which a seat talks in this call; empty = it does not.
func (c *caller) legOf(seat string) string {
	v, o := c.conv, c.outside
	met := o != nil && o.joined
	if seat == "" || c.given != nil {
		return ""
	}
	if v != nil {
		if leg := v.legOf(seat); leg != "" {
			return leg
		}
	}
	switch {
	case met && (o.seat == seat || c.calling != nil && c.calling.seat == seat):
		return o.leg
	case c.account != "" && c.seat == seat && !c.gone && (met || v != nil):
		return c.channel
	}
	return ""
}

func (v *conversation) legOf(seat string) string {
	switch {
	case v.Seat == seat && !v.seatLeft:
		return v.leg
	case v.third != nil && v.third.up && v.third.seat() == seat:
		return v.third.leg
	}
	return ""
}

// seatTalks tells a supervisor's call in which call a seat talks; empty = in none.
type seatTalks struct{ seat, call, home string }

// talksIn is the call that a queue gave a seat and in which it talks.
func talksIn(s *acd.State, seat string) string {
	status, _ := s.Seat(seat)
	switch status.Stance.Now {
	case acd.StateTalking, acd.StateOnHold, acd.StateConsulting:
		return status.Call
	default:
		return ""
	}
}

// callWith is the call in which a seat really talks: the one that its floor names, or the
// one to which that has given it, or else one that no queue gave it.
func (sb *Switchboard) callWith(seat, named string) string {
	if named == "" {
		return sb.occupied.call(seat)
	}
	sb.mu.Lock()
	defer sb.mu.Unlock()
	for leg, owner := range sb.owners {
		if callOfLeg(leg) == named {
			return owner.id
		}
	}
	return named
}
