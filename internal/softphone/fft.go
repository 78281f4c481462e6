package softphone

import (
	"math"
	"math/bits"
	"math/cmplx"
)

// fft transforms in place; the length must be a power of two.
func fft(a []complex128, inverse bool) {
	n := len(a)
	shift := 64 - bits.Len(uint(n-1))
	for i := 1; i < n; i++ {
		if j := int(bits.Reverse64(uint64(i)) >> shift); i < j {
			a[i], a[j] = a[j], a[i]
		}
	}
	sign := -1.0
	if inverse {
		sign = 1
	}
	twiddle := make([]complex128, n/2)
	for i := range twiddle {
		twiddle[i] = cmplx.Rect(1, sign*2*math.Pi*float64(i)/float64(n))
	}
	for size := 2; size <= n; size *= 2 {
		half, step := size/2, n/size
		for start := 0; start < n; start += size {
			for k := range half {
				even, odd := a[start+k], a[start+k+half]*twiddle[k*step]
				a[start+k], a[start+k+half] = even+odd, even-odd
			}
		}
	}
}

// correlate returns, for every k within hay, the sum over i of
// needle[i]*hay[k+i], where hay is zero beyond its end.
func correlate(hay, needle []int16) []float64 {
	n := 2
	for n < len(hay)+len(needle) {
		n *= 2
	}
	a, b := make([]complex128, n), make([]complex128, n)
	for i, s := range hay {
		a[i] = complex(float64(s), 0)
	}
	for i, s := range needle {
		b[i] = complex(float64(s), 0)
	}
	fft(a, false)
	fft(b, false)
	for i := range a {
		a[i] *= cmplx.Conj(b[i])
	}
	fft(a, true)
	out := make([]float64, len(hay))
	for k := range out {
		out[k] = real(a[k]) / float64(n)
	}
	return out
}
