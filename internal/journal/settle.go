package journal

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

const (
	settleEvery = time.Second
	mostWAL     = 4 << 20 // bytes; above it settling also moves the log into the file
)

// soil notes that something was stored, and plans to settle it.
func (w *writer) soil() {
	if !w.dirty && w.settled == nil {
		w.settle.Reset(settleEvery)
	}
	w.dirty = true
}

// beginSettling lets all that is stored be synced, while the writer goes on.
func (w *writer) beginSettling() {
	if w.away || w.settled != nil || !w.dirty {
		return
	}
	run, done := w.medium.settle(w.again), make(chan error, 1)
	w.dirty, w.settled = false, done
	go func() { done <- run() }()
}

func (w *writer) haveSettled(err error) {
	w.settled = nil
	w.count(err)
	if w.again {
		w.dirty = true
	}
	if w.dirty {
		w.settle.Reset(settleEvery)
	}
}

func (w *writer) awaitSettling() {
	if w.settled != nil {
		w.haveSettled(<-w.settled)
	}
}

// count tells of a settling that failed once, not each second.
func (w *writer) count(err error) {
	if err == nil {
		w.metrics.syncs.Inc()
		w.again = false
		return
	}
	w.metrics.syncFailures.Inc()
	if !w.again {
		w.log.Error("the journal cannot be synced: a loss of power could take its newest groups; look after the disk", "err", err)
	}
	w.again = true
}

// settle syncs the write-ahead log by a descriptor of its own: the writer's commits do
// not wait for it. SQLite takes no lock on that file which closing it would drop. After
// a failure the kernel may have forgotten what it could not write, so the pages are
// written anew, into the file.
func (m *sqliteMedium) settle(thorough bool) func() error {
	db, path := m.db, fileIn(m.dir)+"-wal"
	sync := m.sync == SyncSecond
	return func() error {
		wal, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // all of it is in the file
		}
		if err != nil {
			return err
		}
		defer func() { _ = wal.Close() }()
		if sync {
			if err := wal.Sync(); err != nil {
				return err
			}
		}
		info, err := wal.Stat()
		if err != nil || !thorough && info.Size() < mostWAL {
			return err
		}
		_, err = db.ExecContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)") // waits for nobody
		return err
	}
}
