package bench

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPage(t *testing.T) {
	var b strings.Builder
	require.NoError(t, sample().Page(&b))
	page := b.String()
	for _, part := range []string{
		"`make bench`", "Test, 2 cores",
		"| seat free to its next INVITE, against app_queue | 0.0100 (0.0100 to 0.0100) | 6 | ≤ 0.05 | ≤ 0.01 |",
		"| 10 | hotline | 3.00 (3.00 to 3.00) |",
		"## Highest clean rate, 200 seats\n\n| contender | calls a second (spread) | ramps |\n|---|---|---|\n" +
			"| queue | 45.0 (40.0 to 50.0) | 2 |\n| hotline | 110 (100 to 120) | 2 |\n",
		"## Highest clean rate, 1,000 seats\n\n| contender | calls a second (spread) | ramps |\n|---|---|---|\n" +
			"| dial | 400 (400 to 400) | 2 |\n| hotline | 220 (200 to 240) | 2 |\n",
		"| hotline | 30.0 | 200 | 20.0 | 100 | 10.0 |",
		"![Processor time a call, callers waiting](performance/growth-cpu.svg)",
		"| growth, 40 seats, 100 waiting, answered-queue 2 | odd |",
	} {
		require.Contains(t, page, part)
	}
	require.NotContains(t, page, "NaN")
	require.NotContains(t, page, "sound both ways", "a part that was not measured")
}

func TestTablesOfNothingHaveTheGoalsAlone(t *testing.T) {
	r := &Result{}
	r.Compare()
	tables := r.Tables()
	require.Len(t, tables, 1)
	require.Len(t, tables[0].Rows, 6)
	require.Empty(t, r.Plots())
	var b strings.Builder
	require.NoError(t, tables[0].Text(&b))
	require.Contains(t, b.String(), "≥ 0.45")
}

func TestPlots(t *testing.T) {
	plots := sample().Plots()
	require.Len(t, plots, 4)
	free := plots["growth-free.svg"]
	require.Equal(t, []string{"10 / 25", "40 / 100", "160 / 400"}, free.Ticks)
	require.Equal(t, Figure{Median: 500, Min: 500, Max: 500, N: 2}, free.Series[0].Values[2])
	require.Len(t, plots["growth-cpu.svg"].Series, 3)
	for _, p := range plots {
		drawn(t, p)
	}
}
