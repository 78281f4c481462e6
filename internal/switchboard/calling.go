package switchboard

import (
	"context"
	"slices"
	"strconv"

	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// calling is a call to somebody whose telephone is dialled.
type calling struct {
	seat   string            // that is called, or has answered; empty = a number outside
	seats  map[string]string // where more than one may answer: by leg
	beside []string          // legs to other telephones, while all of them ring
	wrapUp int64             // for the seat that calls, if somebody talks with it; ms
	follow string            // the number that is called out on account of a call of before; empty = it is another call
}

// dialled is one telephone of who is called.
type dialled struct {
	seat     string // whose it is; empty = a number outside
	endpoint string
	shown    string // the number that it shows
}

// dialAll dials all telephones of who is called; the first that is picked up has the call.
func (c *caller) dialAll(to *calling, telephones ...dialled) {
	c.stopPlay()
	c.answer()
	c.ownCall, c.calling, c.bridge = true, to, bridgeID(c.id)
	to.seats = map[string]string{}
	c.occupy(c.seat)
	for _, d := range telephones {
		c.legs++
		leg := c.id + "-out-" + strconv.Itoa(c.legs)
		to.seats[leg] = d.seat
		if c.outside == nil {
			c.outside = &outside{leg: leg}
		} else {
			to.beside = append(to.beside, leg)
		}
		err := c.dialEndpoint(leg, d)
		if err != nil && !linkFailed(err) && !c.besideGone(leg) {
			c.releaseLeg(leg, true)
			c.outside = nil
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

func (c *caller) dialEndpoint(leg string, d dialled) error {
	fact := call.LegDialled{At: c.now(), Call: c.id, Leg: leg, Seat: d.seat, Bridge: c.bridge}
	if fact.Seat == "" {
		fact.To = numberOf(d.endpoint)
	}
	var headers map[string]string
	if hotline(fact.To) {
		headers = c.travelHeaders()
	}
	c.tell(fact)
	c.phone.Route(c.box, leg)
	return c.try("dial for a seat", func(ctx context.Context) error {
		return c.phone.Originate(ctx, asterisk.Origination{
			ID: leg, Endpoint: d.endpoint, Args: []string{"leg", c.id},
			CallerID: callerID(d.shown), Timeout: outsideRing, Variables: headers,
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
	if seat := c.calling.seats[leg]; seat != "" {
		c.calling.seat = seat
	}
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
