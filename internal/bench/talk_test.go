package bench

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCallersAreTheSameForTheSameSeed(t *testing.T) {
	a, b := Callers(7, 3, 4000, time.Second), Callers(7, 3, 4000, time.Second)
	require.Equal(t, a, b)
	require.NotEqual(t, a, Callers(8, 3, 4000, time.Second))
	numbers, sum := map[string]bool{}, time.Duration(0)
	for _, c := range append(a, Callers(7, 4, 4000, time.Second)...) {
		numbers[c.Number] = true
		sum += c.Talk
		require.Len(t, c.Number, 11)
		require.LessOrEqual(t, c.Talk, 5*time.Second)
		require.GreaterOrEqual(t, c.Talk, 100*time.Millisecond)
	}
	require.Len(t, numbers, 8000)
	require.InDelta(t, 1, sum.Seconds()/8000, 0.05, "around a second")
}
