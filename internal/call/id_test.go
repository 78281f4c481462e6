package call

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestNewID(t *testing.T) {
	for _, c := range []struct {
		name   string
		now    int64
		random uint64
		want   string
	}{
		{"all zero", 0, 0, "0000000000000000"},
		{"one millisecond", 1, 1, "0000000010000001"},
		{"highest digit", 31, 31, "00000000z000000z"},
		{"random beyond 35 bits is cut", 32, 1<<35 | 33, "0000000100000011"},
		{"2026", 1_767_225_600_000, 0x7_ffff_ffff, "1kdvdna00zzzzzzz"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, NewID(c.now, c.random))
		})
	}
}

func TestNewIDSortsByTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		early := rapid.Int64Range(0, 1<<idTimeBits-2).Draw(t, "early")
		late := rapid.Int64Range(early+1, 1<<idTimeBits-1).Draw(t, "late")
		a := NewID(early, rapid.Uint64().Draw(t, "random of early"))
		b := NewID(late, rapid.Uint64().Draw(t, "random of late"))
		require.Len(t, a, idLength)
		require.Less(t, a, b)
		require.Empty(t, strings.Trim(a, crockford))
	})
}

func TestNewIDTellsCallsOfOneMillisecondApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := rapid.Int64Range(0, 1<<idTimeBits-1).Draw(t, "now")
		a := rapid.Uint64Max(1<<idRandBits-1).Draw(t, "a")
		b := rapid.Uint64Max(1<<idRandBits-1).Draw(t, "b")
		require.Equal(t, a == b, NewID(now, a) == NewID(now, b))
	})
}
