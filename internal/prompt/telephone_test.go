package prompt

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sine is a full-scale sine of n samples.
func sine(hz float64, rate, n int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(math.MaxInt16 * math.Sin(2*math.Pi*hz*float64(i)/float64(rate)))
	}
	return out
}

func peak(pcm []int16) int {
	most := 0
	for _, v := range pcm {
		most = max(most, int(v), -int(v))
	}
	return most
}

func TestTelephoneLeavesHeadroom(t *testing.T) {
	out := telephone(sine(1000, 22050, 22050), 22050)
	require.InDelta(t, headroom*math.MaxInt16, peak(out), 400)

	square := make([]int16, 22050)
	for i := range square {
		square[i] = math.MaxInt16
		if i/22%2 == 1 {
			square[i] = math.MinInt16
		}
	}
	require.Less(t, peak(telephone(square, 22050)), math.MaxInt16, "the overshoot of a square wave clips")
}

func TestTelephoneTrimsSilence(t *testing.T) {
	voice := sine(500, Rate, Rate)
	for name, c := range map[string][2]int{
		"no quiet at the ends": {0, 0},
		"a little":             {200, 300},
		"much":                 {3 * Rate, 2 * Rate},
	} {
		pcm := slices.Concat(make([]int16, c[0]), voice, make([]int16, c[1]))
		out := telephone(pcm, Rate)
		require.InDelta(t, Rate+2*margin, len(out), 2*frame, name)
		require.Less(t, peak(out[:margin-frame]), 2, name)
		require.Less(t, peak(out[len(out)-margin+frame:]), 2, name)
		require.Greater(t, peak(out[margin:margin+2*frame]), 20000, name)
	}
}

func TestTelephoneOfSilenceIsEmpty(t *testing.T) {
	require.Empty(t, telephone(nil, 22050))
	require.Empty(t, telephone(make([]int16, 22050), 22050))
}
