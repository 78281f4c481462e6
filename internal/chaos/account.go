package chaos

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"hotline/internal/call"
)

// Evidence is all that is known of a run.
type Evidence struct {
	Callers  []Leg
	Seats    []Leg
	Fallback []string // telephones that Asterisk rings by itself
	Silences []Silence
	Journals *Journals
	Faults   []Injected
}

// Silence is a moment from which somebody in a talk heard nothing any more.
type Silence struct {
	Caller string
	At     int64
	Who    string // did not hear the other
}

// Injected is a fault that happened.
type Injected struct {
	Kind      Kind
	Machine   string // empty = no single one
	From      int64
	Mended    int64  // when the part was put back, or started anew
	Recovered int64  // a call was answered by a seat again; 0 = never
	Trouble   string // why not
}

// Limits of what is the same moment to two observers, in ms: a busy machine is slow to
// write down what it sees.
const (
	sameMoment = 1500
	patience   = 100_000 // who waited so long with nobody to talk to was forgotten
)

// Account compares what the telephones saw with what the journals tell.
func Account(e Evidence) []Finding {
	a := newAccount(e)
	a.findings = append(a.findings, e.Journals.Findings...)
	for _, leg := range e.Callers {
		a.follow(leg)
	}
	a.nobodys()
	a.seats()
	a.silences()
	for _, floor := range e.Journals.Floors {
		a.places(floor)
	}
	slices.SortStableFunc(a.findings, func(x, y Finding) int { return cmp.Compare(x.At, y.At) })
	return a.findings
}

type account struct {
	Evidence
	callers  map[string]Leg
	seatLegs map[string][]Leg // by caller
	told     map[string][]*Told
	findings []Finding
}

func newAccount(e Evidence) *account {
	a := &account{Evidence: e, callers: map[string]Leg{}, seatLegs: map[string][]Leg{}, told: map[string][]*Told{}}
	for _, leg := range e.Callers {
		a.callers[leg.Caller] = leg
	}
	for _, leg := range e.Seats {
		a.seatLegs[leg.Caller] = append(a.seatLegs[leg.Caller], leg)
	}
	for _, legs := range a.seatLegs {
		slices.SortFunc(legs, func(x, y Leg) int { return cmp.Compare(x.Began, y.Began) })
	}
	for _, c := range e.Journals.Calls {
		if c.Arrived != 0 {
			a.told[c.From] = append(a.told[c.From], c)
		}
	}
	return a
}

func (a *account) find(loss Loss, at int64, caller string, c *Told, format string, args ...any) {
	f := Finding{Loss: loss, At: at, Caller: caller, What: fmt.Sprintf(format, args...)}
	if c != nil {
		f.Call = c.ID
	}
	a.findings = append(a.findings, f)
}

// follow looks at everything about one caller.
func (a *account) follow(leg Leg) {
	if a.cutOff(leg) {
		a.closed(leg)
		return
	}
	a.waited(leg)
	a.talked(leg)
	a.rangOnce(leg)
	a.recorded(leg)
}

// closed: a call that Asterisk's crash cut off has an end in the journal, if it is in it.
func (a *account) closed(leg Leg) {
	for _, c := range a.told[leg.Caller] {
		if c.Ends != 1 {
			a.find(EventLost, leg.Ended, leg.Caller, c, "cut off by Asterisk's crash, and it ended %d times", c.Ends)
		}
	}
}

// waited: whoever is not answered leaves by himself, and soon.
func (a *account) waited(leg Leg) {
	if slices.ContainsFunc(a.seatLegs[leg.Caller], Leg.talked) {
		return
	}
	switch {
	case leg.Code != 0:
		a.find(WaitLost, leg.Ended, leg.Caller, nil, "refused with %d", leg.Code)
	case leg.Answered == 0:
		a.find(WaitLost, leg.Began, leg.Caller, nil, "his call was never taken")
	case leg.By == Far:
		a.find(WaitLost, leg.Ended, leg.Caller, a.one(leg), "hung up on after %s, and he talked with nobody", span(leg.Answered, leg.Ended))
	case leg.Ended == 0 || leg.Ended-leg.Answered >= patience:
		a.find(WaitLost, leg.Answered, leg.Caller, a.one(leg), "forgotten: nobody was there for him for %s", span(leg.Answered, leg.until()))
	}
}

// talked: a talk ends because one of the two hung up.
func (a *account) talked(leg Leg) {
	c := a.one(leg)
	for _, seat := range a.seatLegs[leg.Caller] {
		if !seat.talked() || a.crashed(seat) || a.elsewhere(seat) {
			continue
		}
		hung := seat.By == Phone
		switch {
		case seat.By == Far && !before(leg, Phone, seat.Ended):
			if a.met(c, seat) || !a.blind(leg.Machine, seat.Answered) {
				a.find(TalkDropped, seat.Ended, leg.Caller, c, "seat %s was hung up on, and neither had hung up", seat.Seat)
			}
		case leg.By == Far && leg.Ended > seat.Answered && (!hung || seat.Ended > leg.Ended+sameMoment):
			a.find(TalkDropped, leg.Ended, leg.Caller, c, "he was hung up on in a talk with seat %s", seat.Seat)
		case hung && leg.until() > seat.Ended+patience:
			a.find(EventLost, seat.Ended, leg.Caller, c, "seat %s hung up, and the caller is on the line for ever", seat.Seat)
		}
	}
}

// before tells whether by ended the leg until at.
func before(leg Leg, by string, at int64) bool {
	return leg.By == by && leg.Ended <= at+sameMoment
}

// met tells whether the journal knows of a talk in this leg. Asterisk hangs up on a seat
// that answers while no engine is there; the caller goes on waiting.
func (a *account) met(c *Told, seat Leg) bool {
	return c != nil && slices.ContainsFunc(c.Talks, func(t Talk) bool {
		return t.Seat == seat.Seat && seat.Answered-sameMoment <= t.From && t.From <= seat.until()
	})
}

// elsewhere tells whether the telephone is one of the fallback group that picked up at
// the moment when another of them did.
func (a *account) elsewhere(leg Leg) bool {
	return a.byAsterisk(leg) && leg.Ended-leg.Answered <= sameMoment &&
		slices.ContainsFunc(a.seatLegs[leg.Caller], func(l Leg) bool {
			return l.talked() && l.ID != leg.ID && a.byAsterisk(l) && abs(l.Answered-leg.Answered) <= sameMoment
		})
}

// rangOnce: no two seats at a time, by what the telephones saw, and by the journal.
func (a *account) rangOnce(leg Leg) {
	legs := slices.DeleteFunc(slices.Clone(a.seatLegs[leg.Caller]), a.byAsterisk)
	for i, one := range legs {
		for _, other := range legs[i+1:] {
			switch {
			case one.talked() && other.talked() && overlap(one.Answered, one.until(), other.Answered, other.until()):
				a.find(DoubleOffer, other.Answered, leg.Caller, a.one(leg), "connected to seats %s and %s", one.Seat, other.Seat)
			case overlap(one.Began, one.ringEnd(), other.Began, other.ringEnd()) && !a.crashed(one):
				a.find(DoubleOffer, other.Began, leg.Caller, a.one(leg), "seats %s and %s rang at a time", one.Seat, other.Seat)
			}
		}
	}
	for _, c := range a.told[leg.Caller] {
		a.offeredOnce(leg, c)
	}
}

func (a *account) offeredOnce(leg Leg, c *Told) {
	for i, one := range c.Offers {
		for _, other := range c.Offers[i+1:] {
			if !one.All && !other.All && (one.Until == 0 || other.From < one.Until) {
				a.find(DoubleOffer, other.From, leg.Caller, c, "offered to %s and to %s at a time", one.Seat, other.Seat)
			}
		}
	}
	for i, one := range c.Talks {
		for _, other := range c.Talks[i+1:] {
			if one.Until == 0 || other.From < one.Until {
				a.find(DoubleOffer, other.From, leg.Caller, c, "connected to %s and to %s at a time", one.Seat, other.Seat)
			}
		}
	}
}

// overlap tells whether two spans share more than a moment.
func overlap(from, until, from2, until2 int64) bool {
	return min(until, until2)-max(from, from2) > sameMoment
}

func (a *account) byAsterisk(leg Leg) bool { return slices.Contains(a.Fallback, leg.Seat) }

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

// outcome compares how the call ended. What happened while no engine could see it is
// put on record as a failure of the line, or as it stood before.
func (a *account) outcome(leg Leg, c *Told) {
	talk := slices.ContainsFunc(a.seatLegs[leg.Caller], func(l Leg) bool {
		return l.talked() && !a.byAsterisk(l) && !a.blindIn(c.Machine, l.Answered, l.until())
	})
	good := false
	switch c.Outcome {
	case call.Answered:
		good = slices.ContainsFunc(a.seatLegs[leg.Caller], Leg.talked)
	case call.AbandonedInMenu, call.AbandonedInQueue, call.AbandonedRinging:
		good = !talk && leg.By == Phone
	case call.Handed, call.Failed, call.Refused:
		good = !talk && (a.blindIn(c.Machine, leg.Began, leg.until()) || c.Outcome == call.Handed)
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

// seats: no seat has two calls at a time.
func (a *account) seats() {
	bySeat := map[string][]Leg{}
	for _, leg := range a.Seats {
		if leg.talked() && !a.byAsterisk(leg) {
			bySeat[leg.Seat] = append(bySeat[leg.Seat], leg)
		}
	}
	for seat, legs := range bySeat {
		slices.SortFunc(legs, func(x, y Leg) int { return cmp.Compare(x.Answered, y.Answered) })
		for i := range legs[1:] {
			one, next := legs[i], legs[i+1]
			if !a.crashed(one) && !a.cutOff(a.callers[one.Caller]) && overlap(one.Answered, one.until(), next.Answered, next.until()) {
				a.find(DoubleOffer, next.Answered, next.Caller, nil, "seat %s was in a talk with %s as it got this one", seat, one.Caller)
			}
		}
	}
}

// silences: who hears nothing any more although both are there has been dropped.
func (a *account) silences() {
	for _, s := range a.Silences {
		leg := a.callers[s.Caller]
		if a.cutOff(leg) || leg.until() <= s.At+sameMoment {
			continue
		}
		for _, seat := range a.seatLegs[s.Caller] {
			if seat.talked() && !a.crashed(seat) && seat.Answered < s.At && s.At+sameMoment < seat.until() {
				a.find(TalkDropped, s.At, s.Caller, a.one(leg), "%s hears nothing any more in a talk with seat %s", s.Who, seat.Seat)
			}
		}
	}
}

// cutOff tells whether an Asterisk died that had part in the call: the one it came in at,
// or that of the machine whose engine took it.
func (a *account) cutOff(leg Leg) bool {
	if a.crashed(leg) {
		return true
	}
	c := a.one(leg)
	if c == nil {
		return false
	}
	leg.Machine = c.Machine
	return a.crashed(leg)
}

// crashed tells whether Asterisk died under the leg, or before it could be taken.
func (a *account) crashed(leg Leg) bool {
	for _, f := range a.Faults {
		if f.Kind == AsteriskKilled && f.Machine == leg.Machine && leg.Began <= f.Mended && f.From <= leg.until() {
			return true
		}
	}
	return false
}

// blind tells whether the engine of a machine could not see what happened at that time.
func (a *account) blind(machine string, at int64) bool { return a.blindIn(machine, at, at) }

// blindIn tells whether there is such a moment in a span.
func (a *account) blindIn(machine string, from, until int64) bool {
	for _, f := range a.Faults {
		end := f.Recovered
		if end == 0 {
			end = forEver
		}
		if (f.Machine == "" || f.Machine == machine) && from <= end+sameMoment && f.From-sameMoment <= until {
			return true
		}
	}
	return false
}

// seen is what the telephones saw of a caller, in words.
func (a *account) seen(leg Leg) string {
	text := fmt.Sprintf("a call from %s to %s, ended by %s", clock(leg.Began), clock(leg.Ended), leg.By)
	for _, l := range a.seatLegs[leg.Caller] {
		text += fmt.Sprintf("; seat %s rings %s", l.Seat, clock(l.Began))
		if l.talked() {
			text += ", talks " + clock(l.Answered)
		}
		text += fmt.Sprintf(", over %s by %s", clock(l.Ended), l.By)
	}
	return text
}

func clock(ms int64) string {
	if ms == 0 {
		return "never"
	}
	return time.UnixMilli(ms).UTC().Format("15:04:05.000")
}

func span(from, until int64) string {
	if until == forEver {
		return "ever"
	}
	return (time.Duration(until-from) * time.Millisecond).String()
}

func abs(n int64) int64 { return max(n, -n) }
