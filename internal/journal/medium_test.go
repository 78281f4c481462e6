package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
)

func openQuiet(t *testing.T, opts Options) (*SQLite, string) {
	t.Helper()
	dir := t.TempDir()
	opts.Log = slog.New(slog.DiscardHandler)
	j, err := OpenSQLite(t.Context(), dir, opts)
	require.NoError(t, err)
	return j, dir
}

func bigGroup(t *testing.T) *Group {
	t.Helper()
	entry, err := EntryOf("note", 1, map[string]string{"text": string(make([]byte, 10_000))})
	require.NoError(t, err)
	return &Group{Stream: "floor/x", Facts: []Entry{entry}}
}

func count(t *testing.T, r Reader) (n int) {
	t.Helper()
	require.NoError(t, r.Read(t.Context(), 1, func(g Group) error {
		n++
		require.Equal(t, int64(n), g.Seq)
		return nil
	}))
	return n
}

// A real full disk, as SQLite reports it: the file may not grow. Reopening lifts
// the limit, as if space had been made.
func TestSQLiteSpoolsWhileTheDiskIsFull(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	j, dir := openQuiet(t, Options{})
	require.NoError(t, j.Append(ctx, bigGroup(t)))
	_, err := j.writer.medium.(*sqliteMedium).conn.ExecContext(ctx, "PRAGMA max_page_count = 10")
	require.NoError(t, err)

	const more = 20
	for range more {
		require.NoError(t, j.Append(ctx, bigGroup(t)))
	}
	require.NotZero(t, testutil.ToFloat64(j.writer.metrics.failures), "the disk was never full")
	require.NoError(t, j.Close())

	r, err := OpenReader(ctx, dir)
	require.NoError(t, err)
	require.Equal(t, 1+more, count(t, r))
	require.NoError(t, r.Close())
}

// What cannot be stored leaves nothing behind, and the connection outside a transaction.
func TestSQLiteStoresAllOrNothing(t *testing.T) {
	j, dir := openQuiet(t, Options{})
	require.NoError(t, j.Close())
	m := &sqliteMedium{dir: dir}
	_, err := m.reopen()
	require.NoError(t, err)
	rows := func(seqs ...int64) (rows []row) {
		for _, seq := range seqs {
			rows = append(rows, row{seq: seq, stream: "x", facts: []byte("[]")})
		}
		return rows
	}
	require.NoError(t, m.store(rows(1)))
	require.ErrorContains(t, m.store(rows(1)), "group 1: ")
	require.NoError(t, m.store(rows(2, 3)))
	require.ErrorContains(t, m.store(rows(4, 5, 3)), "group 3: ")
	require.NoError(t, m.do(func(context.Context, *sql.Tx) error { return nil }))
	require.NoError(t, m.store(rows(4)))
	require.NoError(t, m.close())

	r, err := OpenReader(t.Context(), dir)
	require.NoError(t, err)
	require.Equal(t, 4, count(t, r))
	require.NoError(t, r.Close())
}

// Another program holds the file's write lock for longer than the writer waits.
func TestSQLiteSpoolsWhileTheFileIsLocked(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	j, dir := openQuiet(t, Options{})
	other, err := openDB(dir, "rw", url.Values{"_txlock": {"immediate"}})
	require.NoError(t, err)
	defer other.Close()
	tx, err := other.BeginTx(ctx, nil)
	require.NoError(t, err)

	g := bigGroup(t)
	require.NoError(t, j.Append(ctx, g), "it is spooled")
	require.Equal(t, int64(1), g.Seq)
	require.Equal(t, 1, int(testutil.ToFloat64(j.writer.metrics.away)))
	require.Zero(t, count(t, j), "what is spooled cannot be read yet")

	require.NoError(t, tx.Rollback())
	require.NoError(t, j.Append(ctx, bigGroup(t)))
	require.NoError(t, j.Close())
	r, err := OpenReader(ctx, dir)
	require.NoError(t, err)
	require.Equal(t, 2, count(t, r))
	require.NoError(t, r.Close())
}

func TestSQLiteDoesNotMakeANewFileForOneThatVanished(t *testing.T) {
	j, dir := openQuiet(t, Options{})
	require.NoError(t, os.Rename(fileIn(dir), fileIn(dir)+".away"))
	m := &sqliteMedium{dir: dir}
	_, err := m.reopen()
	require.Error(t, err)
	require.NoError(t, m.close())
	require.True(t, missing(fileIn(dir)))
	require.NoError(t, os.Rename(fileIn(dir)+".away", fileIn(dir)))
	require.NoError(t, j.Close())
}

func TestReadNamesAGroupThatCannotBeRead(t *testing.T) {
	j, dir := openQuiet(t, Options{})
	require.NoError(t, j.Append(t.Context(), &Group{Stream: "x", Facts: []Entry{{"note", 1, json.RawMessage(`{}`)}}}))
	other, err := openDB(dir, "rw", url.Values{})
	require.NoError(t, err)
	_, err = other.ExecContext(t.Context(), `UPDATE journal SET facts = '['`)
	require.NoError(t, err)
	require.NoError(t, other.Close())
	err = j.Read(t.Context(), 1, func(Group) error { return nil })
	require.ErrorContains(t, err, "group 1: facts:")
	require.ErrorContains(t, err, "the journal "+fileIn(dir)+" is damaged")
	require.ErrorContains(t, err, "restore it from a backup, or move it away to begin an empty one; keep the damaged file")
	require.NoError(t, j.Close())
}
