package figures

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/record"
)

func text(t *testing.T, l *Live, of record.SumsOf) string {
	t.Helper()
	rows, err := l.Figures(t.Context(), of)
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, WriteText(&b, of, rows))
	return b.String()
}

// The standard judges 24 hours: a shorter span, or slot, is neither met nor missed.
func TestOnlyADayIsJudged(t *testing.T) {
	l := closing(t, live(t, shift(t).j))
	day, short := hour(), hour()
	day.Since = at(-24 * 3_600_000).Add(time.Hour)
	require.Regexp(t, `(?m)^connection rate .* at least 95\.0%: MISSED$`, text(t, l, day))
	require.Regexp(t, `(?m)^connection rate .* at least 95\.0% in any 24 hours$`, text(t, l, short))
	day.Place, short.Place = record.ByQueue, record.ByQueue
	require.Contains(t, text(t, l, day), "20.0%!")
	require.Contains(t, text(t, l, day), "; ! is less.")
	require.NotContains(t, text(t, l, short), "!")
	day.Every = record.HalfHour
	require.NotContains(t, text(t, l, day), "!")
	whole := day
	whole.Since, whole.Until, whole.Every = at(-12*3_600_000), at(12*3_600_000), record.Day
	require.Contains(t, text(t, l, whole), "20.0%!")
}

func TestNoBlanksAtTheEnd(t *testing.T) {
	l := closing(t, live(t, shift(t).j))
	for _, place := range []record.Place{record.Everything, record.ByQueue, record.BySeat} {
		of := hour()
		of.Place = place
		require.NotRegexp(t, `(?m) $`, text(t, l, of))
	}
}

// Figures that differ by little are told apart.
func TestADifferenceIsToldInFull(t *testing.T) {
	require.Equal(t, "10.717", number(10.717, true))
	require.Equal(t, "10.717000012", number(10.717000012, true))
	require.Equal(t, "86400123", number(86400123, true))
	require.Equal(t, "nothing", number(0, false))
}
