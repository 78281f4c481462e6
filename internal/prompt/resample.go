package prompt

import "math"

// halfWidth is half the length of the low-pass filter, in samples of the
// lower rate: with a Blackman window it lets 0–3.4 kHz pass at 8 kHz and holds
// back what would fold over by more than 70 dB.
const halfWidth = 36

// resample changes the rate of sound by a windowed-sinc filter, one set of
// taps for each phase that the two rates make.
func resample(in []float64, from, to int) []float64 {
	if from == to {
		return in
	}
	d := gcd(from, to)
	up, down := to/d, from/d
	cutoff := 0.925 * float64(min(from, to)) / float64(from) / 2 // cycles per input sample
	taps := int(math.Ceil(halfWidth * float64(from) / float64(min(from, to))))
	phases := make([][]float64, up)
	for p := range phases {
		phases[p] = lowPass(cutoff, taps, float64(p)/float64(up))
	}
	out := make([]float64, (len(in)*up+down-1)/down)
	for n := range out {
		at, phase := n*down/up, n*down%up
		first := at - taps
		var sum float64
		for k, tap := range phases[phase] {
			if i := first + k; i >= 0 && i < len(in) {
				sum += tap * in[i]
			}
		}
		out[n] = sum
	}
	return out
}

// lowPass makes the 2×half+2 taps round a point that lies shift (0…1) samples
// after tap number half. Their sum is 1.
func lowPass(cutoff float64, half int, shift float64) []float64 {
	taps := make([]float64, 2*half+2)
	var sum float64
	for k := range taps {
		x := float64(k-half) - shift
		taps[k] = sinc(2*cutoff*x) * blackman(x/float64(half+1))
		sum += taps[k]
	}
	for k := range taps {
		taps[k] /= sum
	}
	return taps
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// blackman is the window over -1…1.
func blackman(x float64) float64 {
	if x <= -1 || x >= 1 {
		return 0
	}
	return 0.42 + 0.5*math.Cos(math.Pi*x) + 0.08*math.Cos(2*math.Pi*x)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
