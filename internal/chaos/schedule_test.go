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
		faults := Schedule(seed, Alone(), 2, n, span)
		require.Len(t, faults, n)
		require.Equal(t, faults, Schedule(seed, Alone(), 2, n, span), "the seed decides")
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

func TestOneLongOutage(t *testing.T) {
	count := func(span time.Duration) (n int) {
		for _, f := range Schedule(1, Fleet(), 2, 40, span) {
			if f.Kind == RedisAway {
				require.Equal(t, 30*time.Second, f.Length)
				n++
			}
		}
		return n
	}
	require.Equal(t, 1, count(10*time.Minute))
	require.Zero(t, count(time.Minute), "there is no time for it")
}
