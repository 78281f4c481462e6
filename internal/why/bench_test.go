package why

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/why/whytest"
)

// BenchmarkReadTheLastCall tells of the last of many calls, from a journal on disk,
// and compares its decisions with other rules.
func BenchmarkReadTheLastCall(b *testing.B) {
	const calls = 20_000
	j, err := journal.OpenSQLite(b.Context(), b.TempDir(), journal.Options{})
	require.NoError(b, err)
	defer func() { require.NoError(b, j.Close()) }()
	require.NoError(b, manyCalls(b.Context(), j, calls))
	facts := 0
	require.NoError(b, j.Read(b.Context(), 1, func(g journal.Group) error {
		facts += len(g.Facts)
		return nil
	}))
	today := tree{"harbin": rules("of-today", "8002", "8003")}
	for b.Loop() {
		s, err := Read(b.Context(), j, fmt.Sprint("c", calls-1), today)
		require.NoError(b, err)
		require.NotEmpty(b, s.Events)
	}
	b.ReportMetric(float64(facts)*float64(b.N)/b.Elapsed().Seconds(), "facts/s")
}

// manyCalls come one after the other, each answered by one of three seats.
func manyCalls(ctx context.Context, j journal.Journal, n int) error {
	floor := whytest.New(j, "harbin")
	inputs := []acd.Input{acd.LoadRules{At: noon, Rules: rules("of-then", "8001", "8002", "8003")}}
	for _, seat := range []string{"8001", "8002", "8003"} {
		inputs = append(inputs, acd.SignIn{At: noon, Seat: seat})
	}
	for i := range int64(n) {
		at, id := noon+i*20_000, fmt.Sprint("c", i)
		inputs = append(inputs,
			acd.Tick{At: at}, acd.Enqueue{At: at, Call: id, Queue: queue},
			acd.SeatAnswered{At: at + 2000, Offer: i + 1}, acd.TalkOver{At: at + 9000, Call: id, By: acd.Caller},
			acd.Tick{At: at + 19_000},
		)
	}
	return floor.Do(ctx, inputs...)
}
