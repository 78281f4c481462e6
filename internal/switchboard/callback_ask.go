package switchboard

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/call"
	"hotline/ivr"
)

// callbackGrace is the time that a caller has to hear that he will be called back,
// and to hang up, before his number is dialled. It costs no place: that goes by
// the age of the wait.
const callbackGrace = 30 * time.Second

// morning is when the first callbacks of a day are made: who wanted a call on
// another day did not want it at night.
const morning = 8 * time.Hour

// askBack asks a floor to put a caller on its callback list; the answer goes to the
// call that asks as an askedBack.
type askBack struct{ input acd.AskCallback }

type askedBack struct{ listed bool }

// listed: the facts put the caller on the list, or find him there.
func listed(facts []acd.Fact) bool {
	return slices.ContainsFunc(facts, func(f acd.Fact) bool { _, ok := f.(*acd.CallbackListed); return ok })
}

// askCallback has the caller called back, at the number given or his own.
func (c *caller) askCallback(e ivr.CallBack) {
	number := c.numberOf(cmp.Or(e.Number, c.number))
	floor := c.tree.FloorOfQueue(e.Queue)
	_, may := c.tree.TrunkForCallback(number)
	since, due, open := c.callbackTime(e)
	switch {
	case floor == "":
		c.notCalledBack("queue-removed")
	case number == "":
		c.notCalledBack("no number")
	case !may:
		c.notCalledBack("not allowed")
	case !open:
		c.notCalledBack("no opening")
	default:
		ask := acd.AskCallback{
			At: c.now(), Callback: c.sb.newID(), Of: c.id, Queue: e.Queue,
			Number: number, Since: since, Due: due,
		}
		c.tell(call.CallbackAsked{
			At: ask.At, Call: c.id, Callback: ask.Callback, Floor: floor,
			Queue: ask.Queue, Number: ask.Number, Due: ask.Due,
		})
		c.promised = true
		c.sb.floor(floor).send(askBack{ask})
	}
}

func (c *caller) notCalledBack(reason string) {
	c.log.Info("a caller cannot be called back", "why", reason)
	c.inputs = append(c.inputs, ivr.Result{What: ivr.Failed, Reason: reason})
}

// callbackTime says when the callback's wait began, which makes its place, and when
// it is due: soon, with the age of the call; or when the centre opens on another day.
func (c *caller) callbackTime(e ivr.CallBack) (since, due int64, ok bool) {
	if e.When != "opening" {
		since = c.since
		if since == 0 {
			since = c.now()
		}
		return since, c.now() + callbackGrace.Milliseconds(), true
	}
	centre, _, _ := strings.Cut(e.Queue, "/")
	opens, ok := c.tree.Calendar.NextOpening(c.tree.Centres[centre].Hours, c.moment(), true)
	return 0, notAtNight(opens).UnixMilli(), ok
}

func notAtNight(at time.Time) time.Time {
	at = at.In(calendar.China())
	midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
	if early := midnight.Add(morning); at.Before(early) {
		return early
	}
	return at
}

// askedBack tells the script whether he will be called back.
func (c *caller) askedBack(a askedBack) {
	if c.missed == missedTold {
		c.missed = missedSettled
		return
	}
	if a.listed {
		c.step(ivr.Result{What: ivr.Done})
		return
	}
	c.step(ivr.Result{What: ivr.Failed, Reason: "not possible now"})
}
