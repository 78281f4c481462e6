package journal_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

func openReader(t *testing.T, dir string) *journal.SQLiteReader {
	t.Helper()
	r, err := journal.OpenReader(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

func names(t *testing.T, dir string) (found []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

func TestReaderSeesWhatIsWrittenMeanwhile(t *testing.T) {
	ctx, dir := bounded(t), t.TempDir()
	j := openAt(t, dir, journal.Options{})
	r := openReader(t, dir)
	require.Equal(t, j.ID(), r.ID())
	require.Empty(t, journaltest.Collect(ctx, t, r, 1))
	for n := 1; n <= 3; n++ {
		require.NoError(t, j.Append(ctx, group("floor/x")))
		require.Len(t, journaltest.Collect(ctx, t, r, 1), n)
	}
}

func TestReaderCreatesNothing(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T, dir string)
	}{
		{"after the writer has closed", func(*testing.T, string) {}},
		{"in a copy of the file alone", func(t *testing.T, dir string) {
			t.Helper()
			for _, side := range []string{"-wal", "-shm"} {
				require.NoError(t, os.Remove(filepath.Join(dir, "journal.db"+side)))
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, dir := bounded(t), t.TempDir()
			j := openAt(t, dir, journal.Options{})
			require.NoError(t, j.Append(ctx, group("floor/x")))
			require.NoError(t, j.Close())
			c.prepare(t, dir)
			before := names(t, dir)

			r := openReader(t, dir)
			require.Len(t, journaltest.Collect(ctx, t, r, 1), 1)
			require.Equal(t, before, names(t, dir))
			require.NoError(t, r.Close())
			require.Equal(t, before, names(t, dir))
		})
	}
}

// Asking who writes does not keep anybody from beginning to.
func TestRunning(t *testing.T) {
	dir := t.TempDir()
	require.False(t, journal.Running(dir))
	j := openAt(t, dir, journal.Options{})
	require.True(t, journal.Running(dir))
	require.NoError(t, j.Close())
	require.False(t, journal.Running(dir))
}

func TestOpenReaderRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		content []byte // of journal.db; nil: there is none
		kind    journal.OpenKind
		says    string
	}{
		{"a directory without one", nil, journal.Missing, "there is no journal in "},
		{"an empty file", []byte{}, journal.Damaged, "it holds no schema"},
		{"some other file", make([]byte, 5000), journal.Damaged, "is damaged or no journal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if c.content != nil {
				require.NoError(t, os.WriteFile(filepath.Join(dir, "journal.db"), c.content, 0o600))
			}
			before := names(t, dir)
			_, err := journal.OpenReader(bounded(t), dir)
			requireOpenError(t, err, c.kind, c.says)
			require.Equal(t, before, names(t, dir))
		})
	}
	_, err := journal.OpenReader(bounded(t), filepath.Join(t.TempDir(), "nowhere"))
	requireOpenError(t, err, journal.Missing, "there is no journal in ")
}
