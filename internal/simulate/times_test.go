package simulate

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Mean and deviation of many draws are those of the distribution, to five standard
// errors.
func TestDraws(t *testing.T) {
	const n = 200_000
	for name, example := range map[string]struct {
		times           Times
		mean, deviation float64
	}{
		"exponential": {Exponential(3 * time.Minute), 180, 180},
		"fixed":       {Fixed(3 * time.Minute), 180, 0},
		"lognormal":   {NewLognormal(3*time.Minute, 90*time.Second), 180, 90},
		"empirical":   {Empirical{time.Second, 3 * time.Second}, 2, 1},
	} {
		r := rand.New(rand.NewPCG(1, 1))
		var sum, squares float64
		for range n {
			v := example.times.draw(r).Seconds()
			sum += v
			squares += v * v
		}
		mean := sum / n
		require.InDelta(t, example.mean, example.times.Mean().Seconds(), 1e-6, name)
		require.InDelta(t, example.mean, mean, 5*example.deviation/math.Sqrt(n)+1e-9, name)
		require.InDelta(t, example.deviation, math.Sqrt(max(0, squares/n-mean*mean)), 0.02*example.deviation+1e-3, name)
	}
}

func TestDrawsAreBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	wild := NewLognormal(24*time.Hour, 240*time.Hour)
	for range 100_000 {
		d := wild.draw(r)
		require.True(t, d >= 0 && d <= longest)
	}
}
