package engine

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/switchboard"
)

// still is a clock that stands.
type still struct {
	switchboard.Clock
	at time.Time
}

func (s still) Now() time.Time { return s.at }

// kept is a journal with a call of each of so many days, and its keeper.
func kept(t *testing.T, dir string, days int, keep time.Duration) (*journal.SQLite, *keeper) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{Log: log})
	require.NoError(t, err)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := range days {
		at := start.AddDate(0, 0, d).UnixMilli()
		id := "c" + string(rune('a'+d))
		for _, f := range []call.Fact{call.Arrived{At: at, Call: id, Channel: id}, call.Ended{At: at, Call: id, Outcome: call.Completed}} {
			e, err := journal.EntryOf(f.Kind(), call.FactVersion, f)
			require.NoError(t, err)
			require.NoError(t, j.Append(t.Context(), &journal.Group{At: at, Stream: journal.CallStream(id), Facts: []journal.Entry{e}}))
		}
	}
	k := newKeeper(j, still{at: start.AddDate(0, 0, days)}, keep, log)
	k.records = func(context.Context, int64) error { return nil }
	return j, k
}

func count(t *testing.T, j journal.Reader) (n int) {
	t.Helper()
	require.NoError(t, j.Read(t.Context(), 1, func(journal.Group) error { n++; return nil }))
	return n
}

func snapshots(t *testing.T, j *journal.SQLite) int {
	t.Helper()
	all, err := j.Snapshots(t.Context(), switchboard.SnapshotName)
	require.NoError(t, err)
	return len(all)
}

func TestKeeperForgetsWhatIsOld(t *testing.T) {
	j, k := kept(t, t.TempDir(), 10, 3*24*time.Hour)
	var told int64
	k.records = func(_ context.Context, before int64) error { told = before; return nil }
	k.save(t.Context())
	k.forget(t.Context())
	require.Equal(t, 6, count(t, j))
	require.Equal(t, time.Date(2026, 1, 8, 0, 0, 0, 0, time.UTC).UnixMilli(), told)
	require.NoError(t, j.Close())
}

func TestKeeperKeepsForEver(t *testing.T) {
	j, k := kept(t, t.TempDir(), 10, 0)
	k.save(t.Context())
	k.forget(t.Context())
	require.Equal(t, 20, count(t, j))
	require.NoError(t, j.Close())
}

func TestKeeperSavesAfterManyFacts(t *testing.T) {
	j, k := kept(t, t.TempDir(), 1, 0)
	seen := 0
	observe := k.observing(func(switchboard.Seen) { seen++ })
	for range snapshotFacts - 1 {
		observe(switchboard.Seen{})
	}
	require.Empty(t, k.many)
	observe(switchboard.Seen{})
	require.Len(t, k.many, 1)
	require.Equal(t, snapshotFacts, seen)
	k.save(t.Context())
	require.Equal(t, 1, snapshots(t, j))
	require.Zero(t, k.facts.Load())
	k.save(t.Context())
	require.Equal(t, 1, snapshots(t, j), "nothing is new")
	require.NoError(t, j.Close())
}

// The end of an engine saves a snapshot, after all else has ended.
func TestTheEndSavesASnapshot(t *testing.T) {
	dir := t.TempDir()
	j, k := kept(t, dir, 1, 0)
	e := newEngine(Config{Data: dir, Log: slog.New(slog.DiscardHandler)})
	e.keeper = k
	k.start(t.Context())
	k.stop()
	e.closeJournal(j)
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{Log: e.cfg.Log})
	require.NoError(t, err)
	require.Equal(t, 1, snapshots(t, j))
	require.NoError(t, j.Close())
}

func TestReadinessTellsOfDamage(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "journal.db"), []byte(strings.Repeat("a letter\n", 1000)), 0o600))
	j, k := kept(t, dir, 1, 0)
	defer func() { require.NoError(t, j.Close()) }()
	lines := k.trouble()
	require.Len(t, lines, 1)
	require.Contains(t, lines[0], "the journal was damaged at ")
	require.Contains(t, lines[0], "0 groups were kept, 0 lost; the damaged file is "+filepath.Join(dir, "journal-damaged-"))
}
