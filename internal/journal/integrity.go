package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// checkAtStart bounds the check that calls wait for; what it does not reach is checked
// beside them.
const checkAtStart = 500 * time.Millisecond

// errUnchecked is a check that took longer than it may.
var errUnchecked = errors.New("not all of it is checked")

// unsoundError is what a check has found.
type unsoundError struct{ verdict string }

func (e *unsoundError) Error() string { return e.verdict }

// quickCheck looks whether SQLite's structures hold together, for no longer than span.
// Whole tells whether it came to the end.
func quickCheck(ctx context.Context, dir string, span time.Duration) (whole bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, span)
	defer cancel()
	err = examine(ctx, dir)
	if errors.Is(err, errUnchecked) {
		return false, nil
	}
	return err == nil, err
}

// examine reads the whole file. It returns errUnchecked when ctx ends first.
func examine(ctx context.Context, dir string) error {
	db, err := openDB(dir, "ro", url.Values{})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var verdict sql.NullString
	err = db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict)
	switch {
	case ctx.Err() != nil || interrupted(err):
		return errUnchecked
	case err != nil:
		return err
	case verdict.String != "ok":
		return &unsoundError{verdict.String}
	}
	return nil
}

func interrupted(err error) bool {
	var lite *sqlite.Error
	return errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_INTERRUPT
}

// checkAll looks at the whole file beside the calls, and sets it aside if it must.
func (j *SQLite) checkAll(ctx context.Context, log *slog.Logger) {
	err := examine(ctx, j.dir)
	if !isDamage(err) {
		return // it is sound, or cannot be looked at now: the writer sees to that
	}
	if err := j.SetAside(ctx, fmt.Errorf("check: %w", err)); err != nil && ctx.Err() == nil {
		log.Error("the damaged journal cannot be replaced yet", "err", err)
	}
}
