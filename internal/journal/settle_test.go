package journal

import (
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
)

func requireSettled(t *testing.T, d *desk, want int, why ...any) {
	t.Helper()
	settled, _ := d.shelf.synced()
	require.Equal(t, want, settled, why...)
}

func TestWriterSettlesOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{})
		for range 30 { // three seconds of groups
			d.mustPut(t, 1)
			d.pass(100 * time.Millisecond)
		}
		d.pass(time.Hour) // and none after them
		requireSettled(t, d, 3)
		require.Equal(t, 3, int(testutil.ToFloat64(d.metrics.syncs)))
		d.mustPut(t, 1)
		require.NoError(t, d.stop())
		requireSettled(t, d, 4, "the end settles what is left")
	})
}

// A slow disk does not hold up who appends, and no second sync begins beside the first.
func TestWriterGoesOnWhileItSettles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{slow: make(chan struct{})})
		d.mustPut(t, 1)
		d.pass(settleEvery)
		for range 5 {
			d.mustPut(t, 1)
			d.pass(settleEvery)
		}
		require.Equal(t, upTo(6), d.shelf.kept)
		requireSettled(t, d, 1)
		close(d.shelf.slow)
		d.pass(settleEvery)
		requireSettled(t, d, 2)
		require.NoError(t, d.stop())
		requireSettled(t, d, 2)
	})
}

func TestWriterSettlesThoroughlyAfterAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{settleErr: errFull})
		d.mustPut(t, 1)
		d.pass(settleEvery)
		require.Contains(t, d.log.String(), "cannot be synced")
		require.Equal(t, 1, int(testutil.ToFloat64(d.metrics.syncFailures)))
		_, thorough := d.shelf.synced()
		require.Zero(t, thorough)
		d.shelf.settles(nil)
		d.pass(settleEvery)
		_, thorough = d.shelf.synced()
		require.Equal(t, 1, thorough)
		d.pass(time.Hour)
		settled, _ := d.shelf.synced()
		require.Equal(t, 2, settled)
		require.NoError(t, d.stop())
	})
}

// What SQLite itself was told: it syncs each commit, or leaves that to us.
func TestSyncIsInForce(t *testing.T) {
	for sync, want := range map[Sync]int{SyncSecond: 1, SyncAlways: 2} {
		j, _ := openQuiet(t, Options{Sync: sync})
		var got, checkpoint int
		conn := j.writer.medium.(*sqliteMedium).conn
		require.NoError(t, conn.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&got))
		require.NoError(t, conn.QueryRowContext(t.Context(), "PRAGMA wal_autocheckpoint").Scan(&checkpoint))
		require.Equal(t, want, got)
		require.Equal(t, 16384, checkpoint)
		require.NoError(t, j.Close())
	}
}

// The log does not grow without end, though the writer itself hardly ever moves it into
// the file.
func TestSettlingBoundsTheLog(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, createFile(dir))
	m := &sqliteMedium{dir: dir}
	_, err := m.reopen()
	require.NoError(t, err)
	var last int64
	store := func(groups int) {
		for range groups {
			rows, err := encodeRows([]*Group{bigGroup(t)})
			require.NoError(t, err)
			last++
			rows[0].seq = last
			require.NoError(t, m.store(rows))
		}
	}
	store(100) // some 7 MB
	before := size(t, fileIn(dir)+"-wal")
	require.Greater(t, before, int64(mostWAL))
	require.NoError(t, m.settle(false)())
	store(50)
	require.Equal(t, before, size(t, fileIn(dir)+"-wal"), "it began at its start again")
	require.NoError(t, m.close())
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Size()
}
