package simulate

import "math"

// Interval holds the true figure in 95 of 100 simulations.
type Interval [2]float64

// Holds tells whether a figure is in it.
func (i Interval) Holds(v float64) bool { return i[0] <= v && v <= i[1] }

// Half is half of its width.
func (i Interval) Half() float64 { return (i[1] - i[0]) / 2 }

// interval is by batch means: batches are long enough to know little of each other,
// so what they differ by tells how far the whole may be off. A figure is a ratio, and
// its variance that of part − figure·whole over the batches (A. M. Law, Simulation
// Modeling and Analysis, §9.5). It is nil if there are too
// few batches to tell.
func (q ratio) interval(batches []count) *Interval {
	n := float64(len(batches))
	if n < 2 {
		return nil
	}
	var parts, wholes float64
	for i := range batches {
		part, whole := q(&batches[i])
		parts += part
		wholes += whole
	}
	if wholes == 0 {
		return nil
	}
	figure, squares := parts/wholes, 0.0
	for i := range batches {
		part, whole := q(&batches[i])
		off := part - figure*whole
		squares += off * off
	}
	half := student(len(batches)-1) * math.Sqrt(squares/(n-1)*n) / wholes
	return &Interval{max(0, figure-half), figure + half}
}

// student is the 97.5 % quantile of Student's t distribution: exact for one and two
// degrees of freedom, else by the expansion of Cornish and Fisher around the normal
// one, which is off by less than 2 in 1000 from three on (M. Abramowitz and I. A.
// Stegun, Handbook of Mathematical Functions, 26.7.5).
func student(freedom int) float64 {
	const p, z = 0.975, 1.959963984540054
	switch freedom {
	case 1:
		return math.Tan(math.Pi * (p - 0.5))
	case 2:
		a := 2*p - 1
		return a * math.Sqrt(2/(1-a*a))
	}
	n, z2 := float64(freedom), z*z
	g1 := (z2 + 1) / 4
	g2 := ((5*z2+16)*z2 + 3) / 96
	g3 := (((3*z2+19)*z2+17)*z2 - 15) / 384
	g4 := ((((79*z2+776)*z2+1482)*z2-1920)*z2 - 945) / 92160
	return z * (1 + (g1+(g2+(g3+g4/n)/n)/n)/n)
}
