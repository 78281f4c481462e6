package bench

// Ramp looks for the highest rate at which all goes well: it rises by a factor until a step
// fails, or falls by it until one does not, and then halves what is between the best and the
// worst.
type Ramp struct {
	Start  float64 // calls a second
	Factor float64 // from one step to the next while it rises or falls
	Close  float64 // how far apart, as a factor, the highest good and the lowest bad rate may stay
	Limit  float64 // beyond this nobody asks

	good, bad float64
}

// Next is the rate to try; false when the search is over.
func (r *Ramp) Next() (float64, bool) {
	switch {
	case r.good == 0 && r.bad == 0:
		return r.Start, true
	case r.bad == 0:
		next := min(r.good*r.Factor, r.Limit)
		return next, next > r.good
	case r.good == 0:
		next := r.bad / r.Factor
		return next, next >= 1
	case r.bad <= r.good*r.Close:
		return 0, false
	default:
		return (r.good + r.bad) / 2, true
	}
}

// Tell says how a rate went.
func (r *Ramp) Tell(rate float64, well bool) {
	switch {
	case well:
		r.good = max(r.good, rate)
	case r.bad == 0 || rate < r.bad:
		r.bad = rate
	}
}

// Best is the highest rate that went well; 0 = none did.
func (r *Ramp) Best() float64 { return r.good }
