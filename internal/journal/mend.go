package journal

import (
	"context"
	"errors"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Damage is a journal's file that was found damaged, and set aside.
type Damage struct {
	At    time.Time
	File  string // what the damaged file is called now; nothing reads it any more
	Cause error
	Kept  int64 // groups that could still be read, and stand in the new file
	Lost  int64 // groups that are missing among them, as far as their numbers tell
}

// damages are those found since the journal was opened.
type damages struct {
	mu  sync.Mutex
	all []Damage
}

func (d *damages) add(one Damage) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all = append(d.all, one)
}

// Damages are the files that were set aside since this journal was opened, oldest first.
func (j *SQLite) Damages() []Damage {
	j.damages.mu.Lock()
	defer j.damages.mu.Unlock()
	return append([]Damage{}, j.damages.all...)
}

// SetAside puts another file in the place of this one, for somebody who has found damage
// in it, and returns once that is done. What can still be read is in the new one, under
// the same numbers; the journal has another ID.
func (j *SQLite) SetAside(ctx context.Context, cause error) error {
	b := &breakage{cause: cause, done: make(chan error, 1)}
	return handOver(ctx, j.writer, j.writer.broken, b, b.done)
}

// breakage is damage that somebody has found, on its way to the writer.
type breakage struct {
	cause error
	done  chan error
}

func (w *writer) breakDown(b *breakage) {
	w.waiting = append(w.waiting, b.done)
	if !w.away {
		w.away, w.since, w.pause = true, time.Now(), firstPause
		w.metrics.away.Set(1)
	}
	w.damage = b.cause
	w.beginMending()
}

// beginMending lets the file be replaced while groups are spooled.
func (w *writer) beginMending() {
	if w.mending != nil {
		return
	}
	w.retry.Stop()
	w.awaitSettling()
	w.log.Error("the journal is damaged: another is begun with all that can be read of it; calls go on", "err", w.damage)
	cause, done := w.damage, make(chan error, 1)
	w.mending = done
	go func() { done <- w.medium.mend(cause) }()
}

func (w *writer) haveMended(err error) {
	w.mending = nil
	if err != nil {
		w.metrics.failures.Inc()
		w.tryLater(err)
	} else {
		w.damage, w.gap = nil, true
		w.comeBack()
	}
	for _, done := range w.waiting {
		done <- err
	}
	w.waiting = nil
}

func (w *writer) awaitMending() {
	if w.mending != nil {
		w.haveMended(<-w.mending)
	}
}

// isDamage tells a file that is broken from a medium that is away.
func isDamage(err error) bool {
	var unsound *unsoundError
	if errors.As(err, &unsound) {
		return true
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	code := lite.Code() & 0xff
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}
