package switchboard

import (
	"cmp"

	"hotline/acd"
	"hotline/internal/call"
)

// orphaned leaves nobody who could be handed over to a person, whatever broke, unless
// he is on the line.
func (b *callBack) orphaned() {
	if b.live {
		return
	}
	b.gone, b.ending = true, true
	b.end.By = cmp.Or(b.end.By, string(acd.System))
}

// over: the floor has done with it, and all legs are released.
func (b *callBack) over() bool {
	if b.live {
		return b.caller.over() && !b.listing()
	}
	return b.floor == nil && len(b.offers) == 0 && b.outside == nil
}

func (b *callBack) conclude() {
	if b.live {
		b.tell(call.LegEnded{At: b.now(), Call: b.id, Leg: b.channel})
	}
	b.end.Detail = string(b.result)
	b.orphaned()
	b.close()
}

// dials: the call (nil = it calls nobody back) has nobody on the line yet.
func (b *callBack) dials() bool { return b != nil && !b.live }

// outcome sorts the end. Who has answered and then did not wait for a seat has not been
// called back.
func (b *callBack) outcome() call.Outcome {
	switch {
	case b.result == acd.CallbackUnwanted:
		return call.CallbackUnwanted
	case b.result != acd.CallbackReached:
		return call.CallbackFailed
	case !b.talked && (b.end.Outcome == call.AbandonedInQueue || b.end.Outcome == call.AbandonedRinging):
		return b.end.Outcome
	}
	return call.CallbackReached
}

// left: the floor has taken the call out of its line.
func (b *callBack) left() {
	b.floor = nil
	if b.outside != nil {
		b.leave()
	}
}

// finish ends the seat's part; the floor answers with TalkEnded.
func (b *callBack) finish(by acd.Party) {
	if b.finished {
		return
	}
	b.finished = true
	if b.result == "" {
		b.settle(acd.CallbackFailed)
	}
	b.end.By = string(by)
	b.talkOver(by)
}

// release lets go of both legs.
func (b *callBack) release(f *acd.TalkEnded) {
	b.floor = nil
	b.playing, b.music, b.channel = "", "", ""
	b.end.By = cmp.Or(b.end.By, string(f.By))
	b.dropOutside()
	b.releaseOffers()
}

func (b *callBack) dropOutside() {
	if b.outside == nil {
		return
	}
	if b.channel == b.outside.leg {
		b.playing, b.channel = "", ""
	}
	b.timer.Stop()
	b.releaseLeg(b.outside.leg, b.lineGone)
	b.outside = nil
}

// legGone: a channel of this call has ended, or is about to. It may be told more
// than once.
func (b *callBack) legGone(id string, cause, sip int, lost bool) {
	o := b.offerOn(id)
	switch {
	case b.outside != nil && id == b.outside.leg:
		b.outsideGone(cause, sip, lost)
	case o != nil && o.talking:
		o.ended = true
		b.seatGone()
	default:
		b.caller.legGone(id, cause, sip, lost)
	}
}

func (b *callBack) seatGone() {
	b.playing, b.music = "", ""
	b.finish(acd.Agent)
}
