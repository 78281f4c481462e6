package switchboard

import (
	"cmp"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
)

// resume goes on where the call stood when the engine before died. Who was on the line
// is a caller like others. Who was being called first is told again. An attempt for which
// a seat held the line has failed, unless the two were connected.
func (b *callBack) resume(p *past, w world) {
	number, dialled := p.numberLeg()
	if p.onTheLine() {
		_, here := w.channels[number.ID]
		b.live, b.channel = true, number.ID
		b.caller.resume(p, here, w)
		return
	}
	b.resumeSeat(p, w)
	if p.of == "" {
		b.arrive() // it was queued, and not yet on record
	}
	if dialled && b.floor != nil && b.talk() == nil {
		_, there := w.channels[number.ID]
		b.outside, b.lineGone = &outside{leg: number.ID}, !there
	}
	b.dropStrays(p, w)
	if o := b.talk(); o != nil {
		b.channel = o.leg
		b.finish(acd.System)
		return
	}
	if b.outside == nil {
		b.goOnRinging(w)
		return
	}
	for _, o := range slices.Clone(b.offers) {
		for _, r := range slices.Clone(o.rings) {
			b.ringFailed(o, r, acd.Withdrawn) // it is reserved anew
		}
	}
	b.goOnDialling(w)
}

// goOnDialling finds out what has become of his telephone.
func (b *callBack) goOnDialling(w world) {
	if b.lineGone {
		b.notReached(acd.CallbackFailed)
		return
	}
	b.patience()
	if w.channels[b.outside.leg].State == "Up" {
		b.askHim()
	}
}

// callsBack: this call has no caller of its own.
func (p *past) callsBack() bool { return p.of != "" || p.back.ID != "" }

// onTheLine: who was called back had come to the line.
func (p *past) onTheLine() bool {
	return p.Connected != "" || p.conv != nil || p.result == acd.CallbackReached
}

// numberLeg is the leg to who is called back.
func (p *past) numberLeg() (call.Leg, bool) {
	for _, leg := range p.Legs {
		if leg.To == p.From && strings.HasPrefix(leg.ID, p.Call+numberInfix) {
			return leg, true
		}
	}
	return call.Leg{}, false
}

// backOf is the callback that a call on the floor makes.
func backOf(s *acd.State, stood acd.CallStatus) (back acd.Callback, missed bool) {
	b, ok := s.Callback(stood.Callback)
	if !ok {
		return acd.Callback{}, false
	}
	return acd.Callback{ID: b.ID, Of: b.Of, Number: b.Number, Attempt: b.Attempts + 1}, b.Missed
}

// takeUpBack takes up a call that calls back.
func (sb *Switchboard) takeUpBack(p *past, w world) {
	b := sb.newCallBack(p.Call, sb.cfg.Telephone.NewMailbox(), p.back)
	b.remember(p)
	b.number, b.result, b.unasked = cmp.Or(p.From, p.back.Number), p.result, p.missed
	early := sb.takeLegs(p, b.box, w)
	b.log.Info("a call that calls back is taken up again")
	sb.enterAs(b.caller, func() {
		b.run(func() {
			b.resume(p, w)
			for _, e := range early {
				b.hear(e)
			}
		})
	})
}
