//nolint:thelper // these are the tests; a failure is to name the line in them
package journaltest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
)

// Shared is a journal that takes part in a fleet.
type Shared interface {
	journal.Journal
	journal.Places
	journal.Snapshots
	journal.Outbox
}

// RunShared tests what Run does, and what a fleet needs besides.
func RunShared(t *testing.T, open func(t *testing.T) Shared) {
	t.Helper()
	Run(t, func(t *testing.T) journal.Journal { return open(t) })
	tests := []struct {
		name string
		run  func(ctx context.Context, t *testing.T, j Shared)
	}{
		{"places and origins are read back", testPlaces},
		{"places ascend within their stream", testPlacesAscend},
		{"a group may say of an input only that it was taken", testTakenOnly},
		{"the newest two snapshots of a name are kept", testSnapshots},
		{"what is pending is kept in order until it is dropped", testPending},
		{"a closed journal takes no snapshot and no input", testClosedShared},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			j := open(t)
			defer func() { require.NoError(t, j.Close()) }()
			test.run(ctx, t, j)
		})
	}
}

func placed(stream string, place int64, origin string) *journal.Group {
	g := note(stream, "", int(place))
	g.Place, g.Origin = place, origin
	return g
}

func readPlaces(ctx context.Context, t *testing.T, j journal.Places, stream string, from int64) []journal.Group {
	groups, err := gather(func(fn func(journal.Group) error) error { return j.ReadPlaces(ctx, stream, from, fn) })
	require.NoError(t, err)
	return groups
}

func testPlaces(ctx context.Context, t *testing.T, j Shared) {
	last, err := j.LastPlace(ctx, "floor/x")
	require.NoError(t, err)
	require.Zero(t, last)
	groups := []*journal.Group{
		placed("floor/x", 1, "a/1"), note("floor/x", "", 0), placed("floor/y", 1, ""),
		placed("floor/x", 2, ""), placed("floor/x", 500, "b/7"),
	}
	require.NoError(t, j.Append(ctx, groups...))
	for i, g := range Collect(ctx, t, j, 1) {
		require.Equal(t, *groups[i], g)
	}
	for from, want := range map[int64][]int64{0: {1, 4, 5}, 1: {1, 4, 5}, 2: {4, 5}, 3: {5}, 501: nil} {
		require.Equal(t, want, numbers(readPlaces(ctx, t, j, "floor/x", from)), "from %d", from)
	}
	require.Equal(t, *groups[4], readPlaces(ctx, t, j, "floor/x", 500)[0])
	for stream, want := range map[string]int64{"floor/x": 500, "floor/y": 1, "floor/z": 0} {
		last, err := j.LastPlace(ctx, stream)
		require.NoError(t, err)
		require.Equal(t, want, last, stream)
	}
}

func testPlacesAscend(ctx context.Context, t *testing.T, j Shared) {
	require.NoError(t, j.Append(ctx, placed("floor/x", 4, "")))
	for _, groups := range [][]*journal.Group{
		{placed("floor/x", 4, "")},
		{placed("floor/y", 1, ""), placed("floor/x", 3, "")},
		{placed("floor/x", 6, ""), placed("floor/x", 6, "")},
		{placed("floor/x", 6, ""), placed("floor/x", 5, "")},
	} {
		var wrong *journal.PlaceError
		require.ErrorAs(t, j.Append(ctx, groups...), &wrong)
		require.Equal(t, "floor/x", wrong.Stream)
	}
	require.ErrorContains(t, j.Append(ctx, placed("floor/x", -1, "")), "places begin at 1")
	require.Len(t, Collect(ctx, t, j, 1), 1, "a refused Append keeps nothing")
	require.NoError(t, j.Append(ctx, placed("floor/x", 5, ""), placed("floor/y", 1, "")))
}

func testTakenOnly(ctx context.Context, t *testing.T, j Shared) {
	g := &journal.Group{At: 1, Stream: "floor/x", Place: 1, Origin: "a/1"}
	require.NoError(t, j.Append(ctx, g))
	g.Facts = []journal.Entry{}
	require.Equal(t, []journal.Group{*g}, Collect(ctx, t, j, 1))
}

func testSnapshots(ctx context.Context, t *testing.T, j Shared) {
	none, err := j.Snapshots(ctx, "switchboard")
	require.NoError(t, err)
	require.Empty(t, none)
	saved := make([]journal.Snapshot, 0, 3)
	for i := range int64(3) {
		s := journal.Snapshot{Name: "switchboard", Seq: i, Place: 2 * i, At: 3 * i, Schema: 4, Rules: "r1", Data: []byte{byte(i), 0, 255}}
		require.NoError(t, j.SaveSnapshot(ctx, s))
		saved = append(saved, s)
	}
	other := journal.Snapshot{Name: "floor/x", Seq: 9, Data: []byte("{}")}
	require.NoError(t, j.SaveSnapshot(ctx, other))
	for range 2 { // nor do they change with the memory of one who has read them
		read, err := j.Snapshots(ctx, "switchboard")
		require.NoError(t, err)
		require.Equal(t, []journal.Snapshot{saved[2], saved[1]}, read)
		read[0].Data[0] = 77
	}
	read, err := j.Snapshots(ctx, "floor/x")
	require.NoError(t, err)
	require.Equal(t, []journal.Snapshot{other}, read)
}

func testPending(ctx context.Context, t *testing.T, j Shared) {
	in := func(n int64) journal.Pending {
		return journal.Pending{N: n, At: 10 * n, Entry: Entry("ready", `{"seat":"好<8001>"}`)}
	}
	require.NoError(t, j.KeepPending(ctx, "floor/x", in(3), in(1)))
	require.NoError(t, j.KeepPending(ctx, "floor/x", in(2)))
	require.NoError(t, j.KeepPending(ctx, "floor/y", in(1)))
	again := in(2)
	again.At = 99
	require.NoError(t, j.KeepPending(ctx, "floor/x", again, in(4)))
	require.ErrorContains(t, j.KeepPending(ctx, "floor/x", journal.Pending{N: 5, Entry: Entry("", `{}`)}), "input 5: it has no kind")
	require.ErrorContains(t, j.KeepPending(ctx, "floor/x", in(6), journal.Pending{N: 7, Entry: Entry("x", `{`)}), "input 7: the data of x is not JSON")

	requirePending(ctx, t, j, "floor/x", in(1), in(2), in(3), in(4))
	require.NoError(t, j.DropPending(ctx, "floor/x", 2))
	requirePending(ctx, t, j, "floor/x", in(3), in(4))
	requirePending(ctx, t, j, "floor/y", in(1))
	require.NoError(t, j.DropPending(ctx, "floor/x", 9))
	requirePending(ctx, t, j, "floor/x")
}

func requirePending(ctx context.Context, t *testing.T, j journal.Outbox, log string, want ...journal.Pending) {
	kept, err := j.Pending(ctx, log)
	require.NoError(t, err)
	require.Len(t, kept, len(want))
	for i := range want {
		require.Equal(t, want[i], kept[i])
	}
}

func testClosedShared(ctx context.Context, t *testing.T, j Shared) {
	require.NoError(t, j.Close())
	require.ErrorIs(t, j.SaveSnapshot(ctx, journal.Snapshot{Name: "x"}), journal.ErrClosed)
	require.ErrorIs(t, j.KeepPending(ctx, "x", journal.Pending{N: 1, Entry: Entry("x", `{}`)}), journal.ErrClosed)
	require.ErrorIs(t, j.DropPending(ctx, "x", 1), journal.ErrClosed)
}
