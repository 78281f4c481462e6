package switchboard

import (
	"context"
	"strconv"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/numbering"
)

// numberInfix tells the leg to the number, after a restart.
const numberInfix = "-out-"

// dial calls the number, and is false if it cannot be. The call may have waited for
// days: whether the number may be dialled is for the dialplan in force to say.
func (b *callBack) dial(ring time.Duration) bool {
	trunk, ok := b.sb.tree.Load().TrunkForCallback(b.number)
	if !ok {
		b.log.Error("no trunk may dial the number any more")
		return false
	}
	b.legs++
	b.bridge = bridgeID(b.id)
	b.outside = &outside{leg: b.id + numberInfix + strconv.Itoa(b.legs)}
	b.tell(call.LegDialled{At: b.now(), Call: b.id, Leg: b.outside.leg, To: b.number, Bridge: b.bridge})
	b.phone.Route(b.box, b.outside.leg)
	b.startMusicFor(b.talk())
	err := b.try("call back", func(ctx context.Context) error {
		return b.phone.Originate(ctx, asterisk.Origination{
			ID: b.outside.leg, Endpoint: "PJSIP/" + b.number + "@" + trunk, Args: []string{"leg", b.id},
			CallerID: callerID(string(numbering.Hotline)), Timeout: ring,
		})
	})
	return err == nil
}

// startMusicFor lets the seat hear something while the number is dialled.
func (b *callBack) startMusicFor(seat *offer) {
	if seat != nil {
		b.startMusic(usualMusic)
	}
}

// reached: the number has answered, and the seat holds the line. What came of the
// attempt is settled when the talk is over: until then the seat may say that it was a
// machine that answered.
func (b *callBack) reached() {
	if b.result != "" {
		return
	}
	b.stopMusic()
	o, number := b.talk(), b.outside
	b.channel, b.outside = number.leg, nil
	if !b.join(o.leg) {
		b.channel, b.outside = o.leg, number
		b.tried(acd.CallbackFailed)
		return
	}
	b.live, b.talked, b.lastSeat = true, true, o.seat
	b.converse(o.seat, o.leg)
	b.recordTalk(o.leg)
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

// settleReached comes before the floor hears that the talk is over; of a call that calls
// nobody back (nil) it knows nothing. He who confirmed was
// reached before, unless the rules changed at that moment; the floor takes it once.
func (b *callBack) settleReached() {
	if b != nil && b.live && (b.result == "" || b.result == acd.CallbackReached) {
		b.settle(acd.CallbackReached)
	}
}

// isMachine: the seat says that an answering machine has answered. It is false if the
// call is not at that point.
func (b *callBack) isMachine() bool {
	if !b.live || b.result != "" || b.conv.third != nil {
		return false
	}
	b.settle(acd.CallbackMachine)
	b.endConversation()
	b.talkOver(acd.Agent)
	return true
}

func (b *callBack) outsideGone(cause, sip int, lost bool) {
	b.lineGone = true
	switch why := whyNotReached(cause, sip, lost); {
	case b.closing:
		b.dropOutside()
	case b.talk() == nil:
		b.goneBefore(why, lost)
	case b.result == "":
		b.tried(why)
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
