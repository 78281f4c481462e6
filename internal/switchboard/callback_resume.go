package switchboard

import "hotline/acd"

// resume goes on where the call stood when the engine before died. An attempt that
// was under way has failed, unless the two were connected.
func (b *callBack) resume(p *past, w world) {
	b.resumeSeat(p, w)
	if p.of == "" {
		b.arrive() // it was queued, and not yet on record
	}
	b.resumeNumber(p, w)
	b.dropStrays(p, w)
	o := b.talk()
	switch {
	case o == nil:
		b.goOnRinging(w)
	case b.outside == nil:
		b.channel = o.leg
		b.finish(acd.System)
	default:
		b.goOnTalking(o)
	}
}

// resumeNumber takes up the number's leg, if the seat has been connected to it.
func (b *callBack) resumeNumber(p *past, w world) {
	leg, ok := p.Leg(p.Connected)
	if !ok || leg.To == "" || b.talk() == nil {
		return
	}
	_, there := w.channels[leg.ID]
	b.outside, b.lineGone = &outside{leg: leg.ID, joined: true}, !there
}

// goOnTalking leaves a talk as it is, and ends one that is over.
func (b *callBack) goOnTalking(o *offer) {
	b.channel = o.leg
	if b.result == "" {
		b.settle(acd.CallbackReached)
	}
	switch {
	case o.ended:
		b.finish(acd.Agent)
	case b.lineGone:
		b.finish(acd.Caller)
	}
}

// callsBack: this call has no caller of its own.
func (p *past) callsBack() bool { return p.of != "" || p.back.ID != "" }

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
	b.arrived, b.since, b.centre, b.result, b.unasked = p.Arrived, p.since, p.Centre, p.result, p.missed
	b.plays, b.legs = int(sb.now()), int(sb.now()) // beyond the numbers of before
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
