package chaos

import (
	"cmp"
	"slices"
)

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
			if one.Until == 0 || other.From < one.Until || one.Seat != other.Seat && !a.seatCrashed(leg) {
				a.find(DoubleOffer, other.From, leg.Caller, c, "connected to %s and to %s", one.Seat, other.Seat)
			}
		}
	}
}

// seatCrashed tells whether Asterisk died under a seat of the caller's.
func (a *account) seatCrashed(leg Leg) bool {
	return slices.ContainsFunc(a.seatLegs[leg.Caller], a.crashed)
}

// overlap tells whether two spans share more than a moment.
func overlap(from, until, from2, until2 int64) bool {
	return min(until, until2)-max(from, from2) > sameMoment
}

func (a *account) byAsterisk(leg Leg) bool { return slices.Contains(a.Fallback, leg.Seat) }

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
