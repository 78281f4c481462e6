package soak

import (
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A few seconds of the busiest hour: every call comes to its end, once.
func TestSoak(t *testing.T) {
	require.NoError(t, Run(t.Context(), Options{
		Dir: t.TempDir(), Duration: 3 * time.Second, Hourly: 72_000, Every: time.Second,
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Out: t.Output(),
	}))
}

func TestMemoryThatGrowsIsNoticed(t *testing.T) {
	const mega = 1 << 20
	require.NoError(t, flat([]uint64{10 * mega, 40 * mega, 41 * mega, 43 * mega, 40 * mega}))
	require.NoError(t, flat([]uint64{10 * mega, 400 * mega}), "too few looks tell nothing")
	require.ErrorContains(t, flat([]uint64{10 * mega, 40 * mega, 50 * mega, 80 * mega, 90 * mega}), "memory grows")
}
