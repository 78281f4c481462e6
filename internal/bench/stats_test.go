package bench

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuantile(t *testing.T) {
	values := []float64{4, 1, 3, 2}
	require.InDelta(t, 2.5, Quantile(values, 0.5), 1e-9)
	require.InDelta(t, 1, Quantile(values, 0), 1e-9)
	require.InDelta(t, 4, Quantile(values, 1), 1e-9)
	require.InDelta(t, 3.85, Quantile(values, 0.95), 1e-9)
	require.True(t, math.IsNaN(Quantile(nil, 0.5)))
	require.Equal(t, []float64{4, 1, 3, 2}, values, "left as they were")
}

func TestRatioIsRoundByRound(t *testing.T) {
	got := Ratio([]float64{2, 9, 4}, []float64{1, 3, 2})
	require.Equal(t, Figure{Median: 2, Min: 2, Max: 3, N: 3}, got)
}

func TestRoundsWithoutAValueDoNotCount(t *testing.T) {
	require.Equal(t, Figure{}, Ratio([]float64{1}, []float64{0}))
	require.Equal(t, Figure{Median: 5, Min: 5, Max: 5, N: 1}, Sum([]float64{math.NaN(), 5}))
}
