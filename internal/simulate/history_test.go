package simulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// A journal gives back what callers brought with them: one talked for two minutes
// after 10 s, one gave up after 30 s, one was sent away; who only heard the hours,
// and who was called back, did not want a seat by himself.
func TestHistory(t *testing.T) {
	dir := t.TempDir()
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	tell := func(stream, about, kind string, version int, fact any) {
		e, err := journal.EntryOf(kind, version, fact)
		require.NoError(t, err)
		require.NoError(t, j.Append(t.Context(), &journal.Group{Stream: stream, Call: about, Facts: []journal.Entry{e}}))
	}
	date := time.Date(2026, 10, 12, 0, 0, 0, 0, calendar.China())
	visit := func(id, of string, arrived time.Duration, outcome call.Outcome, lasts time.Duration, floor ...acd.Fact) {
		at := date.Add(arrived).UnixMilli()
		begun, ended := call.Arrived{At: at, Call: id, Of: of}, call.Ended{At: at + lasts.Milliseconds(), Call: id, Outcome: outcome}
		tell(journal.CallStream(id), id, begun.Kind(), call.FactVersion, begun)
		for _, f := range floor {
			tell(journal.FloorStream("f"), "", f.Kind(), acd.FactVersion, f)
		}
		tell(journal.CallStream(id), id, ended.Kind(), call.FactVersion, ended)
	}
	ms := func(at time.Duration) int64 { return date.Add(at).UnixMilli() }
	const nine, second = 9 * time.Hour, time.Second
	visit("talks", "", nine, call.Answered, 135*second,
		&acd.CallQueued{At: ms(nine + 5*second), Call: "talks", Queue: "q"},
		&acd.Answered{At: ms(nine + 15*second), Call: "talks", Queue: "q", Seat: "s", Waited: 10_000},
		&acd.TalkEnded{At: ms(nine + 135*second), Call: "talks", Queue: "q", Seat: "s", Talked: 120_000})
	visit("gives up", "", nine+second, call.AbandonedInQueue, 30*second,
		&acd.CallQueued{At: ms(nine + second), Call: "gives up", Queue: "q"},
		&acd.Abandoned{At: ms(nine + 31*second), Call: "gives up", Queue: "q", Waited: 30_000})
	visit("sent away", "", nine+2*second, call.Overflowed, 20*second,
		&acd.CallQueued{At: ms(nine + 2*second), Call: "sent away", Queue: "q"},
		&acd.Overflowed{At: ms(nine + 22*second), Call: "sent away", Queue: "q", Waited: 20_000, Reason: acd.OverflowWait})
	visit("heard the hours", "", nine, call.Closed, 10*second)
	visit("called back", "gives up", nine, call.CallbackReached, 10*second,
		&acd.CallQueued{At: ms(nine), Call: "called back", Queue: "q"})
	visit("yesterday", "", -3*time.Hour, call.AbandonedInQueue, second,
		&acd.CallQueued{At: ms(-3 * time.Hour), Call: "yesterday", Queue: "q"},
		&acd.Abandoned{At: ms(-3*time.Hour + second), Call: "yesterday", Queue: "q", Waited: 1000})

	got, err := History(t.Context(), dir, date)
	require.NoError(t, err)
	for i := range got {
		got[i].At = got[i].At.In(calendar.China())
	}
	require.ElementsMatch(t, []Recorded{
		{Queue: "q", At: date.Add(nine + 5*second), Talk: 2 * time.Minute, Stayed: 10 * second},
		{Queue: "q", At: date.Add(nine + second), Patience: 30 * second},
		{Queue: "q", At: date.Add(nine + 2*second), Stayed: 20 * second},
	}, got)

	_, err = History(t.Context(), dir, date.AddDate(0, 0, 1))
	require.ErrorContains(t, err, "has no call that joined a queue on 2026-10-13")
}
