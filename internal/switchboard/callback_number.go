package switchboard

import (
	"context"
	"strconv"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/numbering"
)

// dial calls the number, while the seat hears music. The call may have waited for
// days: whether the number may be dialled is for the dialplan in force to say.
func (b *callBack) dial() {
	trunk, ok := b.sb.tree.Load().TrunkForCallback(b.number)
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
