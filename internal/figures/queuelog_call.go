package figures

import (
	"cmp"
	"strconv"

	"hotline/acd"
)

// What a call's leaving a queue is called in queue_log.
const (
	exitKey     = "EXITWITHKEY"
	exitTimeout = "EXITWITHTIMEOUT"
	exitEmpty   = "EXITEMPTY"
)

// exitOf names the event of an overflow: of lack of staff, of a limit, or by what the
// caller did.
func exitOf(reason string) string {
	switch reason {
	case acd.OverflowNoSeat, acd.OverflowAllPaused, acd.OverflowAllBusy, acd.OverflowStaff, acd.OverflowQueueRemoved:
		return exitEmpty
	case acd.OverflowWait, acd.OverflowSize, acd.OverflowExpected:
		return exitTimeout
	default:
		return exitKey
	}
}

// floorFact writes the lines of a fact.
func (l *logger) floorFact(f *logFloor, fact acd.Fact) {
	switch v := fact.(type) {
	case *acd.CallQueued:
		l.queued(f, v)
	case *acd.PriorityChanged:
		if c := f.calls[v.Call]; c != nil {
			c.key = c.since - v.Priority
		}
	case *acd.Offered:
		f.rings[v.Offer] = v
	case *acd.OfferEnded:
		l.offerEnded(f, v)
	case *acd.Answered:
		l.answered(f, v)
	case *acd.TalkEnded:
		l.talkEnded(f, v)
	case *acd.TalkPassed:
		l.talkPassed(f, v)
	case *acd.Abandoned:
		l.left(f, v.At, v.Call, "ABANDON")
	case *acd.CallCutOff: // Asterisk has no such event, being gone
		l.left(f, v.At, v.Call, "CUTOFF")
	case *acd.Overflowed:
		event := exitOf(v.Reason)
		if event == exitKey {
			l.left(f, v.At, v.Call, event, v.Reason)
			return
		}
		l.left(f, v.At, v.Call, event)
	default:
		l.callbackFact(fact)
		l.seatFact(f, fact)
	}
}

func (l *logger) queued(f *logFloor, v *acd.CallQueued) {
	c := &logCall{
		queue: v.Queue, joined: v.At, since: v.Since, key: v.Since - v.Priority, position: v.Position,
		waiting: true, skipped: v.Callback.ID != "",
	}
	f.calls[v.Call] = c
	if c.skipped {
		return
	}
	from := l.from[v.Call]
	if from == "" {
		from = v.From
	}
	l.line(v.At, v.Call, v.Queue, "", "ENTERQUEUE", "", l.number(v.Call, from), strconv.Itoa(v.Position))
}

// offerEnded writes who did not take an offer: RINGNOANSWER where it is the seat's
// doing or its telephone's, RINGCANCELED where it is not.
func (l *logger) offerEnded(f *logFloor, v *acd.OfferEnded) {
	o := f.rings[v.Offer]
	delete(f.rings, v.Offer)
	c := f.calls[v.Call]
	if o == nil || c == nil {
		return
	}
	switch v.Result {
	case acd.Accepted:
		c.accepted, c.rung = v.Offer, v.At-o.At
		return
	case acd.Elsewhere: // another seat was faster: nothing was lost
		return
	default:
	}
	if c.skipped {
		return
	}
	event := "RINGNOANSWER"
	if v.Result == acd.CallerGone || v.Result == acd.SeatGone || v.Result == acd.Withdrawn {
		event = "RINGCANCELED"
	}
	l.line(v.At, v.Call, o.Queue, v.Seat, event, strconv.FormatInt(v.At-o.At, 10))
}

func (l *logger) answered(f *logFloor, v *acd.Answered) {
	c := f.calls[v.Call]
	if c == nil {
		return
	}
	c.waiting, c.answered, c.held, c.seat = false, v.At, v.At-c.joined, v.Seat
	if !c.skipped {
		l.line(v.At, v.Call, v.Queue, v.Seat, "CONNECT", span(c.held), l.legs[on(v.Call, c.accepted)], span(c.rung))
	}
}

func (l *logger) talkEnded(f *logFloor, v *acd.TalkEnded) {
	c := f.calls[v.Call]
	delete(f.calls, v.Call)
	if c == nil || c.skipped || c.answered == 0 {
		return
	}
	if way, ok := l.transferred(v.Call, v.Seat, c.answered, v.At); ok || v.Into != "" {
		l.transfer(c, v.At, v.Call, v.Seat, way.Way, cmp.Or(v.Into, way.To))
		return
	}
	event := "COMPLETEAGENT"
	if v.By == acd.Caller {
		event = "COMPLETECALLER"
	}
	l.line(v.At, v.Call, v.Queue, v.Seat, event, c.lengths(v.At)...)
}

// lengths are how long the caller waited, how long he talked, and his first position.
func (c *logCall) lengths(at int64) []string {
	return []string{span(c.held), span(at - c.answered), strconv.Itoa(c.position)}
}

// left writes that a caller left the queue unanswered; before stands before the usual
// fields.
func (l *logger) left(f *logFloor, at int64, call, event string, before ...string) {
	c := f.calls[call]
	if c == nil {
		return
	}
	place := f.position(call)
	delete(f.calls, call)
	if !c.skipped {
		l.line(at, call, c.queue, "", event, append(before, strconv.Itoa(place), strconv.Itoa(c.position), span(at-c.joined))...)
	}
}

// callbackFact writes what becomes of who is called back; Asterisk has no such event.
func (l *logger) callbackFact(fact acd.Fact) {
	switch v := fact.(type) {
	case *acd.CallbackListed:
		if v.Same == "" {
			l.line(v.At, v.Of, v.Queue, "", "CALLBACK", "LISTED", v.Callback, l.number(v.Of, v.Number))
		}
	case *acd.CallbackTried:
		l.line(v.At, v.Call, v.Queue, "", "CALLBACK", "TRIED", v.Callback, string(v.Result))
	case *acd.CallbackDone:
		l.line(v.At, v.By, v.Queue, "", "CALLBACK", "REACHED", v.Callback)
	case *acd.CallbackGivenUp:
		l.line(v.At, "", v.Queue, "", "CALLBACK", "GIVENUP", v.Callback, v.Reason)
	}
}

// span is written in whole seconds, as Asterisk does.
func span(ms int64) string { return strconv.FormatInt(max(0, ms)/1000, 10) }
