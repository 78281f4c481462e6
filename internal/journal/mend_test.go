package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
)

func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func reopenQuiet(t *testing.T, dir string) *SQLite {
	t.Helper()
	j, err := OpenSQLite(t.Context(), dir, Options{Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return j
}

func small(stream string) *Group {
	return &Group{At: 1, Stream: stream, Call: stream, Facts: []Entry{{"note", 1, json.RawMessage(`{"text":"` + strings.Repeat("x", 200) + `"}`)}}}
}

// fill appends so many groups, a thousand at a time.
func fill(t *testing.T, j *SQLite, n int) {
	t.Helper()
	for left := n; left > 0; left -= 1000 {
		var groups []*Group
		for i := range min(left, 1000) {
			groups = append(groups, small(fmt.Sprintf("call/%d", left-i)))
		}
		require.NoError(t, j.Append(limited(t), groups...))
	}
}

// garble writes nonsense over a part of the file.
func garble(t *testing.T, path string, from, length int64) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte(strings.Repeat("nonsense", int(length)/8)), from)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

func read(t *testing.T, r Reader) (seqs []int64) {
	t.Helper()
	require.NoError(t, r.Read(limited(t), 1, func(g Group) error {
		seqs = append(seqs, g.Seq)
		return nil
	}))
	return seqs
}

func TestADamagedFileIsSetAsideAtTheStart(t *testing.T) {
	const all = 20_000
	j, dir := openQuiet(t, Options{})
	fill(t, j, all)
	require.NoError(t, j.SaveSnapshot(limited(t), Snapshot{Name: "x", Seq: all, Data: []byte("state")}))
	id := j.ID()
	require.NoError(t, j.Close())
	half := size(t, fileIn(dir)) / 2 / 4096 * 4096
	garble(t, fileIn(dir), half, 10*4096)

	j = reopenQuiet(t, dir)
	require.Len(t, j.Damages(), 1)
	d := j.Damages()[0]
	require.Error(t, d.Cause)
	require.FileExists(t, d.File)
	require.Equal(t, 1, int(testutil.ToFloat64(j.writer.metrics.setAside)))
	require.NotEqual(t, id, j.ID(), "whoever has folded the old one begins anew")

	kept := read(t, j)
	require.Len(t, kept, int(d.Kept))
	require.Equal(t, int64(all), d.Kept+d.Lost)
	require.Less(t, d.Lost, int64(1000))
	require.Equal(t, int64(all), kept[len(kept)-1], "what stands behind the damage is kept as well")
	snaps, err := j.Snapshots(limited(t), "x")
	require.NoError(t, err)
	require.Equal(t, "state", string(snaps[0].Data))

	g := small("call/next")
	require.NoError(t, j.Append(limited(t), g))
	require.Equal(t, int64(all+1), g.Seq)
	require.NoError(t, j.Close())
	again := reopenQuiet(t, dir)
	require.Empty(t, again.Damages())
}

func TestAFileThatIsNoJournalIsSetAside(t *testing.T) {
	dir := t.TempDir()
	letter := strings.Repeat("this is a letter to the mayor\n", 200)
	require.NoError(t, os.WriteFile(fileIn(dir), []byte(letter), 0o600))
	j := reopenQuiet(t, dir)
	require.Len(t, j.Damages(), 1)
	text, err := os.ReadFile(j.Damages()[0].File)
	require.NoError(t, err)
	require.Equal(t, letter, string(text))
	g := small("call/1")
	require.NoError(t, j.Append(limited(t), g))
	require.Equal(t, []int64{1}, read(t, j))
}

// Damage that shows while calls run: nothing that was appended after it is lost, and
// who reads goes on.
func TestADamagedFileIsSetAsideWhileItRuns(t *testing.T) {
	j, dir := openQuiet(t, Options{})
	fill(t, j, 20_000)
	_, err := j.writer.medium.(*sqliteMedium).db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)")
	require.NoError(t, err)
	garble(t, fileIn(dir), 8192, size(t, fileIn(dir))-8192)
	var last int64
	for i := range 2000 {
		g := small(fmt.Sprintf("call/%d", (i*7919)%20_000))
		require.NoError(t, j.Append(limited(t), g))
		last = g.Seq
	}
	require.Equal(t, int64(22_000), last)
	require.NoError(t, j.SetAside(limited(t), errors.New("found by a reader")), "or whoever reads it finds the damage")
	require.NotEmpty(t, j.Damages())
	kept := read(t, j)
	require.Subset(t, kept, []int64{20_001, 21_000, 22_000})
	require.NoError(t, j.Append(limited(t), small("call/x")))
	require.Equal(t, last+1, read(t, j)[len(kept)])
	require.NoError(t, j.Close())
}

func TestAGroupThatMakesNoSenseIsLeftBehind(t *testing.T) {
	j, _ := openQuiet(t, Options{})
	fill(t, j, 10)
	m := j.writer.medium.(*sqliteMedium)
	_, err := m.conn.ExecContext(t.Context(), `UPDATE journal SET facts = '[' WHERE seq = 4`)
	require.NoError(t, err)
	var damaged *DamagedError
	require.ErrorAs(t, j.Read(limited(t), 1, func(Group) error { return nil }), &damaged)
	require.NoError(t, j.SetAside(limited(t), damaged))
	require.Equal(t, []int64{1, 2, 3, 5, 6, 7, 8, 9, 10}, read(t, j))
	require.Equal(t, int64(1), j.Damages()[0].Lost)
	require.NoError(t, j.Close())
}

// The whole check goes on beside the calls when the start could not wait for it.
func TestTheCheckBesideTheCallsSetsAside(t *testing.T) {
	j, dir := openQuiet(t, Options{})
	fill(t, j, 20_000)
	_, err := j.writer.medium.(*sqliteMedium).db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)")
	require.NoError(t, err)
	garble(t, fileIn(dir), size(t, fileIn(dir))/2/4096*4096, 4096)
	whole, err := quickCheck(t.Context(), dir, 0)
	require.NoError(t, err)
	require.False(t, whole, "there was no time for it")
	j.checkAll(limited(t), slog.New(slog.DiscardHandler))
	require.Len(t, j.Damages(), 1)
	require.NoError(t, j.Close())
}

func TestWriterSpoolsWhileTheJournalIsMended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{mending: make(chan struct{})})
		d.mustPut(t, 3)
		done := make(chan error, 1)
		go func() { b := &breakage{errors.New("broken"), done}; d.broken <- b }()
		synctest.Wait()
		require.Equal(t, []int64{4, 5}, d.mustPut(t, 2))
		require.Equal(t, 1, int(testutil.ToFloat64(d.metrics.away)))
		d.shelf.replace([]int64{1}) // the rest could not be read
		close(d.shelf.mending)
		require.NoError(t, <-done)
		synctest.Wait()
		require.Equal(t, []int64{1, 4, 5}, d.shelf.kept)
		require.Zero(t, testutil.ToFloat64(d.metrics.away))
		require.NoError(t, d.stop())
	})
}

func TestWriterMendsAgainWhatCouldNotBeMended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{mendErr: errFull})
		d.mustPut(t, 1)
		done := make(chan error, 1)
		d.broken <- &breakage{errors.New("broken"), done}
		require.ErrorIs(t, <-done, errFull)
		require.Equal(t, []int64{2}, d.mustPut(t, 1))
		d.shelf.mu.Lock()
		d.shelf.mendErr = nil
		d.shelf.mu.Unlock()
		d.pass(time.Second)
		require.Equal(t, upTo(2), d.shelf.kept)
		require.NoError(t, d.stop())
	})
}
