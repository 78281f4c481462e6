package switchboard

import (
	"cmp"
	"fmt"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
)

// confirming is how far a callback has come where the caller is called first: whoever
// answers is told who calls, and has the call when he presses the key. Nobody else has:
// an answering machine presses none. The seats that the floor offers the call to do not
// ring meanwhile; the floor's offers last so much longer.
type confirming struct {
	reserved   []*acd.Offered // offers to seats whose telephones are to ring when he has confirmed
	asked      int            // times that he was told
	until      int64          // so long there is time for all that
	unrecorded bool           // he has confirmed, and the floor has not put it on record
	closing    bool           // nothing is to come but the end of his leg
}

const (
	firstRing   = 30 * time.Second                            // how long his telephone may ring
	confirmTime = acd.CallerFirst*time.Millisecond - lastWord // from dialling until he has confirmed
	lastWord    = 7 * time.Second                             // time for the key when all is said

	keyConnect  = '1'
	keyUnwanted = '2'
)

// What he hears.
const (
	wordFirst       = "您好，这里是%s，%s。接通座席请按一，不需要了请按二。"
	usualTitle      = "残疾人服务热线"
	whyAsked        = "您刚才要求回电"
	whyMissed       = "您刚才来电未能接通"
	wordUnwanted    = "好的，不再给您回电。感谢您的来电，再见。"
	wordAnotherTime = "抱歉，现在不能为您接通座席，再见。"
)

// offered: the floor has a seat for the call.
func (b *callBack) offered(m *acd.Offered) {
	switch {
	case b.outside != nil:
		b.reserved = append(b.reserved, m)
	case b.callerFirst() && len(b.offers) == 0 && b.result == "" && !b.ending:
		b.reserved = append(b.reserved, m)
		b.dialFirst()
	default:
		b.ring(m)
	}
}

func (b *callBack) callerFirst() bool {
	return queueOf(b.sb.tree.Load(), b.queued.Queue).Rules.Callback.First == acd.FirstCaller
}

func (b *callBack) dialFirst() {
	if !b.dial(firstRing) {
		b.notReached(acd.CallbackFailed)
		return
	}
	b.patience()
}

// patience begins the time that there is for him to confirm.
func (b *callBack) patience() {
	b.until = b.now() + confirmTime.Milliseconds()
	b.await(confirmTime)
}

// await sets the timer to what is next, or the end of all patience.
func (b *callBack) await(d time.Duration) {
	b.setTimer(max(time.Millisecond, min(d, millis(b.until-b.now()))))
}

// askHim: he, or whoever it is, has answered.
func (b *callBack) askHim() {
	if b.asked > 0 || b.closing {
		return
	}
	b.channel = b.outside.leg
	b.ask()
}

func (b *callBack) ask() {
	b.asked++
	b.await(confirmTime)
	why := whyAsked
	if b.unasked {
		why = whyMissed
	}
	b.say(fmt.Sprintf(wordFirst, cmp.Or(b.tree.Centres[b.centre].Title, usualTitle), why))
}

// hasHeard: he has been told.
func (b *callBack) hasHeard() {
	wait := wordPause
	if b.asked >= mostWords {
		wait = lastWord
	}
	b.await(wait)
}

// unconfirmed: a pause is over without a key, or all the time.
func (b *callBack) unconfirmed() {
	switch {
	case b.outside == nil || b.closing || b.talk() != nil:
	case b.asked == 0:
		b.notReached(acd.CallbackNoAnswer)
	case b.asked < mostWords && b.now() < b.until:
		b.ask()
	default:
		b.notReached(acd.CallbackMachine)
	}
}

// confirms takes a key of his telephone, and is false if it is another's.
func (b *callBack) confirms(e asterisk.Digit) bool {
	if b.outside == nil || e.ID != b.outside.leg {
		return false
	}
	switch {
	case b.asked == 0 || b.closing:
	case e.Digit == keyConnect:
		b.confirmed()
	case e.Digit == keyUnwanted:
		b.stopPlay()
		b.end.By = string(acd.Caller)
		b.overBefore(acd.CallbackUnwanted)
	}
	return true
}

// goneBefore: his leg has ended before he confirmed. Who answers and hangs up does not
// want the call now.
func (b *callBack) goneBefore(why acd.CallbackEnd, lost bool) {
	if b.asked > 0 && !lost {
		why, b.end.By = acd.CallbackRefused, string(acd.Caller)
	}
	b.notReached(why)
}

// notReached: there is nobody for whom a seat could ring.
func (b *callBack) notReached(result acd.CallbackEnd) {
	b.overBefore(result)
	b.dropOutside()
}

// overBefore ends the attempt before a seat has rung. The floor takes the call out of its
// line; should the rules not have the caller first any more, it hears why.
func (b *callBack) overBefore(result acd.CallbackEnd) {
	b.closing = true
	b.timer.Stop()
	if b.floor == nil || b.result != "" {
		return
	}
	b.settle(result)
	b.floor.send(acd.HangUp{At: b.now(), Call: b.id})
}

// leave lets him go when the floor has taken the call out of its line: he wanted it, or
// there is no place for it any more.
func (b *callBack) leave() {
	b.closing = true
	b.timer.Stop()
	switch {
	case b.asked == 0:
		b.dropOutside()
	case b.result == acd.CallbackUnwanted:
		b.say(wordUnwanted)
	default:
		b.say(wordAnotherTime)
	}
}
