package erlang

import "math"

// sums are those over the terms
//
//	a(j) = y/(x+1) · y/(x+2) · … · y/(x+j), j = 0, 1, 2, …
//
// in units of the greatest of them, so that none is too great for a number.
type sums struct {
	unit  float64 // the logarithm of that unit times y^x·exp(-y)/Γ(x+1)
	first float64 // a(0), which is 1
	all   float64 // Σ a(j)
	queue float64 // Σ j · a(j)
	wait  float64 // Σ a(j) · (1/(x+1) + … + 1/(x+j))
}

const (
	negligible = 1e-20 // beside the sum
	nothing    = 1e-40 // even times what stands before the first term
)

// newSums adds from the greatest term outwards: the work grows with the square
// root of y, and where x is greater by far not even that.
func newSums(x, y float64) sums {
	top := max(0, math.Floor(y-x))
	before := harmonic(x, top)
	s := sums{unit: logPoisson(x+top, y), all: 1, queue: top, wait: before}
	s.upwards(x, y, top, before)
	s.downwards(x, y, top, before)
	return s
}

// upwards adds the terms behind the greatest, whose harmonic sum is given.
func (s *sums) upwards(x, y, top, harmonic float64) {
	for j, a := top+1, 1.0; ; j++ {
		a *= y / (x + j)
		harmonic += 1 / (x + j)
		if a == 0 || a*j < negligible*s.queue {
			return
		}
		s.add(j, a, harmonic)
	}
}

func (s *sums) downwards(x, y, top, harmonic float64) {
	a := 1.0
	for j := top; j > 0; j-- {
		a *= (x + j) / y
		harmonic -= 1 / (x + j)
		if a < nothing {
			return
		}
		s.add(j-1, a, max(0, harmonic))
	}
	s.first = a
}

func (s *sums) add(j, a, harmonic float64) {
	s.all += a
	s.queue += j * a
	s.wait += a * harmonic
}

// harmonic is 1/(x+1) + … + 1/(x+n), by Euler's and Maclaurin's formula where x is
// great enough for it to be exact.
func harmonic(x, n float64) float64 {
	sum, j := 0.0, 0.0
	for ; j < n && x+j < 300; j++ {
		sum += 1 / (x + j + 1)
	}
	if j == n {
		return sum
	}
	from, to := x+j+0.5, x+n+0.5
	return sum + math.Log1p((n-j)/from) + (1/(to*to)-1/(from*from))/24
}

// logPoisson is the logarithm of y^s·exp(-y)/Γ(s+1). Stirling's series takes the
// great numbers out of it that would cancel each other (C. Loader, Fast and accurate
// computation of binomial probabilities, 2000).
func logPoisson(s, y float64) float64 {
	switch {
	case s == 0:
		return -y
	case s < 16:
		gamma, _ := math.Lgamma(s + 1)
		return s*math.Log(y) - y - gamma
	default:
		off := (y - s) / s
		series := (1.0/12 - (1.0/360-1.0/(1260*s*s))/(s*s)) / s
		return -s*(off-math.Log1p(off)) - math.Log(2*math.Pi*s)/2 - series
	}
}
