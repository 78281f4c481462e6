package switchboard

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/numbering"
	"hotline/ivr"
)

// callBack conducts a call that calls somebody back. It waits in its queue like a
// caller; the seat that answers hears what is coming, then the number is dialled,
// and the two are joined. The seat's leg stands where a caller's channel would, as
// soon as it has answered; the number's leg is the one outside.
//
// Whatever comes of the attempt is told to the floor before the talk with the seat
// is over. So a callback that breaks off counts as an attempt that failed.
type callBack struct {
	*caller
	back     acd.Callback
	result   acd.CallbackEnd // of the attempt; "" = not yet
	lineGone bool            // the number's leg has ended
	finished bool            // the floor knows that the seat's part is over
}

// What a seat hears. Callers hear nothing of it.
const (
	wordCalling  = "回电，正在为您接通。"
	wordNoAnswer = "对方没有接听。"
	wordBusy     = "对方正忙。"
	wordFailed   = "电话没有接通。"
)

func (sb *Switchboard) newCallBack(id string, box *asterisk.Mailbox, back acd.Callback) *callBack {
	b := &callBack{caller: sb.newCaller(id, "", box, sb.tree.Load()), back: back}
	b.number = back.Number
	return b
}

// callBack begins the call for a callback that the floor has queued.
func (sb *Switchboard) callBack(f *floor, q acd.CallQueued) {
	b := sb.newCallBack(q.Call, sb.cfg.Telephone.NewMailbox(), q.Callback)
	b.floor, b.queued, b.since, b.arrived = f, ivr.Queue{Queue: q.Queue}, q.Since, q.At
	sb.enterAs(b.caller, func() { b.run(b.arrive) })
}

// park lets a drain pass by this call while it only waits.
func (b *callBack) park() {
	b.sb.mu.Lock()
	defer b.sb.mu.Unlock()
	b.parked = b.offer == nil
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
}

// run conducts the call from begin to its end, or until the switchboard stops.
func (b *callBack) run(begin func()) {
	b.ctx = b.sb.ctx
	defer b.timer.Stop()
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
				b.hear(e)
			}
		case <-b.facts.ready:
			for _, m := range b.facts.take() {
				b.learn(m)
			}
		}
	}
	b.conclude()
}

// orphaned leaves nobody who could be handed over to a person, whatever broke.
func (b *callBack) orphaned() {
	b.gone, b.ending = true, true
	b.end.Outcome, b.end.By = cmp.Or(b.end.Outcome, call.CallbackFailed), cmp.Or(b.end.By, string(acd.System))
}

// over: the floor has done with it, and all legs are released.
func (b *callBack) over() bool { return b.floor == nil && b.offer == nil && b.outside == nil }

func (b *callBack) conclude() {
	b.end.Detail = string(b.result)
	if b.result == acd.CallbackReached {
		b.end.Outcome = call.CallbackReached
	}
	b.orphaned()
	b.close()
}

func (b *callBack) hear(e asterisk.Event) {
	switch e := e.(type) {
	case asterisk.HangupRequested:
		b.legGone(e.ID, e.Cause, e.TechCause, false)
	case asterisk.ChannelEnded:
		b.legGone(e.ID, e.Cause, e.TechCause, e.Lost)
	case asterisk.ChannelLeft:
		b.legGone(e.ID, 0, 0, false)
	case asterisk.ChannelArrived:
		b.answered(e.Channel.ID)
	case asterisk.Dialling:
		b.legDialling(e)
	case asterisk.PlaybackEnded:
		if b.playing != "" && e.Playback == b.playing {
			b.playing = ""
			b.goOn()
		}
	}
}

func (b *callBack) learn(m any) {
	switch m := m.(type) {
	case acd.Offered:
		b.ring(m)
		b.park()
	case acd.OfferEnded:
		b.offerEnded(m)
		b.park()
	case acd.Answered:
		b.begin()
	case acd.Overflowed:
		b.floor = nil
	case acd.TalkEnded:
		b.release(m)
	case musicAgain:
		b.musicAgain()
	case asterisk.Event:
		b.hear(m)
	}
}

func (b *callBack) answered(leg string) {
	switch {
	case b.outside != nil && leg == b.outside.leg:
		b.reached()
	case b.offer != nil && leg == b.offer.leg && !b.offer.talking:
		b.legAnswered(leg)
	}
}

// begin tells the seat what is coming.
func (b *callBack) begin() {
	b.offer.talking, b.channel = true, b.offer.leg
	if b.offer.ended {
		b.seatGone()
		return
	}
	b.say(wordCalling)
}

// say lets the seat hear a word; what is next follows it, or happens at once.
func (b *callBack) say(text string) {
	b.stopMusic()
	media := b.media(ivr.Play{Texts: []ivr.Text{{Text: text}}})
	b.plays++
	id := b.id + "-say-" + strconv.Itoa(b.plays)
	if len(media) == 0 {
		b.goOn()
		return
	}
	err := b.try("play", func(ctx context.Context) error { return b.phone.Play(ctx, b.channel, id, media...) })
	switch {
	case err == nil:
		b.playing = id
	case !errors.Is(err, asterisk.Gone): // else the end of the seat's leg follows
		b.goOn()
	}
}

// goOn: the word has been heard.
func (b *callBack) goOn() {
	switch {
	case b.finished || b.offer == nil:
	case b.result != "":
		b.finish(acd.System)
	default:
		b.dial()
	}
}

// dial calls the number, while the seat hears music.
func (b *callBack) dial() {
	trunk, ok := b.tree.TrunkForCallback(b.number)
	if !ok {
		b.log.Error("no trunk may dial the number any more")
		b.tried(acd.CallbackFailed)
		return
	}
	b.legs++
	b.outside = &outside{leg: b.id + "-out-" + strconv.Itoa(b.legs)}
	b.tell(call.LegDialled{At: b.now(), Call: b.id, Leg: b.outside.leg, To: b.number, Bridge: b.bridge})
	b.phone.Route(b.box, b.outside.leg)
	b.startMusic(usualMusic)
	err := b.try("call back", func(ctx context.Context) error {
		return b.phone.Originate(ctx, asterisk.Origination{
			ID: b.outside.leg, Endpoint: "PJSIP/" + b.number + "@" + trunk, Args: []string{"leg", b.id},
			CallerID: callerID(string(numbering.Hotline)), Timeout: outsideRing,
		})
	})
	if err != nil {
		b.tried(acd.CallbackFailed)
	}
}

// reached: the number has answered.
func (b *callBack) reached() {
	if b.result != "" {
		return
	}
	b.stopMusic()
	if !b.join(b.outside.leg) {
		b.tried(acd.CallbackFailed)
		return
	}
	b.outside.joined = true
	b.settle(acd.CallbackReached)
}

// tried: the number was not reached. The seat hears why.
func (b *callBack) tried(result acd.CallbackEnd) {
	b.settle(result)
	b.dropOutside()
	switch result {
	case acd.CallbackBusy:
		b.say(wordBusy)
	case acd.CallbackNoAnswer, acd.CallbackRefused:
		b.say(wordNoAnswer)
	default:
		b.say(wordFailed)
	}
}

// settle tells the floor what came of the attempt.
func (b *callBack) settle(result acd.CallbackEnd) {
	b.result = result
	b.floor.send(acd.CallbackOver{At: b.now(), Callback: b.back.ID, Result: result})
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
func (b *callBack) release(f acd.TalkEnded) {
	b.floor = nil
	b.playing, b.music, b.channel = "", "", ""
	b.end.By = cmp.Or(b.end.By, string(f.By))
	b.dropOutside()
	if b.offer != nil {
		b.releaseLeg(b.offer.leg, b.offer.ended)
		b.offer = nil
	}
}

func (b *callBack) dropOutside() {
	if b.outside != nil {
		b.releaseLeg(b.outside.leg, b.lineGone)
		b.outside = nil
	}
}

// legGone: a channel of this call has ended, or is about to. It may be told more
// than once.
func (b *callBack) legGone(id string, cause, sip int, lost bool) {
	switch {
	case b.outside != nil && id == b.outside.leg:
		b.outsideGone(cause, sip, lost)
	case b.offer != nil && id == b.offer.leg && b.offer.talking:
		b.seatGone()
	default:
		b.caller.legGone(id, cause, sip, lost)
	}
}

func (b *callBack) seatGone() {
	b.offer.ended = true
	b.playing, b.music = "", ""
	b.finish(acd.Agent)
}

func (b *callBack) outsideGone(cause, sip int, lost bool) {
	joined := b.outside.joined
	b.lineGone = true
	switch {
	case joined:
		b.finish(acd.Caller)
	case b.result == "":
		b.tried(whyNotReached(cause, sip, lost))
	}
}

// whyNotReached reads the end of a number's leg that did not answer. Causes are
// Q.850's.
func whyNotReached(cause, sip int, lost bool) acd.CallbackEnd {
	const userBusy, noReply, noAnswer, absent, rejected, normal = 17, 18, 19, 20, 21, 16
	switch {
	case lost:
		return acd.CallbackFailed
	case cause == userBusy || sip == 486 || sip == 600:
		return acd.CallbackBusy
	case cause == rejected || sip == 603 || sip == 403:
		return acd.CallbackRefused
	case cause == 0 || cause == normal || cause == noReply || cause == noAnswer || cause == absent:
		return acd.CallbackNoAnswer
	}
	return acd.CallbackFailed
}

// resume goes on where the call stood when the engine before died. An attempt that
// was under way has failed, unless the two were connected.
func (b *callBack) resume(p *past, w world) {
	b.resumeSeat(p, w)
	if p.of == "" {
		b.arrive() // it was queued, and not yet on record
	}
	b.resumeNumber(p, w)
	b.dropStrays(p, w)
	switch {
	case b.offer == nil:
	case !b.offer.talking:
		b.goOnRinging(w)
	case b.outside == nil:
		b.channel = b.offer.leg
		b.finish(acd.System)
	default:
		b.goOnTalking()
	}
}

// resumeNumber takes up the number's leg, if the seat has been connected to it.
func (b *callBack) resumeNumber(p *past, w world) {
	leg, ok := p.Leg(p.Connected)
	if !ok || leg.To == "" || b.offer == nil {
		return
	}
	_, there := w.channels[leg.ID]
	b.outside, b.lineGone = &outside{leg: leg.ID, joined: true}, !there
}

// goOnTalking leaves a talk as it is, and ends one that is over.
func (b *callBack) goOnTalking() {
	b.channel = b.offer.leg
	if b.result == "" {
		b.settle(acd.CallbackReached)
	}
	switch {
	case b.offer.ended:
		b.finish(acd.Agent)
	case b.lineGone:
		b.finish(acd.Caller)
	}
}

// callsBack: this call has no caller of its own.
func (p *past) callsBack() bool { return p.of != "" || p.back.ID != "" }

// backOf is the callback that a call on the floor makes.
func backOf(s *acd.State, stood acd.CallStatus) acd.Callback {
	b, ok := s.Callback(stood.Callback)
	if !ok {
		return acd.Callback{}
	}
	return acd.Callback{ID: b.ID, Of: b.Of, Number: b.Number, Attempt: b.Attempts + 1}
}

// takeUpBack takes up a call that calls back.
func (sb *Switchboard) takeUpBack(p *past, w world) {
	b := sb.newCallBack(p.Call, sb.cfg.Telephone.NewMailbox(), p.back)
	b.arrived, b.since, b.centre, b.result = p.Arrived, p.since, p.Centre, p.result
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
