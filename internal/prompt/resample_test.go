package prompt

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// tone is a second of a sine of amplitude 1.
func tone(hz float64, rate int) []float64 {
	out := make([]float64, rate)
	for i := range out {
		out[i] = math.Sin(2 * math.Pi * hz * float64(i) / float64(rate))
	}
	return out
}

// decibels is the level of the middle of a sound, where no edge disturbs; a
// sine of amplitude 1 has 0.
func decibels(in []float64) float64 {
	var sum float64
	middle := in[len(in)/4 : 3*len(in)/4]
	for _, v := range middle {
		sum += v * v
	}
	return 10 * math.Log10(2*sum/float64(len(middle))+1e-20)
}

func TestResamplePassesTheVoiceAndStopsTheRest(t *testing.T) {
	for _, rate := range []int{16000, 22050, 44100, 48000} {
		for _, hz := range []float64{100, 300, 1000, 2500, 3300} {
			require.InDelta(t, 0, decibels(resample(tone(hz, rate), rate, Rate)), 0.2, "%v Hz of %d", hz, rate)
		}
		for _, hz := range []float64{4100, 4700, 6000, 7900} {
			require.Less(t, decibels(resample(tone(hz, rate), rate, Rate)), -60.0, "%v Hz of %d", hz, rate)
		}
	}
}

// What is left after the expected tone is taken away is noise and aliases.
func TestResampleIsTrueToTheWave(t *testing.T) {
	got := resample(tone(1000, 22050), 22050, Rate)
	require.Len(t, got, Rate)
	for i, want := range tone(1000, Rate) {
		got[i] -= want
	}
	require.Less(t, decibels(got), -60.0)
}

func TestResampleKeepsASteadyLevel(t *testing.T) {
	in := make([]float64, 22050)
	for i := range in {
		in[i] = 0.5
	}
	for i, v := range resample(in, 22050, Rate)[100 : Rate-100] {
		require.InDelta(t, 0.5, v, 1e-9, i)
	}
}

func TestResampleOfNothingAndOfTheSameRate(t *testing.T) {
	require.Empty(t, resample(nil, 22050, Rate))
	require.Equal(t, []float64{1, 2}, resample([]float64{1, 2}, Rate, Rate))
}
