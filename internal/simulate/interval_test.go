package simulate

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The quantiles as every printed table has them.
func TestStudent(t *testing.T) {
	for freedom, want := range map[int]float64{
		1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 19: 2.093, 29: 2.045, 100: 1.984, 1_000_000: 1.960,
	} {
		require.InEpsilon(t, want, student(freedom), 2e-3, "%d degrees of freedom", freedom)
	}
}

// Three batches by hand: the figure is 6/12, the batches are off by −1, 0 and 1, so
// s = 1 and half of the interval is 4.303·√3/12.
func TestIntervalByHand(t *testing.T) {
	batches := []count{{offered: 4, inTime: 1}, {offered: 4, inTime: 2}, {offered: 4, inTime: 3}}
	i := ratios().Service.interval(batches)
	require.InDelta(t, 0, i[0], 1e-12, "a share is not negative")
	require.InDelta(t, 0.5+4.3027*1.7320508/12, i[1], 1e-4)
	require.True(t, i.Holds(0.5))
	require.False(t, i.Holds(1.2))
}

// Where all batches agree there is no doubt, and where there is nothing there is no
// figure.
func TestIntervalAtTheEdges(t *testing.T) {
	same := []count{{offered: 4, inTime: 1}, {offered: 8, inTime: 2}}
	require.Equal(t, &Interval{0.25, 0.25}, ratios().Service.interval(same))
	require.Nil(t, ratios().Service.interval(same[:1]))
	require.Nil(t, ratios().ASA.interval(same), "nobody was answered")
	require.Zero(t, ratios().ASA.of(&same[0]))
}
