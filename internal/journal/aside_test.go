package journal_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

// Groups that were set aside stay in the journal under their numbers, and others can have
// their places.
func TestPlacesAreSetAside(t *testing.T) {
	disk, err := journal.OpenSQLite(t.Context(), t.TempDir(), journal.Options{})
	require.NoError(t, err)
	for name, j := range map[string]interface {
		journaltest.Shared
		SetAsidePlaces(ctx context.Context, stream string, from int64) (int64, error)
	}{"memory": journal.NewMemory(), "SQLite": disk} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			defer func() { require.NoError(t, j.Close()) }()
			for place := range int64(5) {
				g := &journal.Group{Stream: "floor/x", Place: place + 1, Origin: "a/1"}
				require.NoError(t, j.Append(ctx, g, &journal.Group{Stream: "floor/y", Place: place + 1, Origin: "a/1"}))
				require.NoError(t, j.SaveSnapshot(ctx, journal.Snapshot{Name: "floor/x", Place: place + 1}))
			}
			n, err := j.SetAsidePlaces(ctx, "floor/x", 4)
			require.NoError(t, err)
			require.Equal(t, int64(2), n)

			last, err := j.LastPlace(ctx, "floor/x")
			require.NoError(t, err)
			require.Equal(t, int64(3), last)
			last, err = j.LastPlace(ctx, "floor/y")
			require.NoError(t, err)
			require.Equal(t, int64(5), last)
			snaps, err := j.Snapshots(ctx, "floor/x")
			require.NoError(t, err)
			require.Empty(t, snaps, "both held what is set aside")
			require.Len(t, journaltest.Collect(ctx, t, j, 1), 10)

			require.NoError(t, j.Append(ctx, &journal.Group{Stream: "floor/x", Place: 4, Origin: "b/1"}))
			var aside []int64
			require.NoError(t, j.ReadStream(ctx, journal.AsidePrefix+"floor/x", 1, func(g journal.Group) error {
				aside = append(aside, g.Seq)
				return nil
			}))
			require.Equal(t, []int64{7, 9}, aside)
		})
	}
}
