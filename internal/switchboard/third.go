package switchboard

import (
	"context"
	"slices"
	"strconv"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
	"hotline/ivr"
)

// third is whom a seat brings into its conversation, from the request until the leg is
// released or given on: a seat, or a number outside.
type third struct {
	target dialplan.Target
	offer  *offer // a seat's phones; nil = a number outside, or not known yet
	queue  string // where that is looked for
	errand string // the call that looks for a seat in a queue; "" = none does
	by     string // the call that the seat talks in by its floor's word; "" = it is occupied
	floor  *floor // of the seat
	leg    string // that has answered, or of the number outside
	up     bool   // it has answered
	ended  bool
	given  bool // by another call: it had answered there
	holds  bool // its telephone, by its own button
	failed acd.OfferEnd
}

// seat is who the third party is; "" = a number outside.
func (t *third) seat() string {
	if t.offer == nil {
		return ""
	}
	return t.offer.seat
}

// outside: it is a number outside that is no seat's. It may have a menu.
func (t *third) outside() bool { return t.target.Kind == dialplan.TargetOutside }

// dialThird begins to bring the third party in.
func (c *caller) dialThird() {
	t := c.conv.third
	switch {
	case t.up: // it comes from another call
	case t.target.Kind == dialplan.TargetSeat:
		c.lookAtSeat(t.target.Seat)
	case t.target.Kind == dialplan.TargetOutside:
		c.dialThirdOutside()
	default:
		c.askQueue(t)
	}
}

// colleagueSeen tells whether a seat that is to be rung for another seat is in a call.
type colleagueSeen struct {
	of   *conversation
	seat string
	free bool
}

func (c *caller) lookAtSeat(seat string) {
	t, of := c.conv.third, c.conv
	t.floor = c.sb.floor(c.tree.FloorOfSeat(seat))
	t.floor.send(ask{func(s *acd.State) {
		status, _ := s.Seat(seat)
		c.facts.put(colleagueSeen{of, seat, notInACall(status.Stance.Now)})
	}})
}

// colleagueSeen rings the seat at all its phones, if it is free.
func (c *caller) colleagueSeen(m colleagueSeen) {
	t := c.thirdWith(func(t *third) bool { return c.conv == m.of && t.target.Seat == m.seat && t.offer == nil })
	switch {
	case t == nil: // it is not wanted any more
		return
	case !m.free || !c.sb.occupied.addFirst(m.seat, c.id):
		t.failed = acd.Busy
		c.move(talk.Input{Kind: talk.Failed})
		return
	}
	c.sb.toSeat(m.seat, acd.Occupy{At: c.now(), Seat: m.seat, Call: c.id})
	o := &offer{seat: m.seat, beside: true, lasts: outsideRing}
	t.offer = o
	base := c.thirdLeg()
	for i, at := range c.sb.handsets(m.seat) {
		leg := base
		if i > 0 {
			leg += "-" + strconv.Itoa(i+1)
		}
		o.rings = append(o.rings, &ring{leg: leg, at: at})
	}
	rings := slices.Clone(o.rings)
	for i, free := range c.claim(o) {
		if free && slices.Contains(o.rings, rings[i]) {
			c.dial(o, rings[i])
		}
	}
	c.expectThird(t)
}

// thirdLate: a seat has been rung for long enough.
type thirdLate struct{ of *third }

// expectThird ends the ringing of a seat for certain, whatever its telephones do: one may
// still be in the leg before.
func (c *caller) expectThird(t *third) {
	c.sb.spawn(func() {
		if c.sb.pause(outsideRing) {
			c.facts.put(thirdLate{t})
		}
	})
}

func (c *caller) thirdLate(m thirdLate) {
	if c.conv != nil && c.conv.third == m.of && !m.of.up {
		m.of.failed = moreTelling(m.of.offer.failed, acd.NoAnswer)
		c.move(talk.Input{Kind: talk.Failed})
	}
}

// addFirst adds a call for a seat that is in none.
func (o *occupied) addFirst(seat, call string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.calls[seat]) > 0 {
		return false
	}
	o.calls[seat] = append(o.calls[seat], call)
	return true
}

func (c *caller) dialThirdOutside() {
	t := c.conv.third
	o, refusal := c.outsideLine(t.target.Number, t.target.Trunk)
	if refusal != "" {
		t.failed = acd.Failed
		c.move(talk.Input{Kind: talk.Failed})
		return
	}
	t.leg = c.thirdLeg()
	o.ID, o.Args = t.leg, []string{"leg", c.id}
	c.tell(call.LegDialled{At: c.now(), Call: c.id, Leg: t.leg, To: t.target.Number, Bridge: bridgeID(c.id)})
	c.phone.Route(c.box, t.leg)
	err := c.try("dial a third party", func(ctx context.Context) error { return c.phone.Originate(ctx, o) })
	if err != nil {
		t.ended, t.failed = !linkFailed(err), acd.Failed
		c.move(talk.Input{Kind: talk.Failed})
	}
}

// thirdInfix tells the legs of third parties, after a restart.
const thirdInfix = "-third-"

func (c *caller) thirdLeg() string {
	c.legs++
	return c.id + thirdInfix + strconv.Itoa(c.legs)
}

// thirdWith is the third party if it fits; nil = it does not, or there is none.
func (c *caller) thirdWith(fits func(*third) bool) *third {
	if c.conv == nil || c.conv.third == nil || !fits(c.conv.third) {
		return nil
	}
	return c.conv.third
}

// thirdTaken: a seat that was asked for has answered, at one of its phones.
func (c *caller) thirdTaken(o *offer) {
	if c.summons != nil {
		c.summoned(o)
		return
	}
	if t := c.thirdWith(func(t *third) bool { return t.offer == o }); t != nil {
		t.leg = o.leg
		c.releaseOthers(o)
		c.thirdAnswered(t)
	}
}

// thirdFailed: none of its phones was picked up.
func (c *caller) thirdFailed(o *offer) {
	if c.summons != nil {
		c.notSummoned(o)
		return
	}
	if t := c.thirdWith(func(t *third) bool { return t.offer == o }); t != nil && !t.up {
		t.failed = o.failed
		c.move(talk.Input{Kind: talk.Failed})
	}
}

// thirdOn is the third party whose leg it is, of those that have answered or are
// outside.
func (c *caller) thirdOn(leg string) *third {
	return c.thirdWith(func(t *third) bool { return t.leg == leg && leg != "" })
}

func (c *caller) thirdAnswered(t *third) {
	if !t.up {
		t.up = true
		c.move(talk.Input{Kind: talk.Answered, Helper: c.helper(t)})
	}
}

// helper is the seat that answered, if the talk can become its own: the same floor must
// see it.
func (c *caller) helper(t *third) string {
	if t.floor == nil || t.floor != c.floor {
		return ""
	}
	return t.seat()
}

// thirdGone: it hung up, or never answered.
func (c *caller) thirdGone(t *third, cause, sip int, lost bool) {
	if t.ended {
		return
	}
	t.ended = true
	if t.up {
		c.move(talk.Input{Kind: talk.ThirdGone})
		return
	}
	t.failed = whyNotAnswered("", cause, sip, lost)
	c.move(talk.Input{Kind: talk.Failed})
}

// dropThird releases the third party, however far it has come.
func (c *caller) dropThird() {
	v := c.conv
	t := v.third
	if t == nil {
		return
	}
	if seat := t.seat(); seat != "" {
		c.dismissFrom(seat)
	}
	v.why, v.third, v.heard.Third = t.why(), nil, talk.Nothing
	if t.errand != "" {
		c.sb.deliver(t.errand, errandOff{})
	}
	c.sb.disown(t.leg)
	switch {
	case t.offer != nil:
		c.releaseOffer(t.offer)
		c.freeSeat(t)
	case t.leg != "":
		c.releaseLeg(t.leg, t.ended)
		c.comeHome()
	}
}

// freeSeat tells the floor that the seat which was the third party is free again. Who
// worked has time for notes.
func (c *caller) freeSeat(t *third) {
	switch {
	case t.by != "":
		t.floor.send(acd.TalkOver{At: c.now(), Call: t.by, By: acd.Caller})
	case t.up:
		c.sb.vacate(t.seat(), c.id, wrapUpOf(c.tree, t.seat()))
	default:
		c.sb.vacate(t.seat(), c.id, 0)
	}
}

// why is why the third party is not there.
func (t *third) why() string {
	switch {
	case t.up:
		return wordGone
	case t.failed == acd.Busy:
		return wordBusy
	case t.failed == acd.Failed || t.failed == acd.Unreachable || t.failed == acd.Withdrawn:
		return wordFailed
	}
	return wordNoAnswer
}

// failure is what the seat is told when it is with the caller again.
func (v *conversation) failure() string {
	why := v.why
	v.why = ""
	return why
}

func (c *caller) wordMedia(text string) []string {
	return c.media(ivr.Play{Texts: []ivr.Text{{Text: text}}})
}

// What a seat hears in a talk. Callers hear nothing of it.
const (
	wordNotNow      = "现在不能这样操作。"
	wordNoSuchPlace = "这个号码不能转接。"
	wordGone        = "对方已经挂机。"
)
