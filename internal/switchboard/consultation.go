package switchboard

import (
	"cmp"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/talk"
	"hotline/ivr"
)

// consultation looks for a seat of a queue on behalf of a seat that talks. It waits in
// that queue like a caller, but there is nobody on the line; the seat that answers is
// given to the talk, and with it the consultation is over.
type consultation struct {
	*caller
	of  *caller // the call of the talk: its box and its inbox only
	off bool    // nobody is needed any more
}

// errandOff tells a consultation that nobody is needed any more.
type errandOff struct{}

// errandOver tells a talk that its consultation has found nobody.
type errandOver struct{ errand string }

// askQueue begins a consultation.
func (c *caller) askQueue(t *third) {
	queue := t.target.Queue
	if t.target.Kind == dialplan.TargetCentre {
		queue, _ = c.tree.QueueOfCentre(t.target.Centre)
	}
	if c.tree.FloorOfQueue(queue) == "" {
		t.failed = acd.Failed
		c.facts.put(errandOver{})
		return
	}
	b := &consultation{caller: c.sb.newCaller(c.sb.newID(), "", c.phone.NewMailbox(), c.tree), of: c}
	b.seat, b.number, b.called, b.trunk, b.arrived = c.conv.Seat, c.ownNumberShown(), queue, c.trunk, c.now()
	t.errand, t.queue = b.id, queue
	c.sb.enterAs(b.caller, func() { b.run(func() { b.begin(queue, c.id) }) })
}

func (b *consultation) begin(queue, of string) {
	b.tell(call.Arrived{
		At: b.arrived, Call: b.id, Seat: b.seat, From: b.seat, To: queue, Floor: b.tree.FloorOfQueue(queue),
		Version: b.tree.Version, Of: of,
	})
	b.queued, b.since, b.floor = ivr.Queue{Queue: queue}, b.arrived, b.sb.floor(b.tree.FloorOfQueue(queue))
	b.floor.send(acd.Enqueue{At: b.now(), Call: b.id, Queue: queue, Since: b.since, Limits: acd.Limits{NoSeat: true}})
}

// run conducts the consultation from begin to its end, or until the switchboard stops.
func (b *consultation) run(begin func()) {
	b.ctx = b.sb.ctx
	defer b.timer.Stop()
	defer b.freeLines()
	defer b.rescue()
	defer func() { b.gone, b.ending, b.conv = true, true, nil }() // there is nobody who could be handed over
	begin()
	for b.floor != nil || len(b.offers) > 0 || b.given != nil {
		b.sb.cfg.Clock.Rest()
		select {
		case <-b.ctx.Done():
			return
		case <-b.box.Ready():
			for _, e := range b.box.Take() {
				b.hear(e)
			}
		case <-b.facts.ready:
			for _, m := range b.facts.take() {
				b.learn(m)
			}
		}
	}
	b.gone, b.ending = true, true
	b.end.Outcome, b.end.By = cmp.Or(b.end.Outcome, call.Completed), cmp.Or(b.end.By, "seat")
	b.close()
}

func (b *consultation) hear(e asterisk.Event) {
	if b.passGift(about(e), e) {
		return
	}
	switch e := e.(type) {
	case asterisk.HangupRequested:
		b.legGone(e.ID, e.Cause, e.TechCause, false)
	case asterisk.ChannelEnded:
		b.legGone(e.ID, e.Cause, e.TechCause, e.Lost)
	case asterisk.ChannelLeft:
		b.legGone(e.ID, 0, 0, false)
	case asterisk.ChannelArrived:
		b.seatPickedUp(e.Channel.ID)
	case asterisk.Dialling:
		b.legDialling(e)
	case asterisk.Digit:
		b.pressed(e)
	case asterisk.PlaybackEnded:
		b.seatHeard(e)
	}
}

func (b *consultation) learn(m any) {
	switch m := m.(type) {
	case *acd.Offered:
		b.ring(m)
	case lineFree:
		b.lineFree(m)
	case unaccepted:
		b.unaccepted(m)
	case *acd.OfferEnded:
		b.offerEnded(m)
	case *acd.Answered:
		b.answered(m)
	case *acd.Overflowed:
		b.floor = nil
		b.failed()
	case *acd.Abandoned, *acd.CallCutOff:
		b.floor = nil
	case *acd.TalkEnded:
		b.floor = nil
		b.releaseOffers()
	case merged:
		b.merged(m)
	case errandOff:
		b.dismiss()
	case watchEnd:
		m.by.facts.put(watchOver{})
	case watchAsk:
		m.by.facts.put(watchOver{whyNotNow}) // the talk does not have the seat yet
	case asterisk.Event:
		b.hear(m)
	}
}

// answered: a seat was found. It is the talk's.
func (b *consultation) answered(f *acd.Answered) {
	o := b.offerTo(f.Seat)
	o.talking = true
	b.releaseOthers(o)
	if o.ended || b.off {
		b.talkOver(acd.Agent)
		b.failed()
		return
	}
	b.yieldTo(b.of, yielded{from: b.caller})
}

// failed tells the talk that there is nobody.
func (b *consultation) failed() {
	if !b.off {
		b.sb.hand(b.of, errandOver{b.id})
	}
}

// merged: the talk has the seat, or did not want it any more.
func (b *consultation) merged(m merged) {
	if m.ok {
		b.caller.merged(m)
		return
	}
	b.caller.merged(m)
	b.talkOver(acd.Caller)
}

// dismiss ends the search.
func (b *consultation) dismiss() {
	b.off = true
	switch {
	case b.floor == nil || b.given != nil:
	case b.talk() != nil:
		b.talkOver(acd.Caller)
	default:
		b.floor.send(acd.Leave{At: b.now(), Call: b.id, Reason: "not needed"}) // it is no caller who has given up
	}
}

// errandOver: the consultation has found nobody.
func (c *caller) errandOver(m errandOver) {
	t := c.thirdWith(func(t *third) bool { return t.errand == m.errand && !t.up })
	if t != nil {
		t.errand = ""
		c.move(talk.Input{Kind: talk.Failed})
	}
}

// consults: nobody is on the line of this call.
func (p *past) consults() bool { return p.of != "" && p.Seat != "" }

// takeUpConsultation gives up one that the engine before had begun. The talk that asked
// for it is told nothing: it does not count on it any more.
func (sb *Switchboard) takeUpConsultation(p *past, w world) {
	b := &consultation{caller: sb.newCaller(p.Call, "", sb.cfg.Telephone.NewMailbox(), sb.tree.Load()), off: true}
	b.seat, b.number, b.called, b.trunk, b.arrived = p.Seat, p.From, p.To, p.Trunk, p.Arrived
	sb.takeLegs(p, b.box, w)
	sb.enterAs(b.caller, func() {
		b.run(func() {
			b.resumeSeat(p, w)
			b.dropStrays(p, w)
			b.dismiss()
		})
	})
}
