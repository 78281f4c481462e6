package bench

import (
	"math"
	"slices"
)

// Quantile of values in any order, between 0 and 1; NaN of none. Between two values it is
// interpolated.
func Quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// Figure is a median over rounds, with the least and the greatest of them. Of no rounds it
// is nothing at all: N is 0.
type Figure struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	N      int     `json:"n"` // rounds
}

// Sum makes a figure of the rounds' values; those that are no numbers do not count.
func Sum(values []float64) Figure {
	var good []float64
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			good = append(good, v)
		}
	}
	if len(good) == 0 {
		return Figure{}
	}
	return Figure{Median: Quantile(good, 0.5), Min: slices.Min(good), Max: slices.Max(good), N: len(good)}
}

// Ratio compares two contenders round by round.
func Ratio(of, to []float64) Figure {
	var each []float64
	for i := range min(len(of), len(to)) {
		each = append(each, of[i]/to[i])
	}
	return Sum(each)
}
