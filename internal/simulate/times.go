package simulate

import (
	"math"
	"math/rand/v2"
	"time"
)

// Times is how long something takes, by chance.
type Times interface {
	// Mean of what is drawn.
	Mean() time.Duration
	draw(r *rand.Rand) time.Duration
}

// knowing times can be drawn where it is known that they are longer than a time.
type knowing interface {
	drawAfter(r *rand.Rand, stayed time.Duration) time.Duration
}

// longest bounds what is drawn, lest times run over.
const longest = 30 * day

// Exponential times have no memory: how long it took already tells nothing. It is
// what the formulas of Erlang take for granted.
type Exponential time.Duration

// Mean is the parameter.
func (t Exponential) Mean() time.Duration { return time.Duration(t) }

func (t Exponential) draw(r *rand.Rand) time.Duration {
	return bounded(r.ExpFloat64() * float64(t))
}

// Fixed is always the same time.
type Fixed time.Duration

// Mean is the parameter.
func (t Fixed) Mean() time.Duration { return time.Duration(t) }

func (t Fixed) draw(*rand.Rand) time.Duration { return time.Duration(t) }

// Lognormal times are mostly a little under their mean and sometimes far over it,
// as talks are.
type Lognormal struct {
	mean      time.Duration
	mu, sigma float64 // of the logarithm
}

// NewLognormal has that mean and standard deviation.
func NewLognormal(mean, deviation time.Duration) Lognormal {
	ratio := deviation.Seconds() / mean.Seconds()
	variance := math.Log1p(ratio * ratio)
	return Lognormal{mean, math.Log(float64(mean)) - variance/2, math.Sqrt(variance)}
}

// Mean is the one that it was made with.
func (t Lognormal) Mean() time.Duration { return t.mean }

func (t Lognormal) draw(r *rand.Rand) time.Duration {
	return bounded(math.Exp(t.mu + t.sigma*r.NormFloat64()))
}

// Empirical draws one of the times that were seen, each as likely. It is not empty.
type Empirical []time.Duration

// Mean is theirs.
func (t Empirical) Mean() time.Duration {
	sum := 0.0
	for _, d := range t {
		sum += float64(d)
	}
	return time.Duration(sum / float64(len(t)))
}

func (t Empirical) draw(r *rand.Rand) time.Duration { return t[r.IntN(len(t))] }

func bounded(ns float64) time.Duration { return time.Duration(min(ns, float64(longest))) }
