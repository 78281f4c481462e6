package erlang

import (
	"math"
	"sort"
)

// Impatient is Erlang A: callers wait until they are served or, after an
// exponential time, hang up. It has a steady state with any number of seats.
//
// It is C. Palm's queue (Research on telephone traffic carried by full availability
// groups, 1957) as solved by A. Mandelbaum and S. Zeltyn (Service engineering in
// action: the Palm/Erlang-A queue, 2007). Their function A(x, y) of the incomplete
// gamma function is the sum that sums has, with
//
//	x = seats · patience / handle, y = load · patience / handle
//
// A caller who finds j others waiting finds the j-th term of it.
type Impatient struct {
	seats            int
	load             float64
	handle, patience float64
	now              sums    // of the states with no seat free
	whole            float64 // the weight of all states, in the unit of now
}

// NewImpatient is a queue of so many seats; handle is the mean handling time and
// patience the mean time after which callers who are not served hang up.
func NewImpatient(seats int, load, handle, patience float64) Impatient {
	q := Impatient{seats: seats, load: load, handle: handle, patience: patience, whole: math.NaN()}
	free := inverseB(seats, load) - 1 // the weight of the states with a seat free
	switch {
	case math.IsNaN(Blocking(seats, load)), !(handle > 0 && patience > 0), math.IsInf(handle+patience, 1):
	case load == 0, math.IsInf(free, 1): // nobody ever waits
		q.whole = math.Inf(1)
	default:
		q.now = q.sumsAfter(0)
		q.whole = free*q.now.first + q.now.all
	}
	return q
}

// sumsAfter are those of callers who would have waited for t already.
func (q Impatient) sumsAfter(t float64) sums {
	scale := q.patience / q.handle
	return newSums(float64(q.seats)*scale, q.load*scale*math.Exp(-t/q.patience))
}

// share turns a flow of callers, weighed like the states, into a share of all who
// arrive.
func (q Impatient) share(flow float64) float64 {
	if flow == 0 && !math.IsNaN(q.whole) {
		return 0 // where nobody arrives, too
	}
	return flow / (q.load * q.whole)
}

// Wait is the share of callers who are not served at once.
func (q Impatient) Wait() float64 { return q.now.all / q.whole }

// Abandonment is the share of all callers who hang up, however soon.
func (q Impatient) Abandonment() float64 { return q.share(q.now.queue * q.handle / q.patience) }

// MeanWait is the mean wait of all callers, those who do not wait and those who
// hang up included.
func (q Impatient) MeanWait() float64 { return q.Abandonment() * q.patience }

// ASA is the average speed of answer: the mean wait of those who are served. It is 0
// if nobody is.
func (q Impatient) ASA() float64 {
	wait := q.share(float64(q.seats)*q.now.wait) * q.patience
	if wait == 0 {
		return 0
	}
	return wait / (1 - q.Abandonment())
}

// Service is the share of all callers who are served within t.
func (q Impatient) Service(t float64) float64 {
	if !(t >= 0) {
		return math.NaN()
	}
	servedLate, _ := q.after(t)
	return max(0, 1-q.Abandonment()-servedLate)
}

// ServiceOfPatient is Service with those who hang up within t left out: they had no
// chance of being served in time, nor of not being. It is 1 if everybody does.
func (q Impatient) ServiceOfPatient(t float64) float64 {
	if !(t >= 0) {
		return math.NaN()
	}
	_, lostLate := q.after(t)
	stayed := 1 - (q.Abandonment() - lostLate)
	if stayed <= 0 {
		return 1
	}
	return min(1, q.Service(t)/stayed)
}

// after are the shares of callers who are served, and who hang up, later than t.
func (q Impatient) after(t float64) (served, lost float64) {
	if q.now.all == 0 || math.IsInf(t, 1) {
		return q.share(0), q.share(0)
	}
	then := q.sumsAfter(t)
	log := then.unit - q.now.unit
	if q.load <= float64(q.seats) { // the same, and exact for any patience
		log = q.load*q.patience/q.handle*-math.Expm1(-t/q.patience) - float64(q.seats)*t/q.handle
	}
	unit := math.Exp(log)
	return q.share(float64(q.seats) * unit * (then.all - then.first)), q.share(unit * then.queue * q.handle / q.patience)
}

// Occupancy is the share of their time that the seats handle calls; 0 without seats.
func (q Impatient) Occupancy() float64 {
	if q.seats == 0 && !math.IsNaN(q.whole) {
		return 0
	}
	return min(1, q.load*(1-q.Abandonment())/float64(q.seats))
}

// ImpatientSeats is the least number of seats that serves the share of all callers
// within t. The share is from 0 to less than 1. It is 0 for what is outside.
func ImpatientSeats(load, handle, patience, t, share float64) int {
	enough := func(seats int) bool { return NewImpatient(seats, load, handle, patience).Service(t) >= share }
	if !(load > 0) || !(share >= 0 && share < 1) || math.IsNaN(NewImpatient(1, load, handle, patience).Service(t)) {
		return 0
	}
	most := 1
	for !enough(most) {
		most *= 2
	}
	return sort.Search(most, enough)
}
