package whatif

import (
	"encoding/json"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/simulate"
)

// learnCall follows callers, and how offers ended.
func (r *reader) learnCall(f acd.Fact, g journal.Group, at int64) {
	switch f := f.(type) {
	case *acd.CallQueued:
		r.queued(f, g, at)
	case *acd.Offered:
		r.offers[f.Offer] = offer{f.Seat, f.At}
	case *acd.OfferEnded:
		r.offerEnded(f)
	case *acd.Answered:
		if c := r.waiting(f.Call); c != nil {
			c.stay, c.begun, c.over = simulate.Stay{For: since(c, at)}, true, true
		}
	case *acd.Abandoned:
		if c := r.waiting(f.Call); c != nil {
			c.stay, c.over = simulate.Stay{For: max(since(c, at), 1), GaveUp: true}, true
		}
	case *acd.CallCutOff: // he would have waited on
		if c := r.waiting(f.Call); c != nil {
			c.stay, c.over = simulate.Stay{For: max(since(c, at), 1)}, true
		}
	case *acd.Overflowed:
		if c := r.waiting(f.Call); c != nil {
			r.overflowed(c, f, at)
		}
	case *acd.TalkEnded:
		r.talkOver(part{f.Call, f.Seat, f.Talked, f.WrapUpUntil, f.WrapUpOpen}, at)
		r.vacated(f.Seat, at, max(f.WrapUpUntil-f.At, 0))
		if f.Into != "" {
			r.occupied(f.Seat, f.Into, at)
		}
	case *acd.TalkPassed:
		r.talkOver(part{f.Call, f.From, f.Talked, f.WrapUpUntil, f.WrapUpOpen}, at)
	case *acd.CallbackListed:
		r.listed(f, at)
	case *acd.CallbackTried:
		r.day.tried.made++
		if f.Result == acd.CallbackReached {
			r.day.tried.reached++
		}
	}
}

func since(c *call, at int64) time.Duration { return span(at) - c.at }

// waiting is a caller who waits.
func (r *reader) waiting(id string) *call {
	if c := r.calls[id]; c != nil && !c.over {
		return c
	}
	return nil
}

// queued: who joins a queue after a limit sent him away from another goes on; everybody
// else is new.
func (r *reader) queued(f *acd.CallQueued, g journal.Group, at int64) {
	if f.Callback.ID != "" {
		return
	}
	if c := r.calls[f.Call]; c != nil && c.over && !c.begun && c.brings.Leaves == "" && !c.stay.GaveUp {
		c.over = false
		r.goesOn(c.last, f.Queue, 1)
		r.goesOn(c.last, "", -1)
		c.last = f.Queue
		return
	}
	if at >= day.Milliseconds() {
		return
	}
	limits := f.Limits
	c := &call{queue: f.Queue, last: f.Queue, at: span(at), brings: simulate.Brought{
		From: f.From, Needs: f.Needs, Prefer: f.Prefer, Priority: span(f.Priority), Limits: &limits, Age: span(f.At - r.sinceOf(f, g)),
	}}
	r.calls[f.Call] = c
	r.day.calls = append(r.day.calls, c)
}

// sinceOf is when the wait began by the input: in the fact, who calls again may have an
// older place.
func (r *reader) sinceOf(f *acd.CallQueued, g journal.Group) int64 {
	if f.Again == "" {
		return f.Since
	}
	var in acd.Enqueue
	if g.Input != nil && json.Unmarshal(g.Input.Data, &in) == nil && in.Call == f.Call && in.Since > 0 {
		return min(in.Since, f.At)
	}
	return f.At
}

func (r *reader) offerEnded(f *acd.OfferEnded) {
	o, ok := r.offers[f.Offer]
	delete(r.offers, f.Offer)
	switch f.Result {
	case acd.Accepted, acd.NoAnswer, acd.Busy, acd.Declined, acd.Unreachable, acd.Failed:
		if ok {
			r.day.replies[o.seat] = append(r.day.replies[o.seat], simulate.Reply{After: span(f.At - o.at), Result: f.Result})
		}
	case acd.CallerGone, acd.SeatGone, acd.Elsewhere, acd.Withdrawn: // nobody knows what the seat would have done
	}
}

// overflowed: by a limit, or the caller left by himself.
func (r *reader) overflowed(c *call, f *acd.Overflowed, at int64) {
	c.over = true
	c.stay = simulate.Stay{For: since(c, at)}
	if byLimit(f.Reason) {
		r.goesOn(f.Queue, "", 1)
		return
	}
	c.brings.Leaves = f.Reason
	c.stay.For = max(c.stay.For, 1)
}

// byLimit tells whether the distributor, or the flow, sent the caller away. Otherwise
// he left by himself.
func byLimit(reason string) bool {
	return slices.Contains([]string{
		acd.OverflowNoSeat, acd.OverflowAllPaused, acd.OverflowAllBusy, acd.OverflowStaff, acd.OverflowWait,
		acd.OverflowSize, acd.OverflowExpected, acd.OverflowQueueRemoved, acd.OverflowMoved,
	}, reason)
}

// goesOn counts where those go whom a queue sends away.
func (r *reader) goesOn(from, to string, n int) {
	if r.day.then[from] == nil {
		r.day.then[from] = map[string]int{}
	}
	r.day.then[from][to] += n
}

// part is that of a seat in a talk. Who goes on with another seat's talk is occupied
// until it is over.
type part struct {
	call, seat     string
	talked, wrapUp int64 // ms; until when
	open           bool  // the wrap-up
}

// talkOver notes the talk, and that its wrap-up begins.
func (r *reader) talkOver(p part, at int64) {
	c := r.calls[p.call]
	if c == nil || !c.begun || c.talk > 0 {
		return
	}
	c.talk, c.seated = max(span(p.talked), 1), span(at)
	if p.wrapUp != 0 || p.open {
		s := r.seat(p.seat)
		s.call, s.until = c, p.wrapUp-r.start
		if p.open {
			s.until = 0
		}
	}
}

// listed: who asked while he waited asks when his patience is over; who asked elsewhere
// asks at that time.
func (r *reader) listed(f *acd.CallbackListed, at int64) {
	if f.Missed || f.Same != "" {
		return
	}
	ask := acd.AskCallback{Callback: f.Callback, Of: f.Of, Queue: f.Queue, Number: f.Number, Since: f.Since - f.At, Due: f.Due - f.At}
	if c := r.calls[f.Of]; c != nil && c.brings.Leaves != "" {
		c.brings.Asks = &ask
		return
	}
	r.outside(at, ask)
}
