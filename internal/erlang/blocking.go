package erlang

import "math"

// Blocking is Erlang's first formula, Erlang B: the share of calls that find all
// lines busy, when calls that do are lost. It holds for handling times of any
// distribution.
//
// It is computed by the recursion over the lines, turned upside down,
//
//	1/B(0) = 1, 1/B(n) = 1 + n/load · 1/B(n-1)
//
// (A. K. Erlang 1917; the recursion as in V. B. Iversen, Teletraffic Engineering
// Handbook, §7.4; turned as in D. L. Jagerman 1974).
func Blocking(lines int, load float64) float64 {
	if lines < 0 || !(load >= 0) || math.IsInf(load, 1) {
		return math.NaN()
	}
	return 1 / inverseB(lines, load)
}

// inverseB is 1/B; it is +Inf where B is too small for a number.
func inverseB(lines int, load float64) float64 {
	inverse := 1.0
	for n := 1; n <= lines; n++ {
		inverse = 1 + float64(n)/load*inverse
		if math.IsInf(inverse, 1) {
			break
		}
	}
	return inverse
}

// Lines is the least number of lines that lose no more than the share blocking,
// which is between 0 and 1; 0 if it is not.
func Lines(load, blocking float64) int {
	if !(load > 0) || math.IsInf(load, 1) || !(blocking > 0 && blocking < 1) {
		return 0
	}
	n := 0
	for inverse := 1.0; inverse*blocking < 1; n++ {
		inverse = 1 + float64(n+1)/load*inverse
	}
	return n
}

// Load is the greatest load of which so many lines lose no more than the share
// blocking: the figure that printed tables of Erlang B have.
func Load(lines int, blocking float64) float64 {
	if lines < 0 || !(blocking > 0 && blocking < 1) {
		return math.NaN()
	}
	low, high := 0.0, float64(lines)/(1-blocking) // what is carried is at most one erlang a line
	for {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			return low
		}
		if Blocking(lines, middle) <= blocking {
			low = middle
		} else {
			high = middle
		}
	}
}
