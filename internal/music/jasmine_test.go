package music

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJasmineIsMusicThatATelephoneCarries(t *testing.T) {
	pcm := Jasmine()
	require.Greater(t, len(pcm), 20*Rate)
	peak, sum := 0.0, 0.0
	for _, s := range pcm {
		peak = max(peak, math.Abs(float64(s)))
		sum += float64(s) * float64(s)
	}
	require.Less(t, peak, 6000.0, "quiet enough to talk over, and never clipped")
	require.Greater(t, math.Sqrt(sum/float64(len(pcm))), 200.0, "not silence")
}

func TestJasmineBeginsAndEndsSilently(t *testing.T) {
	pcm := Jasmine()
	require.Zero(t, pcm[0])
	require.InDelta(t, 0, pcm[len(pcm)-1], 40, "so that a repeat does not click")
}

func TestEachNoteHasItsPitch(t *testing.T) {
	pcm := Jasmine()
	first := pcm[:2*quaver] // E above middle C
	require.Greater(t, energyAt(first, 329.63), 20*energyAt(first, 246.94))
}

// energyAt is Goertzel's measure of one frequency.
func energyAt(pcm []int16, hz float64) float64 {
	coeff := 2 * math.Cos(2*math.Pi*hz/Rate)
	var s1, s2 float64
	for _, x := range pcm {
		s1, s2 = float64(x)+coeff*s1-s2, s1
	}
	return s1*s1 + s2*s2 - coeff*s1*s2
}
