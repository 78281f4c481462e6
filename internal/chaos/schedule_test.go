package chaos

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSchedule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, n := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 100).Draw(t, "faults")
		span := time.Duration(rapid.IntRange(10, 600).Draw(t, "seconds")) * time.Second
		faults := Schedule(seed, Alone(), 2, n, span, 0)
		require.Len(t, faults, n)
		require.Equal(t, faults, Schedule(seed, Alone(), 2, n, span, 0), "the seed decides")
		dealt := map[Kind]bool{}
		last := time.Duration(-1)
		for _, f := range faults {
			require.Greater(t, f.At, last, "one after the other")
			require.Less(t, f.At+f.Length, span, "over before the end")
			require.Positive(t, f.Length)
			require.LessOrEqual(t, f.Length, 8*time.Second)
			require.Contains(t, []int{0, 1}, f.Machine)
			last, dealt[f.Kind] = f.At, true
		}
		if n >= len(Alone()) {
			for _, kind := range Alone() {
				require.True(t, dealt[kind], "%s did not come", kind)
			}
		}
	})
}

func TestAnOutageLastsAsLongAsAFleetHasToBear(t *testing.T) {
	faults := Schedule(1, []Kind{RedisAway}, 1, 3, time.Minute, 30*time.Second)
	for _, f := range faults {
		require.Equal(t, 30*time.Second, f.Length)
	}
}
