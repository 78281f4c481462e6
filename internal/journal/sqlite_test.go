package journal_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

func TestSQLite(t *testing.T) {
	journaltest.RunShared(t, func(t *testing.T) journaltest.Shared {
		t.Helper()
		return openAt(t, t.TempDir(), journal.Options{})
	})
}

func openAt(t *testing.T, dir string, opts journal.Options) *journal.SQLite {
	t.Helper()
	j, err := journal.OpenSQLite(t.Context(), dir, opts)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return j
}

func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func group(stream string) *journal.Group {
	return &journal.Group{At: 1, Stream: stream, Facts: []journal.Entry{journaltest.Entry("note", `{}`)}}
}

func TestSQLiteGoesOnWhereItEnded(t *testing.T) {
	ctx, dir := bounded(t), filepath.Join(t.TempDir(), "a dir?with#odd%20signs", "made on the way")
	j := openAt(t, dir, journal.Options{})
	id := j.ID()
	require.NoError(t, j.Append(ctx, group("floor/x"), group("floor/x")))
	require.NoError(t, j.Close())

	j = openAt(t, dir, journal.Options{})
	require.Equal(t, id, j.ID())
	third := group("floor/x")
	require.NoError(t, j.Append(ctx, third))
	require.Equal(t, int64(3), third.Seq)
	require.Len(t, journaltest.Collect(ctx, t, j, 1), 3)
}

func TestSQLiteJournalsDiffer(t *testing.T) {
	one, other := openAt(t, t.TempDir(), journal.Options{}), openAt(t, t.TempDir(), journal.Options{})
	require.NotEqual(t, one.ID(), other.ID())
}

func TestSQLiteKeepsCallersNumbersFromOtherUsers(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, openAt(t, dir, journal.Options{}).Append(bounded(t), group("floor/x")))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 3)
	for _, f := range files {
		info, err := f.Info()
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o007, f.Name())
	}
}

func TestOpenSQLiteRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T, dir string) (used string)
		kind    journal.OpenKind
		says    string // DIR stands for the directory
	}{
		{"a directory that cannot be made", func(t *testing.T, dir string) string {
			t.Helper()
			file := filepath.Join(dir, "file")
			require.NoError(t, os.WriteFile(file, nil, 0o600))
			return filepath.Join(file, "data")
		}, journal.Unwritable, "the data directory DIR cannot be written (not a directory): let this user write there, or choose another with --data"},
		{
			"a directory where nothing can be made", func(*testing.T, string) string { return "/proc" },
			journal.Unwritable, "the data directory DIR cannot be written (",
		},
		{"a directory in use", func(t *testing.T, dir string) string {
			t.Helper()
			openAt(t, dir, journal.Options{})
			return dir
		}, journal.InUse, "the data directory DIR is in use by another hotline (pid "},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := c.prepare(t, t.TempDir())
			_, err := journal.OpenSQLite(bounded(t), dir, journal.Options{})
			requireOpenError(t, err, c.kind, strings.ReplaceAll(c.says, "DIR", dir))
		})
	}
}

func requireOpenError(t *testing.T, err error, kind journal.OpenKind, says string) {
	t.Helper()
	var open *journal.OpenError
	require.ErrorAs(t, err, &open)
	require.Equal(t, kind, open.Kind, err.Error())
	require.ErrorContains(t, err, says)
	require.NotContains(t, err.Error(), "\n")
}

func TestSQLiteMetrics(t *testing.T) {
	reg := prometheus.NewRegistry()
	j := openAt(t, t.TempDir(), journal.Options{Registerer: reg})
	both := group("floor/x")
	input := journaltest.Entry("tick", `{}`)
	both.Input = &input
	both.Facts = append(both.Facts, journaltest.Entry("note", `{}`))
	require.NoError(t, j.Append(bounded(t), group("floor/x"), both))
	require.NoError(t, testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP hotline_journal_away 1 while the medium fails and groups are only in memory: look at once.
# TYPE hotline_journal_away gauge
hotline_journal_away 0
# HELP hotline_journal_facts_total Facts that were stored.
# TYPE hotline_journal_facts_total counter
hotline_journal_facts_total 3
# HELP hotline_journal_groups_total Groups of facts that were stored.
# TYPE hotline_journal_groups_total counter
hotline_journal_groups_total 2
`), "hotline_journal_away", "hotline_journal_facts_total", "hotline_journal_groups_total"))
	for name, count := range map[string]int{"hotline_journal_commit_seconds": 1, "hotline_journal_commit_groups": 1, "hotline_journal_bytes_total": 1} {
		n, err := testutil.GatherAndCount(reg, name)
		require.NoError(t, err)
		require.Equal(t, count, n, name)
	}
}
