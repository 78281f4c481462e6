package e2e

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/bench"
	"hotline/internal/bench/arena"
	"hotline/internal/parts"
)

// The bench itself: each kind of contender carries a few calls, and both ends of them agree.
func TestTheBenchMeasuresItsContenders(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	cache, err := parts.CacheDir()
	require.NoError(t, err)
	sipp, err := parts.Sipp(ctx, cache, logger())
	require.NoError(t, err)
	a, err := arena.Open(ctx, arena.Options{
		Binary: shared.binary, Dir: filepath.Join(t.TempDir(), "arena"), Seats: 6, Sipp: sipp, Log: logger(),
	})
	require.NoError(t, err)
	defer a.Close()
	for _, c := range []arena.Contender{arena.Dial(), arena.Queue(), arena.Hotline()} {
		t.Run(c.Name, func(t *testing.T) {
			// Every talk of this seed is longer than any machine takes to join two callers.
			r, err := a.Run(ctx, c, arena.Load{Part: bench.Sounding, Seed: 4, Rate: 4, Callers: 5, Talk: 4 * time.Second, Sound: true})
			require.NoError(t, err)
			require.Equal(t, 5, r.Calls)
			require.Zero(t, r.Failed, r.Marks)
			require.Equal(t, 5, r.Setup.N)
			require.Positive(t, r.Setup.P50)
			require.Positive(t, r.Asterisk)
			require.Equal(t, c.Name == bench.Hotline, r.Engine != 0)
			require.True(t, r.Heard, r.Marks)
		})
	}
}
