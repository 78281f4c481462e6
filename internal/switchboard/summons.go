package switchboard

import (
	"context"
	"slices"
	"strconv"

	"hotline/acd"
	"hotline/internal/call"
)

// summons is the call to the supervisors.
type summons struct {
	to   string // the call of the talk
	seat string // that asked
}

func (c *caller) summon(seats []string) {
	c.tell(call.Arrived{
		At: c.arrived, Call: c.id, Seat: c.summons.seat, From: c.summons.seat, To: "help", Version: c.tree.Version, Of: c.summons.to,
	})
	free := map[*ring]bool{}
	for _, seat := range seats {
		if !c.occupyFirst(seat) {
			continue // another seat was faster to ask
		}
		o := &offer{seat: seat, beside: true, lasts: outsideRing}
		c.legs++
		for i, at := range c.sb.handsets(seat) {
			o.rings = append(o.rings, &ring{leg: c.id + "-help-" + strconv.Itoa(c.legs) + "-" + strconv.Itoa(i+1), at: at})
		}
		for i, f := range c.claim(o) {
			free[o.rings[i]] = f
		}
	}
	if len(c.offers) == 0 {
		c.nobodyCame()
		return
	}
	for _, o := range slices.Clone(c.offers) {
		for _, r := range slices.Clone(o.rings) {
			if free[r] {
				c.dial(o, r)
			}
		}
	}
	c.expectSummoned()
}

// occupyFirst occupies a seat that is in no call.
func (c *caller) occupyFirst(seat string) bool {
	if !c.sb.occupied.addFirst(seat, c.id) {
		return false
	}
	c.occupies = append(c.occupies, seat)
	c.sb.toSeat(seat, acd.Occupy{At: c.now(), Seat: seat, Call: c.id})
	return true
}

// helpOff tells the call to the supervisors that none is needed any more, or that they
// have been rung for long enough: one may be in the leg before all the while.
type helpOff struct{ late bool }

func (c *caller) expectSummoned() {
	c.sb.spawn(func() {
		if c.sb.pause(outsideRing) {
			c.facts.put(helpOff{late: true})
		}
	})
}

func (c *caller) calledOff(m helpOff) {
	switch {
	case c.summons == nil || c.gone || c.ending:
	case c.channel != "" && !m.late && c.afterWord != nil:
		c.stopPlay()
		c.afterWord = nil
		c.watchOver(watchOver{})
	case c.channel != "": // he takes part, or will find out
	default:
		for _, o := range slices.Clone(c.offers) {
			c.freeSummoned(o)
		}
		c.nobodyCame()
	}
}

// summoned: a supervisor has answered. His telephone is this call's channel from now on.
func (c *caller) summoned(o *offer) {
	if c.channel != "" {
		c.freeSummoned(o)
		return
	}
	c.seat, c.channel = o.seat, o.leg
	c.releaseOthers(o)
	for _, other := range slices.Clone(c.offers) {
		if other != o {
			c.freeSummoned(other)
		}
	}
	c.watching = &watching{call: c.summons.to, seat: c.summons.seat, mode: modeListen}
	c.sayFirst(wordHelpPrefix+c.summons.seat+wordHelpWanted, func() {
		if !c.sb.deliver(c.summons.to, c.watchAsk(c.watching.mode)) {
			c.watchOver(watchOver{whyNobody})
		}
	})
}

// notSummoned: his telephone was not picked up.
func (c *caller) notSummoned(o *offer) {
	c.freeSummoned(o)
	if len(c.offers) == 0 && c.channel == "" {
		c.nobodyCame()
	}
}

// nobodyCame ends the call to the supervisors.
func (c *caller) nobodyCame() {
	c.gone, c.ending = true, true
	c.end.By, c.end.Detail = "seat", "no supervisor answered"
	c.sb.deliver(c.summons.to, helpFailed{c.id})
}

// summonsOutcome is that of a call to the supervisors.
func (c *caller) summonsOutcome() call.Outcome {
	if c.seat == "" {
		return call.NotReached
	}
	return call.Completed
}

func (c *caller) freeSummoned(o *offer) {
	c.releaseOffer(o)
	c.vacate(o.seat, 0)
}

// freeSummons lets go of the supervisors' telephones; the channel of the one who answered
// has ended, or belongs to another call.
func (c *caller) freeSummons() {
	if c.summons == nil {
		return
	}
	for _, o := range slices.Clone(c.offers) {
		if o.ring != nil && o.leg == c.channel {
			o.dialled = false // nothing is to be hung up
		}
		c.freeSummoned(o)
	}
}

// sayFirst says a word to the call's own channel, before anything else.
func (c *caller) sayFirst(text string, then func()) {
	media := c.wordMedia(text)
	if len(media) == 0 {
		then()
		return
	}
	id := c.nextPlay()
	if c.try("play", func(ctx context.Context) error { return c.phone.Play(ctx, c.channel, id, media...) }) != nil {
		then()
		return
	}
	c.playing, c.afterWord = id, then
}

func (c *caller) goOnAfterWord() {
	then := c.afterWord
	c.afterWord = nil
	then()
}
