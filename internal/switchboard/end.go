package switchboard

import (
	"context"
	"runtime/debug"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/talk"
	"hotline/ivr"
)

// callerGone: the caller hung up, or the line was lost, or he is not ours any
// more. It may be told more than once.
func (c *caller) callerGone(cause int, lost bool) {
	if c.end.Cause == 0 {
		c.end.Cause = cause
	}
	if c.gone {
		return
	}
	c.gone = true
	c.playing, c.music = "", ""
	c.timer.Stop()
	c.stopFetch()
	c.leaveMessage(lost)
	switch {
	case c.broken:
		c.end.Detail = causeAsteriskLost
	case lost:
		c.end.Detail = "the line was lost while nobody watched"
	}
	if c.end.By == "" {
		c.end.By = "caller"
		if lost {
			c.end.By = "system"
		}
	}
	if c.session != nil {
		c.closed = c.session.Checkpoint().Closed
		c.session.Next(c.moment(), ivr.HungUp{})
	}
	if c.watching != nil && c.watching.on {
		c.end.Outcome = call.Completed // it is how supervisors end their part
	}
	c.stopWatching()
	c.watching = nil
	c.freeSummons()
	if c.account != "" {
		c.dismissFrom(c.seat)
	}
	if c.outside != nil && !c.outside.joined && !lost {
		c.end.Outcome = call.AbandonedRinging
	}
	c.leaveTalk()
}

// causeAsteriskLost is the detail of calls that ended with their Asterisk.
const causeAsteriskLost = "asterisk-lost"

// cutOff ends the call with its Asterisk. Whichever of its channels is told first, the
// others are no more, and none of those in them has hung up.
func (c *caller) cutOff(cut bool) {
	if !cut || c.gone {
		return
	}
	c.broken = true
	c.callerGone(0, true)
}

// leaveTalk ends what the caller leaves behind. What is on its way to another call is
// ended by that one, or when it comes back.
func (c *caller) leaveTalk() {
	if c.given != nil {
		return
	}
	aside := c.conv != nil && c.conv.Phase == talk.Aside // he was gone before a restart
	if c.broken || c.conv == nil || !c.move(talk.Input{Kind: talk.CallerGone}) && !aside {
		c.quit(c.end.Outcome == call.Handed)
	}
	if c.outside != nil {
		c.outsideOver(ivr.Result{What: ivr.Talked})
	}
}

// quit takes the call off the floor, if it is there. Who is handed to a person has not
// given up waiting: nobody has to call him back.
func (c *caller) quit(handed bool) {
	if c.floor == nil {
		return
	}
	c.back.settleReached()
	if handed {
		c.floor.send(acd.Leave{At: c.now(), Call: c.id, Reason: "handed"})
	}
	if c.broken {
		c.floor.send(acd.CutOff{At: c.now(), Call: c.id})
		return
	}
	c.floor.send(acd.HangUp{At: c.now(), Call: c.id})
}

// hangUp ends the call from our side: the script is over.
func (c *caller) hangUp(reason string) {
	c.end.Detail = reason
	c.reject("normal")
}

// reject hangs up with a reason that the caller's phone may show.
func (c *caller) reject(cause string) {
	if c.end.By == "" {
		c.end.By = "system"
	}
	c.part(func() error {
		return c.try("hang up", func(ctx context.Context) error { return c.phone.Hangup(ctx, c.channel, cause) })
	})
}

// part sends the last request for the caller's channel; its end follows. If not,
// it is sent again and again: nobody may be left in silence.
func (c *caller) part(send func() error) {
	c.ending, c.last = true, nil
	c.timer.Stop()
	if !settled(send()) {
		c.last = func() { c.part(send) }
		c.timer.Reset(requestTime)
	}
}

// close puts the end on record. It is the last thing that happens to a call.
func (c *caller) close() {
	if c.dropBridge(); c.bridge != "" {
		c.sb.insist(c.destroyBridge)
	}
	c.comeHome()
	c.vacateAll()
	c.phone.Unroute(c.channel)
	c.box.Close()
	c.tellOpening()
	c.end.At, c.end.Call = c.now(), c.id
	c.end.Outcome = c.outcome()
	c.ends.Lock()
	c.ended = true
	c.tell(c.end)
	c.ends.Unlock()
	c.sb.metrics.callEnded(c.end.Outcome, c.now()-c.arrived)
	c.log.Info("call ended", "outcome", c.end.Outcome, "by", c.end.By, "cause", c.end.Cause, "detail", c.end.Detail)
}

// outcome sorts the end. What a caller got counts for more than how he left.
func (c *caller) outcome() call.Outcome {
	lost := c.end.By == "system" && !c.ending
	switch {
	case c.end.Outcome == call.Handed || c.end.Outcome == call.Refused:
		return c.end.Outcome
	case c.back != nil:
		return c.back.outcome()
	case c.summons != nil:
		return c.summonsOutcome()
	case c.talked:
		return call.Answered
	case c.ownCall && (c.forwarded || c.queued.Queue == ""):
		return c.ownOutcome()
	case c.forwarded:
		return call.Forwarded
	case c.messaged:
		return call.LeftMessage
	case c.promised:
		return call.AskedCallback
	case lost:
		return call.Failed
	case c.end.Outcome != "":
		return c.end.Outcome // abandoned, by the floor's word
	case c.endedClosed():
		return call.Closed
	case c.overflowed:
		return call.Overflowed
	case c.ending:
		return call.Completed
	}
	return call.AbandonedInMenu
}

// ownOutcome is that of a call which a seat made to somebody.
func (c *caller) ownOutcome() call.Outcome {
	if c.forwarded {
		return call.CalledOut
	}
	return call.NotReached
}

func (c *caller) endedClosed() bool { return c.closed || c.end.Detail == ivr.EndClosed && c.ending }

// handOver gives the caller to Asterisk's own dialplan, which apologises and
// rings the fallback group: our mistake must not cost him his call.
func (c *caller) handOver(why string) {
	c.tellOpening()
	c.end.Outcome, c.end.By, c.end.Detail = call.Handed, "system", why
	c.sb.metrics.handed.Inc()
	c.stopPlay()
	c.stopMessage()
	c.stopMusic()
	c.part(func() error {
		err := c.try("hand over", c.toPerson)
		if err == nil || linkFailed(err) {
			return err
		}
		return c.try("hang up", func(ctx context.Context) error { return c.phone.Hangup(ctx, c.channel, "normal") })
	})
}

func (c *caller) toPerson(ctx context.Context) error {
	return c.phone.Continue(ctx, c.channel, "to-person", "s", 1)
}

// rescue contains a panic: the call is taken off its floor, its legs are
// released, and the caller goes to a person.
func (c *caller) rescue() {
	cause := recover()
	if cause == nil {
		return
	}
	defer func() {
		if again := recover(); again != nil {
			c.log.Error("a mistake of ours while containing another: this call is lost", "panic", again)
		}
	}()
	c.sb.metrics.panics.Inc()
	c.log.Error("a mistake of ours: the caller goes to the fallback group", "panic", cause, "stack", string(debug.Stack()))
	c.quit(!c.gone)
	if c.conv != nil {
		c.endConversation()
	}
	c.dropPassing()
	c.endWatch()
	c.releaseOffers()
	if c.outside != nil {
		c.releaseLeg(c.outside.leg, false)
		if c.outside.over != nil {
			c.outside.over()
		}
	}
	c.releaseBeside()
	c.stopWatching()
	c.abandonTapes()
	if !c.gone {
		c.handOver("a mistake of ours")
	}
	if c.last != nil {
		c.sb.insist(c.toPerson)
	}
	c.close()
}
