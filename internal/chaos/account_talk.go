package chaos

import (
	"slices"
)

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
