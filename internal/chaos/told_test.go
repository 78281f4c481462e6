package chaos

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// kept is a journal of these groups; Seq is counted where it is not set.
type kept struct {
	journal.Reader
	groups []journal.Group
}

func (k kept) Read(_ context.Context, _ int64, fn func(journal.Group) error) error {
	for i, g := range k.groups {
		if g.Seq == 0 {
			g.Seq = int64(i + 1)
		}
		if err := fn(g); err != nil {
			return err
		}
	}
	return nil
}

func entry(t *testing.T, kind string, v any) journal.Entry {
	t.Helper()
	e, err := journal.EntryOf(kind, 1, v)
	require.NoError(t, err)
	return e
}

func offered(t *testing.T, place int64, origin, seat string) journal.Group {
	t.Helper()
	f := &acd.Offered{At: 5, Offer: place, Call: "x", Seat: seat}
	return journal.Group{Stream: "floor/f", Place: place, Origin: origin, Facts: []journal.Entry{entry(t, f.Kind(), f)}}
}

func TestJournals(t *testing.T) {
	arrived := call.Arrived{At: 1, Call: "x", From: alice}
	ended := call.Ended{At: 9, Call: "x", Outcome: call.AbandonedInQueue, By: "caller"}
	j := NewJournals()
	require.NoError(t, j.Read(t.Context(), "a", kept{groups: []journal.Group{
		{Stream: "call/x", Facts: []journal.Entry{entry(t, arrived.Kind(), arrived)}},
		offered(t, 1, "a/1", "8101"),
		{Stream: "call/x", Facts: []journal.Entry{entry(t, ended.Kind(), ended)}},
	}}))
	require.NoError(t, j.Read(t.Context(), "b", kept{groups: []journal.Group{offered(t, 1, "a/1", "8101"), offered(t, 2, "b/1", "8102")}}))
	j.Gaps()
	require.Empty(t, j.Findings)
	require.Len(t, j.Floors["f"], 2, "a shared floor is told once")
	c := j.Calls["x"]
	require.Equal(t, "a", c.Machine)
	require.Equal(t, alice, c.From)
	require.Equal(t, 1, c.Ends)
	require.Len(t, c.Offers, 2)
}

func TestJournalsThatLoseSomething(t *testing.T) {
	for name, c := range map[string]struct {
		a, b []journal.Group
		what string
	}{
		"a group is missing": {a: []journal.Group{{Seq: 1, Stream: "house"}, {Seq: 3, Stream: "house"}}, what: "from group 1 to 3"},
		"a place is missing": {a: []journal.Group{offered(t, 1, "a/1", "8101")}, b: []journal.Group{offered(t, 3, "a/2", "8101")}, what: "from place 1 to 3"},
		"two say different things": {
			a: []journal.Group{offered(t, 1, "a/1", "8101")}, b: []journal.Group{offered(t, 1, "a/1", "8102")},
			what: "b has something else at place 1",
		},
		"an input is taken twice": {a: []journal.Group{offered(t, 1, "a/1", "8101"), offered(t, 2, "a/1", "8102")}, what: "taken twice"},
	} {
		t.Run(name, func(t *testing.T) {
			j := NewJournals()
			require.NoError(t, j.Read(t.Context(), "a", kept{groups: c.a}))
			require.NoError(t, j.Read(t.Context(), "b", kept{groups: c.b}))
			j.Gaps()
			require.Len(t, j.Findings, 1)
			require.Equal(t, EventLost, j.Findings[0].Loss)
			require.Contains(t, j.Findings[0].What, c.what)
		})
	}
}
