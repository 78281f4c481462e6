package switchboard

import (
	"strconv"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/internal/numbering"
)

// usualKey accepts a call at a number to which a phone sends it.
const usualKey = "1"

// forwarding is true when a seat's phone ended its leg in order to send the call elsewhere
// (SIP 302). Where to comes next, with Dialling; or the end of the leg, if it named no
// place.
func (c *caller) forwarding(e asterisk.HangupRequested) bool {
	_, r := c.ringOn(e.ID)
	return r != nil && !r.ended && elsewhere(e.TechCause)
}

// elsewhere: a SIP answer of this kind names another place.
func elsewhere(sip int) bool { return sip/100 == 3 }

// forwardedTo: the seat's phone sends the call on. It goes to a number outside that the
// dialplan allows, where somebody has to accept it by a key, for that may be a voicemail
// box; another seat is the distributor's to choose, and nothing else is ever dialled.
func (c *caller) forwardedTo(o *offer, r *ring, number string) {
	r.ended = true
	if o.ring != nil {
		c.releaseRing(o, r)
		return
	}
	at, ok := followed(c.sb.tree.Load(), r.at, number, c.trunk)
	if !ok {
		c.log.Warn("a seat's telephone sends a call to where it must not go", "seat", o.seat, "phone", r.at.number, "to", numbering.Called(number))
		c.ringFailed(o, r, acd.Declined)
		return
	}
	c.log.Info("a seat's telephone sends a call on", "seat", o.seat, "phone", r.at.number, "to", numbering.Called(number))
	c.legs++
	next := &ring{leg: legID(c.id, o.number) + "-to-" + strconv.Itoa(c.legs), at: at}
	o.rings = append(o.rings, next)
	c.releaseRing(o, r)
	if c.takeLine(next) {
		c.dial(o, next)
	}
}

// followed is where a call goes that a phone sends on. It is sent on once: a number
// outside that does so is not followed, nor is one that is another hotline's.
func followed(tree *dialplan.Tree, from handset, number, trunk string) (handset, bool) {
	to, ok := tree.Target(number, trunk)
	if !ok || from.trunk != "" || to.Kind != dialplan.TargetOutside || hotline(to.Number) {
		return handset{}, false
	}
	return handset{number: to.Number, trunk: to.Trunk, key: usualKey}, true
}
