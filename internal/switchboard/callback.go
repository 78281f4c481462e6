package switchboard

import (
	"strings"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/numbering"
	"hotline/ivr"
)

// callBack conducts a call that calls somebody back. It waits in its queue like a
// caller. Usually the seat that answers hears what is coming, and then the number is
// dialled; where the caller comes first, his number is dialled while the seat is
// reserved, and he confirms. As soon as he is on the line the call is one like any
// other: its caller is who was called, and the embedded caller conducts it. Until then
// channel is the telephone to which words are said.
//
// Whatever comes of the attempt is told to the floor before the talk with the seat
// is over. So a callback that breaks off counts as an attempt that failed.
type callBack struct {
	*caller
	back     acd.Callback
	unasked  bool            // he did not ask to be called
	result   acd.CallbackEnd // of the attempt; "" = not yet
	lineGone bool            // the number's leg has ended
	finished bool            // the floor knows that the seat's part is over
	live     bool            // he is on the line: the call is his
	confirming
}

func (sb *Switchboard) newCallBack(id string, box *asterisk.Mailbox, back acd.Callback) *callBack {
	b := &callBack{caller: sb.newCaller(id, "", box, sb.tree.Load()), back: back}
	b.number, b.caller.back, b.up = back.Number, b, true
	return b
}

// callBack begins the call for a callback that the floor has queued.
func (sb *Switchboard) callBack(f *floor, q *acd.CallQueued) {
	b := sb.newCallBack(q.Call, sb.cfg.Telephone.NewMailbox(), q.Callback)
	entry, _ := f.state.Callback(q.Callback.ID) // this is the floor's goroutine
	b.unasked = entry.Missed
	b.floor, b.since, b.arrived = f, q.Since, q.At
	b.queued = ivr.Queue{Queue: q.Queue, Music: usualMusic, NoSeat: true}
	sb.enterAs(b.caller, func() { b.run(b.arrive) })
}

// park lets a drain pass by this call while it only waits.
func (b *callBack) park() {
	b.sb.mu.Lock()
	defer b.sb.mu.Unlock()
	b.parked = !b.live && len(b.offers) == 0 && len(b.reserved) == 0 && b.outside == nil
	b.sb.noteIdle()
}

// arrive puts the call on record: it comes from nobody's channel.
func (b *callBack) arrive() {
	b.centre, _, _ = strings.Cut(b.queued.Queue, "/")
	b.log.Info("calling back", "of", b.back.Of, "number", numbering.Number(b.number), "attempt", b.back.Attempt)
	b.tell(call.Arrived{
		At: b.arrived, Call: b.id, From: b.number, Centre: b.centre, Floor: b.floor.name,
		Version: b.tree.Version, Of: b.back.Of,
	})
	if _, may := b.tree.TrunkForCallback(b.number); !may {
		// The number of one who did not ask may be of any kind. No seat is to be
		// troubled with it: the attempt has failed.
		b.log.Warn("no trunk may dial the number; it is not called back")
		b.ending = true
		b.floor.send(acd.HangUp{At: b.now(), Call: b.id})
	}
}

// run conducts the call from begin to its end, or until the switchboard stops.
func (b *callBack) run(begin func()) {
	b.ctx = b.sb.ctx
	defer b.timer.Stop()
	defer b.freeLines()
	defer b.rescue()
	defer b.orphaned()
	begin()
	b.park()
	for !b.over() {
		b.sb.cfg.Clock.Rest()
		select {
		case <-b.ctx.Done():
			return
		case <-b.box.Ready():
			for _, e := range b.box.Take() {
				if b.strange(about(e)) {
					b.learnAll()
				}
				b.hear(e)
			}
		case <-b.facts.ready:
			b.learnAll()
		case <-b.timer.C():
			b.timeUp()
		}
	}
	b.conclude()
}

func (b *callBack) learnAll() {
	for _, m := range b.facts.take() {
		b.learn(m)
	}
}

func (b *callBack) hear(e asterisk.Event) {
	if b.live {
		b.caller.hear(e)
		return
	}
	switch e := e.(type) {
	case asterisk.HangupRequested:
		if !b.forwarding(e) {
			b.legGone(e.ID, e.Cause, e.TechCause, false)
		}
	case asterisk.ChannelEnded:
		b.legGone(e.ID, e.Cause, e.TechCause, e.Lost)
	case asterisk.ChannelLeft:
		b.legGone(e.ID, 0, 0, false)
	case asterisk.ChannelArrived:
		b.answered(e.Channel.ID)
	case asterisk.Dialling:
		b.legDialling(e)
	case asterisk.Digit:
		if !b.confirms(e) {
			b.pressed(e)
		}
	case asterisk.PlaybackEnded:
		if b.seatHeard(e) {
			return
		}
		if b.playing != "" && e.Playback == b.playing {
			b.playing = ""
			b.goOn()
		}
	case asterisk.TransferAsked:
		b.refuseRefer(e.ID)
	}
}

func (b *callBack) learn(m any) {
	if f, ok := m.(*acd.CallbackTried); ok {
		b.result = f.Result // the floor's word counts
		return
	}
	switch {
	case b.unrecorded:
		b.learnConfirmed(m)
		return
	case b.live:
		b.caller.learn(m)
		return
	}
	switch m := m.(type) {
	case *acd.Offered:
		b.offered(m)
	case *acd.OfferEnded:
		b.unreserve(m.Offer)
		b.offerEnded(m)
	case *acd.Answered:
		b.begin(m)
	case *acd.Overflowed:
		b.left()
	case *acd.TalkEnded:
		b.release(m)
	case asterisk.Event:
		b.hear(m)
	default:
		b.caller.learn(m)
	}
	b.park()
}

func (b *callBack) timeUp() {
	if b.live {
		b.caller.timeUp()
		return
	}
	b.unconfirmed()
}

func (b *callBack) answered(leg string) {
	switch {
	case b.outside == nil || leg != b.outside.leg:
		b.seatPickedUp(leg)
	case b.talk() == nil:
		b.askHim()
	default:
		b.reached()
	}
}
