package simulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestForecastsHold measures the promise that a wait is between the bounds that were
// told for four callers in five: at loads from 0.85 to 0.95, with talks as Erlang has
// them and as they are, and with callers who give up.
func TestForecastsHold(t *testing.T) {
	lognormal := NewLognormal(3*time.Minute, 150*time.Second)
	for _, example := range []struct {
		name     string
		rate     Rate
		seats    int
		talk     Times
		patience Times
	}{
		{"exponential, load 0.85", 204, 12, Exponential(3 * time.Minute), nil},
		{"exponential, load 0.95", 228, 12, Exponential(3 * time.Minute), nil},
		{"exponential, large", 1800, 100, Exponential(3 * time.Minute), nil},
		{"exponential, two seats", 36, 2, Exponential(3 * time.Minute), nil},
		{"lognormal, load 0.85", 204, 12, lognormal, nil},
		{"lognormal, load 0.95", 228, 12, lognormal, nil},
		{"lognormal, large", 1800, 100, lognormal, nil},
		{"lognormal, callers give up", 228, 12, lognormal, Exponential(3 * time.Minute)},
	} {
		told, held := int64(0), int64(0)
		for seed := range uint64(4) {
			m, err := Single{Rate: example.rate, AHT: 3 * time.Minute, Seats: example.seats, Calls: 15_000, Seed: seed}.Model()
			require.NoError(t, err)
			m.Streams[0].Talk, m.Streams[0].Patience = example.talk, example.patience
			r := ran(t, m)
			share := float64(r.ForecastHeld) / float64(r.ForecastTold)
			t.Logf("%s, seed %d: %.3f of %d", example.name, seed, share, r.ForecastTold)
			told, held = told+r.ForecastTold, held+r.ForecastHeld
		}
		share := float64(held) / float64(told)
		t.Logf("%s: %.3f of %d", example.name, share, told)
		require.Greater(t, told, int64(1000), example.name)
		require.InDelta(t, 0.80, share, 0.08, example.name)
	}
}
