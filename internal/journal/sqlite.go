package journal

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// Options of a journal on disk. The zero value is good.
type Options struct {
	Log        *slog.Logger          // nil: the default logger
	Registerer prometheus.Registerer // nil: no metrics are shown
	// SpoolGroups bounds what is kept in memory while the medium is away; 0 means
	// 50,000 groups, some ten minutes of the busiest city at a few tens of megabytes.
	SpoolGroups int
	Sync        Sync // when what is stored is safe from a loss of power
}

// Sync says when what is stored is on the disk itself. Whatever it is, a killed process
// loses nothing.
type Sync int

const (
	// SyncSecond syncs once a second what was stored since, beside the writer: a loss of
	// power takes at most the last second.
	SyncSecond Sync = iota
	// SyncAlways syncs each commit before its groups are acknowledged.
	SyncAlways
)

const defaultSpool = 50_000

// SQLite is the journal of one engine: the file journal.db in its data directory.
type SQLite struct {
	*SQLiteReader
	writer *writer
	lock   *dirLock
	close  func() error

	checked  bool           // all of the file, at the start
	checking sync.WaitGroup // of the file, beside the calls
	ending   context.CancelFunc
	damages  damages
}

var _ Journal = (*SQLite)(nil)

// OpenSQLite opens the journal of a data directory for writing, and makes both if
// they are not there. An error is an *OpenError and leaves nothing open.
func OpenSQLite(ctx context.Context, dir string, opts Options) (*SQLite, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, unwritable(dir, err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	j, err := openLocked(ctx, dir, opts)
	if err != nil {
		_ = lock.release() // err says what matters
		return nil, openError(dir, err)
	}
	j.lock = lock
	checking, stop := context.WithCancel(context.WithoutCancel(ctx))
	j.ending = stop
	if !j.checked {
		j.checking.Go(func() { j.checkAll(checking, opts.Log) })
	}
	j.close = sync.OnceValue(j.shut)
	return j, nil
}

func openLocked(ctx context.Context, dir string, opts Options) (*SQLite, error) {
	if err := createFile(dir); err != nil {
		return nil, err
	}
	opts.Log, opts.SpoolGroups = cmp.Or(opts.Log, slog.Default()), cmp.Or(opts.SpoolGroups, defaultSpool)
	metrics := newMetrics(opts.Registerer)
	j := &SQLite{}
	m := &sqliteMedium{dir: dir, sync: opts.Sync}
	m.found = func(d Damage) { j.setAside(d, opts.Log, metrics) }
	k, checked, err := openSound(ctx, m) //nolint:contextcheck // the writer reopens without a caller; the busy timeout bounds it
	if err == nil {
		j.SQLiteReader, err = OpenReader(ctx, dir)
	}
	if err != nil {
		_ = m.close()
		return nil, err
	}
	j.checked = checked
	j.writer = startWriter(m, k, opts.SpoolGroups, opts.Log, metrics)
	return j, nil
}

// openSound opens the file, or another in its place if it is damaged. Checked tells
// whether all of it was looked at.
func openSound(ctx context.Context, m *sqliteMedium) (k kept, checked bool, err error) {
	if k, err = m.reopen(); err == nil {
		checked, err = quickCheck(ctx, m.dir, checkAtStart)
	}
	var open *OpenError
	if err == nil || !errors.As(openError(m.dir, err), &open) || open.Kind != Damaged {
		return k, checked, err
	}
	if err := m.mend(err); err != nil {
		return k, true, err
	}
	k, err = m.reopen()
	return k, true, err
}

func (j *SQLite) setAside(d Damage, log *slog.Logger, m *metrics) {
	j.damages.add(d)
	m.setAside.Inc()
	log.Error("a damaged journal was set aside, and another is in use: mend the disk, and restore the file from a backup if its calls are needed",
		"file", d.File, "err", d.Cause, "groups_kept", d.Kept, "groups_lost", d.Lost)
	if j.SQLiteReader != nil {
		if err := j.renew(context.Background()); err != nil {
			log.Error("the new journal cannot be read", "err", err)
		}
	}
}

// createFile makes the file, if it is not there, closed to other users: it holds
// callers' numbers. SQLite gives its side files the same mode.
func createFile(dir string) error {
	err := create(fileIn(dir))
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		return unwritable(dir, err)
	}
	return nil
}

func create(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	return file.Close()
}

// Append implements Journal.
func (j *SQLite) Append(ctx context.Context, groups ...*Group) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rows, err := encodeRows(groups)
	if err != nil || len(rows) == 0 {
		return err
	}
	if err := j.writer.submit(ctx, rows); err != nil {
		return err
	}
	for i := range rows {
		groups[i].Seq = rows[i].seq
	}
	return nil
}

// Close stores what was handed over and gives the directory free. Its error says
// what was lost; a second call returns the same.
func (j *SQLite) Close() error { return j.close() }

// shut closes the readers first: the last connection to close tidies the file.
func (j *SQLite) shut() error {
	j.ending()
	j.checking.Wait()
	return errors.Join(j.SQLiteReader.Close(), j.writer.stop(), j.lock.release())
}
