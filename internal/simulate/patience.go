package simulate

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Stay is how long somebody waited: until he gave up, or until something else ended it,
// so that he would have waited for longer.
type Stay struct {
	For    time.Duration
	GaveUp bool
}

// Patience is the times that stays tell of: the estimate of Kaplan and Meier, and behind
// the last who gave up an exponential tail of the rate at which they did in all. Where
// nobody gave up it is endless.
type Patience struct {
	times []time.Duration // in order, at which somebody gave up
	left  []float64       // the share that is more patient
	mean  float64         // of the tail, ns; 0: endless
}

// NewPatience estimates patience.
func NewPatience(stays []Stay) *Patience {
	stays = slices.Clone(stays)
	slices.SortFunc(stays, func(a, b Stay) int { return int(min(max(a.For-b.For, -1), 1)) })
	p, left, all, gaveUp := &Patience{}, 1.0, 0.0, 0
	for i := 0; i < len(stays); {
		at, still, gone := stays[i].For, len(stays)-i, 0
		for ; i < len(stays) && stays[i].For == at; i++ {
			all += float64(at)
			if stays[i].GaveUp {
				gone++
			}
		}
		if gone == 0 {
			continue
		}
		gaveUp += gone
		left *= 1 - float64(gone)/float64(still)
		p.times, p.left = append(p.times, at), append(p.left, left)
	}
	if gaveUp > 0 {
		p.mean = all / float64(gaveUp)
	}
	return p
}

// Mean is that of an exponential patience at the same rate.
func (p *Patience) Mean() time.Duration {
	if p.mean == 0 {
		return longest
	}
	return bounded(p.mean)
}

func (p *Patience) draw(r *rand.Rand) time.Duration { return p.drawAfter(r, 0) }

// drawAfter draws a patience that is longer than a time.
func (p *Patience) drawAfter(r *rand.Rand, stayed time.Duration) time.Duration {
	u := r.Float64()
	if p.mean == 0 {
		return longest
	}
	behind, _ := slices.BinarySearch(p.times, stayed+1)
	if behind > 0 {
		u *= p.left[behind-1]
	}
	for i := behind; i < len(p.times); i++ {
		if p.left[i] <= u {
			return p.times[i]
		}
	}
	from, share := stayed, 1.0
	if n := len(p.times); n > 0 {
		from, share = max(from, p.times[n-1]), p.left[n-1]
	}
	return from + bounded(-math.Log(1-(share-u)/share*(1-1e-12))*p.mean) + 1
}
