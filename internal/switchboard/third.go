package switchboard

import (
	"context"
	"strconv"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
	"hotline/ivr"
)

// third is whom a seat brings into its conversation, from the request until the leg is
// released or given on.
type third struct {
	target  dialplan.Target
	seat    string // that rings, or is there; "" = none
	floor   *floor // of the seat, which is occupied there; nil = it is not
	by      string // the seat's talk on that floor with another call, which is to become this one
	errand  *consultation
	leg     string // "" = not dialled yet
	lined   bool   // the seat's telephone is taken, or waited for
	dialled bool
	up      bool // it has answered
	ended   bool
	status  asterisk.DialStatus
	given   string // the call that gave it; it is told what became of it
}

// engage asks a floor to keep calls from a seat that is to be rung for a call that no
// queue gives it. The answer is an engaged.
type engage struct{ call, seat string }

type engaged struct {
	seat string
	ok   bool
}

// free: nothing keeps the seat from taking a call from a colleague.
func (e engage) free(s *acd.State) bool {
	seat, ok := s.Seat(e.seat)
	if !ok {
		return false
	}
	switch seat.Stance.Now {
	case acd.StateReady, acd.StatePaused, acd.StateWrapUp, acd.StateSignedOut:
		return true
	}
	return false
}

// dialThird begins to bring the third party in.
func (c *caller) dialThird() {
	t := c.conv.third
	switch {
	case t.up: // it comes from another call
	case t.target.Kind == dialplan.TargetSeat:
		t.seat = t.target.Seat
		t.floor = c.sb.floor(c.tree.FloorOfSeat(t.seat))
		t.floor.send(engage{c.id, t.seat})
	case t.target.Kind == dialplan.TargetOutside:
		c.dialThirdOutside()
	default:
		c.askQueue(t)
	}
}

// engagedThird: the floor says whether the seat can be rung.
func (c *caller) engagedThird(m engaged) {
	t := c.thirdWith(func(t *third) bool { return t.seat == m.seat && t.leg == "" })
	switch {
	case t == nil && m.ok: // it is not wanted any more
		c.vacate(c.sb.floor(c.tree.FloorOfSeat(m.seat)), m.seat, false)
	case t == nil:
	case !m.ok:
		t.floor, t.status = nil, asterisk.DialBusy
		c.move(talk.Input{Kind: talk.Failed})
	default:
		t.leg = c.thirdLeg()
		t.lined = true
		if c.sb.lines.take(t.seat, t.leg, func() { c.facts.put(thirdLine{t.leg}) }) {
			c.ringThird()
		}
	}
}

// thirdLine: the telephone of the third party is free now.
type thirdLine struct{ leg string }

func (c *caller) thirdLine(m thirdLine) {
	if t := c.thirdOn(m.leg); t != nil && !t.dialled {
		c.ringThird()
	}
}

func (c *caller) ringThird() {
	t := c.conv.third
	c.callThird(asterisk.Origination{
		Endpoint: "PJSIP/" + t.seat, CallerID: callerID(c.number), Timeout: colleagueRing,
	}, call.LegDialled{Seat: t.seat})
}

// colleagueRing is how long a seat rings for another seat.
const colleagueRing = outsideRing

func (c *caller) dialThirdOutside() {
	t := c.conv.third
	o, refusal := c.outsideLine(t.target.Number, t.target.Trunk)
	if refusal != "" {
		t.status = asterisk.DialUnavailable
		c.move(talk.Input{Kind: talk.Failed})
		return
	}
	t.leg = c.thirdLeg()
	c.callThird(o, call.LegDialled{To: t.target.Number})
}

func (c *caller) thirdLeg() string {
	c.legs++
	return c.id + thirdInfix + strconv.Itoa(c.legs)
}

// thirdInfix tells the legs of third parties, after a restart.
const thirdInfix = "-third-"

func (c *caller) callThird(o asterisk.Origination, fact call.LegDialled) {
	t := c.conv.third
	t.dialled = true
	o.ID, o.Args = t.leg, []string{"leg", c.id}
	fact.At, fact.Call, fact.Leg, fact.Bridge = c.now(), c.id, t.leg, bridgeID(c.id)
	c.tell(fact)
	c.phone.Route(c.box, t.leg)
	err := c.try("dial a third party", func(ctx context.Context) error { return c.phone.Originate(ctx, o) })
	if err != nil {
		t.ended = !linkFailed(err)
		t.status = asterisk.DialUnavailable
		c.move(talk.Input{Kind: talk.Failed})
	}
}

// thirdWith is the third party if it fits; nil = it does not, or there is none.
func (c *caller) thirdWith(fits func(*third) bool) *third {
	if c.conv == nil || c.conv.third == nil || !fits(c.conv.third) {
		return nil
	}
	return c.conv.third
}

func (c *caller) thirdOn(leg string) *third {
	return c.thirdWith(func(t *third) bool { return t.leg == leg && leg != "" })
}

// thirdAnswered: the third party was picked up.
func (c *caller) thirdAnswered(t *third) {
	if t.up {
		return
	}
	t.up = true
	c.conv.heard.Third = talk.Nothing
	c.move(talk.Input{Kind: talk.Answered, Helper: c.helper(t)})
}

// helper is the seat that answered, if the talk can become its own: the same floor must
// see it at work.
func (c *caller) helper(t *third) string {
	if t.seat == "" || t.floor == nil || t.floor != c.floor {
		return ""
	}
	return t.seat
}

// thirdGone: it hung up, or never answered.
func (c *caller) thirdGone(t *third, cause, sip int) {
	if t.ended {
		return
	}
	t.ended = true
	if !t.up && t.status != asterisk.DialBusy && (cause == 17 || sip == 486 || sip == 600) {
		t.status = asterisk.DialBusy
	}
	kind := talk.ThirdGone
	if !t.up {
		kind = talk.Failed
	}
	c.move(talk.Input{Kind: kind})
}

// dropThird releases the third party, however far it has come.
func (c *caller) dropThird() {
	v := c.conv
	t := v.third
	if t == nil {
		return
	}
	v.why, v.third, v.heard.Third = t.why(), nil, talk.Nothing
	if t.errand != nil {
		t.errand.facts.put(errandOff{})
	}
	if t.dialled {
		c.releaseLeg(t.leg, t.ended)
	}
	if t.lined {
		c.sb.lines.release(t.seat, t.leg)
	}
	c.comeHome()
	c.freeThird(t, t.up)
}

// freeThird tells the floor that the seat which was the third party is free again.
func (c *caller) freeThird(t *third, worked bool) {
	switch {
	case t.floor == nil:
	case t.by != "":
		t.floor.send(acd.TalkOver{At: c.now(), Call: t.by, By: acd.Caller})
	default:
		c.vacate(t.floor, t.seat, worked)
	}
	t.floor = nil
}

// vacate ends what engage began. Who worked has time for notes.
func (c *caller) vacate(f *floor, seat string, worked bool) {
	in := acd.Vacate{At: c.now(), Seat: seat, Call: c.id}
	if worked {
		in.WrapUp = c.wrapUpOf(seat)
	}
	f.send(in)
}

// wrapUpOf is a seat's own time for notes, or that of its first queue.
func (c *caller) wrapUpOf(seat string) int64 {
	s, ok := c.tree.Seats[seat]
	switch {
	case !ok:
		return 0
	case s.Rules.WrapUp != nil:
		return *s.Rules.WrapUp
	}
	return c.tree.QueueRules(s.Queues[0]).WrapUp
}

// why is why the third party is not there.
func (t *third) why() string {
	switch {
	case t.up:
		return wordGone
	case t.status == asterisk.DialBusy:
		return wordBusy
	case t.status == asterisk.DialUnavailable || t.status == asterisk.DialCongestion:
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
	wordNotNow     = "现在不能这样操作。"
	wordNotAllowed = "这个号码不能转接。"
	wordGone       = "对方已经挂机。"
)
