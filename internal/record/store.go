package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"hotline/internal/journal"
)

const fileName = "records.db"

// Store is the call records of one data directory.
type Store struct {
	db    *sql.DB
	path  string // empty: in memory
	batch int    // groups folded in one transaction
}

const defaultBatch = 1000

// Open opens the records of a data directory, and makes them if they are not
// there. A file that is damaged is replaced: nothing in it is the only copy.
func Open(ctx context.Context, dir string) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, err
	}
	store, err := openFile(ctx, path)
	if isDamaged(err) {
		if err := remove(path); err != nil {
			return nil, cannotKeep(dir, err)
		}
		store, err = openFile(ctx, path)
	}
	if err != nil {
		return nil, cannotKeep(dir, err)
	}
	return store, nil
}

// OpenMemory keeps records for the life of the Store only: for one who may read a
// data directory but not write it.
func OpenMemory(ctx context.Context) (*Store, error) {
	return open(ctx, "file::memory:?_txlock=immediate")
}

// openFile leaves the file in SQLite's plain journal mode: two processes that turn
// a new file to WAL at once get in each other's way.
func openFile(ctx context.Context, path string) (*Store, error) {
	if err := createFile(path); err != nil {
		return nil, err
	}
	params := url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(5000)", "synchronous(NORMAL)"},
	}
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: params.Encode()}
	store, err := open(ctx, dsn.String())
	if err == nil {
		store.path = path
	}
	return store, err
}

// createFile makes the file, if it is not there, closed to other users: it holds
// callers' numbers.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o640)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// open uses one connection: a database in memory is gone with its connection.
func open(ctx context.Context, dsn string) (*Store, error) {
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	if err := prepare(ctx, db); err != nil {
		_ = db.Close()
		return nil, err
	}
	return &Store{db: db, batch: defaultBatch}, nil
}

// Close ends the use of the records.
func (s *Store) Close() error { return s.db.Close() }

func isDamaged(err error) bool {
	code := codeOf(err)
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}

// codeOf is SQLite's primary code of an error with the records; 0 = none.
func codeOf(err error) int {
	var lite *sqlite.Error
	var damaged *journal.DamagedError
	if errors.As(err, &damaged) || !errors.As(err, &lite) {
		return 0
	}
	return lite.Code() & 0xff
}

// trouble says what could not be done, and what helps if it is the file's fault: it is
// damaged, or somebody has changed its tables.
func (s *Store) trouble(doing string, err error) error {
	if s.path != "" && (isDamaged(err) || codeOf(err) == sqlite3.SQLITE_ERROR) {
		return fmt.Errorf("%s: %w: delete %s, which is built anew from the journal", doing, err, s.path)
	}
	var unread *UnreadError
	if errors.As(err, &unread) {
		return unread // says it all
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func remove(path string) error {
	var errs []error
	for _, side := range []string{"", "-journal"} {
		if err := os.Remove(path + side); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func cannotKeep(dir string, err error) error {
	var path *fs.PathError
	var lite *sqlite.Error
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_READONLY:
	default:
		return fmt.Errorf("the call records %s cannot be opened: %w", filepath.Join(dir, fileName), err)
	}
	return fmt.Errorf("the call records cannot be kept in %s (%w): let this user write there", dir, err)
}
