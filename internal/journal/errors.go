package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// OpenKind says why a journal could not be opened.
type OpenKind int

// The reasons for which a journal does not open.
const (
	Unwritable OpenKind = iota + 1 // the data directory cannot be made or written
	InUse                          // another process writes it
	Missing                        // there is no journal to read
	Damaged                        // the file is no journal, or no longer one
	Newer                          // a newer program has written it
	Older                          // only a writer can bring it up to date
	Unopenable                     // anything else
)

// OpenError is a journal that could not be opened; its text is one line that
// says what to do.
type OpenError struct {
	Kind OpenKind
	Dir  string // the data directory
	PID  int    // the process that uses it, with InUse; 0 if not known
	Err  error  // the cause; may be nil
}

// Error implements error.
func (e *OpenError) Error() string {
	switch e.Kind {
	case Unwritable:
		return fmt.Sprintf("the data directory %s cannot be written (%v): let this user write there, or choose another with --data", e.Dir, e.Err)
	case InUse:
		holder := "pid unknown"
		if e.PID != 0 {
			holder = fmt.Sprintf("pid %d", e.PID)
		}
		return fmt.Sprintf("the data directory %s is in use by another hotline (%s): stop that one, let this one take over from it with --take-over, or choose another with --data", e.Dir, holder)
	case Missing:
		return fmt.Sprintf("there is no journal in %s: choose the data directory of a hotline that has run with --data", e.Dir)
	case Damaged:
		return fmt.Sprintf("the journal %s is damaged or no journal (%v): %s", fileIn(e.Dir), e.Err, keepCopy)
	case Newer:
		return fmt.Sprintf("the journal %s was written by a newer hotline (%v): use that one", fileIn(e.Dir), e.Err)
	case Older:
		return fmt.Sprintf("the journal %s is of an older hotline (%v): start this hotline once with it", fileIn(e.Dir), e.Err)
	default: // Unopenable
		return fmt.Sprintf("the journal %s cannot be opened: %v", fileIn(e.Dir), e.Err)
	}
}

// Unwrap gives the cause.
func (e *OpenError) Unwrap() error { return e.Err }

const keepCopy = "restore it from a backup, or move it away to begin an empty one; keep the damaged file"

// DamagedError is a journal that turned out to be damaged while it was read; its text
// is one line that says what to do.
type DamagedError struct {
	File  string
	After int64 // the last group before the damage; 0 = not known
	Err   error // the cause
}

// Error implements error.
func (e *DamagedError) Error() string {
	var where string
	if e.After > 0 {
		where = fmt.Sprintf(" after group %d", e.After)
	}
	return fmt.Sprintf("the journal %s is damaged%s (%v): %s", e.File, where, e.Err, keepCopy)
}

// Unwrap gives the cause.
func (e *DamagedError) Unwrap() error { return e.Err }

// readError files an error met while reading, all groups up to after being well.
func readError(dir string, after int64, err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR:
			return &DamagedError{File: fileIn(dir), After: after, Err: err}
		}
	}
	return fmt.Errorf("read the journal: %w", err)
}

// openError files an error met while opening the journal of dir.
func openError(dir string, err error) error {
	var known *OpenError
	if errors.As(err, &known) {
		return known // without what failed while cleaning up after it
	}
	kind := Unopenable
	if isDamage(err) {
		kind = Damaged
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR: // a table is missing
			kind = Damaged
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
			kind = Unwritable
		}
	}
	return &OpenError{Kind: kind, Dir: dir, Err: err}
}

// unwritable leaves the path out of err: the message names it already.
func unwritable(dir string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &OpenError{Kind: Unwritable, Dir: dir, Err: err}
}

func missing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
