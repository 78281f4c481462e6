package softphone

import (
	"math"
	"time"
)

const (
	// toneLevel is the amplitude of played tones: clear, and far from clipping.
	toneLevel = 8000
	// quietRMS is the level under which 20 ms count as silence (about -50 dBFS):
	// above the coding noise of G.711 silence, far below speech.
	quietRMS = 100
	// purity is the least share of a frame's energy that the awaited tones hold.
	// Speech stays below it for more than a few frames in a row.
	purity = 0.6
	// traces is the share under which a tone is no part of a frame: another sound's
	// partials come close to it.
	traces = 0.2
)

// Tone makes a sine of freq hertz lasting d.
func Tone(freq float64, d time.Duration) []int16 {
	out := make([]int16, samplesIn(d))
	fillTone(out, freq, 0)
	return out
}

// fillTone writes a sine into out as if it had begun start samples ago.
func fillTone(out []int16, freq float64, start int) {
	for i := range out {
		phase := 2 * math.Pi * freq * float64(start+i) / SampleRate
		out[i] = int16(toneLevel * math.Sin(phase))
	}
}

// Prefix is the first d of samples, or all of them when they are shorter.
func Prefix(samples []int16, d time.Duration) []int16 {
	return samples[:min(samplesIn(d), len(samples))]
}

func samplesIn(d time.Duration) int { return int(d * SampleRate / time.Second) }

func durationOf(samples int) time.Duration {
	return time.Duration(samples) * time.Second / SampleRate
}

func energy(frame []int16) float64 {
	var sum float64
	for _, s := range frame {
		sum += float64(s) * float64(s)
	}
	return sum
}

// sounds reports whether a frame is louder than silence.
func sounds(frame []int16) bool {
	return energy(frame) >= quietRMS*quietRMS*float64(len(frame))
}

// soundingLength is the length of samples without the silence at their end.
func soundingLength(samples []int16) int {
	for end := len(samples); end > 0; end -= frameSize {
		if sounds(samples[max(end-frameSize, 0):end]) {
			return end
		}
	}
	return 0
}

// toneShare is the part of the frame's energy at freq, 0 to about 1 (Goertzel).
func toneShare(frame []int16, freq float64) float64 {
	total := energy(frame)
	if total == 0 {
		return 0
	}
	coeff := 2 * math.Cos(2*math.Pi*freq/SampleRate)
	var s1, s2 float64
	for _, s := range frame {
		s1, s2 = float64(s)+coeff*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - coeff*s1*s2
	return 2 * power / (float64(len(frame)) * total)
}

// hasTones reports whether the frame consists of just these tones, each of them
// with a fair share.
func hasTones(frame []int16, freqs []float64) bool {
	if !sounds(frame) {
		return false
	}
	var sum float64
	for _, f := range freqs {
		share := toneShare(frame, f)
		if share < purity/float64(2*len(freqs)) {
			return false
		}
		sum += share
	}
	return sum >= purity
}
