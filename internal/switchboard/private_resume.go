package switchboard

import (
	"hotline/internal/call"
)

// isOutside: the leg is to a number outside, or to whom a seat calls.
func (p *past) isOutside(l call.Leg) bool {
	return l.To != "" || p.ofOurs() && l.Seat != "" && l.Offer == 0
}

// ofOurs: the call came from a telephone of ours.
func (p *past) ofOurs() bool { return p.Trunk == "" && !p.callsBack() }

// recallSeat takes up what is known of a telephone of ours that dialled.
func (c *caller) recallSeat(p *past) {
	c.up = true
	c.keepOccupied()
	if _, phone := c.tree.Phones[p.From]; !p.ofOurs() || c.seat == "" && !phone {
		return
	}
	c.account = p.From
	for _, leg := range p.Legs {
		c.ownCall = c.ownCall || p.isOutside(leg)
	}
	c.ownCall = c.ownCall || p.forwarded || p.Flow == ""
}

// resumeCalling takes up a seat's own call to somebody. The seats in it are occupied as
// before.
func (c *caller) resumeCalling(p *past, leg call.Leg) {
	if c.account == "" {
		return
	}
	c.calling = &calling{seat: leg.Seat}
	if p.follows {
		c.calling.follow, c.calling.wrapUp = leg.To, wrapUpOf(c.tree, c.seat)
	}
	c.occupy(c.seat)
	if c.outside.joined {
		c.occupy(leg.Seat)
	}
}

// resumeOwn goes on with a call that has no flow, of a seat or of who was called back: it
// waits in a queue, or has just been told that it leads nowhere.
func (c *caller) resumeOwn(w world) {
	if c.floor == nil {
		c.reject("normal")
		return
	}
	c.occupy(c.seat)
	c.startMusic(usualMusic)
	c.goOnRinging(w)
}
