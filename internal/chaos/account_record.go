package chaos

import (
	"slices"

	"hotline/internal/call"
)

// recorded: every call has one record, which says what happened.
func (a *account) recorded(leg Leg) {
	told := a.told[leg.Caller]
	switch {
	case len(told) == 0:
		if !a.blindIn(leg.Machine, leg.Began, leg.Began) {
			a.find(EventLost, leg.Began, leg.Caller, nil, "no journal knows of the call, which came in while an engine was there")
		}
		return
	case len(told) > 1:
		a.find(EventLost, leg.Began, leg.Caller, told[1], "the call is recorded %d times", len(told))
		return
	}
	c := told[0]
	if c.Ends != 1 {
		a.find(EventLost, leg.Ended, leg.Caller, c, "its record has %d ends", c.Ends)
		return
	}
	a.outcome(leg, c)
	a.times(leg, c)
}

// outcome compares how the call ended. Who leaves in the moment in which a seat picks up
// may have been first. What happened while no engine could see it is
// put on record as a failure of the line, or as it stood before.
func (a *account) outcome(leg Leg, c *Told) {
	talk := slices.ContainsFunc(a.seatLegs[leg.Caller], func(l Leg) bool {
		return l.talked() && !a.byAsterisk(l) && min(l.until(), leg.until())-l.Answered > sameMoment &&
			!a.blindIn(c.Machine, l.Answered, l.until())
	})
	good := false
	switch c.Outcome {
	case call.Answered:
		good = slices.ContainsFunc(a.seatLegs[leg.Caller], Leg.talked)
	case call.AbandonedInMenu, call.AbandonedInQueue, call.AbandonedRinging:
		good = !talk && leg.By == Phone
	case call.Handed, call.Failed, call.Refused:
		good = !talk && (a.blindIn(c.Machine, leg.Began, leg.until()) || c.Outcome == call.Handed)
	default: // the run makes no such call
	}
	if !good {
		a.find(EventLost, leg.Ended, leg.Caller, c, "recorded as %q by %s, and the telephones saw %s", c.Outcome, c.By, a.seen(leg))
	}
}

// times compares when talks began and ended, where an engine could see it.
func (a *account) times(leg Leg, c *Told) {
	for _, t := range c.Talks {
		if !slices.ContainsFunc(a.seatLegs[leg.Caller], func(l Leg) bool { return a.same(c, t, l) }) {
			a.find(EventLost, t.From, leg.Caller, c, "recorded is a talk with seat %s from %s to %s, and the telephones saw %s",
				t.Seat, clock(t.From), clock(t.Until), a.seen(leg))
		}
	}
}

// same tells whether a talk of the journal is this one of the telephones.
func (a *account) same(c *Told, t Talk, l Leg) bool {
	near := func(told, seen int64) bool {
		return told != 0 && (abs(told-seen) <= sameMoment || a.blindIn(c.Machine, min(told, seen), max(told, seen)))
	}
	if a.crashed(l) {
		return l.Seat == t.Seat && near(t.From, l.Answered)
	}
	end := l.until()
	if caller := a.callers[l.Caller]; caller.By == Phone {
		end = min(end, caller.until())
	}
	return l.Seat == t.Seat && l.Answered != 0 && near(t.From, l.Answered) && near(t.Until, end)
}

// one is the record of a caller, if there is just one.
func (a *account) one(leg Leg) *Told {
	if told := a.told[leg.Caller]; len(told) == 1 {
		return told[0]
	}
	return nil
}

// nobodys finds records of calls that nobody made.
func (a *account) nobodys() {
	for from, told := range a.told {
		if _, ok := a.callers[from]; !ok {
			a.find(EventLost, told[0].Arrived, from, told[0], "recorded is a call that no telephone made")
		}
	}
}

// closed: a call that Asterisk's crash cut off has an end in the journal, if it is in it.
func (a *account) closed(leg Leg) {
	for _, c := range a.told[leg.Caller] {
		if c.Ends != 1 {
			a.find(EventLost, leg.Ended, leg.Caller, c, "cut off by Asterisk's crash, and it ended %d times", c.Ends)
		}
	}
}
