package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// climb tries a ramp on something that holds up to a rate, and returns the steps.
func climb(r *Ramp, holds float64) (steps []float64) {
	for {
		rate, more := r.Next()
		if !more || len(steps) > 50 {
			return steps
		}
		steps = append(steps, rate)
		r.Tell(rate, rate <= holds)
	}
}

func TestRamp(t *testing.T) {
	r := Ramp{Start: 40, Factor: 2, Close: 1.1, Limit: 1000}
	require.Equal(t, []float64{40, 80, 160, 120, 100, 110}, climb(&r, 105))
	require.InDelta(t, 100, r.Best(), 0)
}

func TestRampThatBeginsTooHigh(t *testing.T) {
	r := Ramp{Start: 40, Factor: 2, Close: 1.5, Limit: 1000}
	require.Equal(t, []float64{40, 20, 10, 15}, climb(&r, 12))
	require.InDelta(t, 10, r.Best(), 0)
}

func TestRampFromALittleTooHigh(t *testing.T) {
	r := Ramp{Start: 100, Factor: 1.25, Close: 1.25, Limit: 1000}
	require.Equal(t, []float64{100, 80, 64}, climb(&r, 70))
	require.InDelta(t, 64, r.Best(), 0)
}

func TestRampOfWhatNeverHolds(t *testing.T) {
	r := Ramp{Start: 4, Factor: 2, Close: 1.5, Limit: 1000}
	require.Equal(t, []float64{4, 2, 1}, climb(&r, 0))
	require.Zero(t, r.Best())
}

func TestRampEndsAtItsLimit(t *testing.T) {
	r := Ramp{Start: 40, Factor: 2, Close: 1.1, Limit: 100}
	require.Equal(t, []float64{40, 80, 100}, climb(&r, 1e9))
	require.InDelta(t, 100, r.Best(), 0)
}
