package journal

import (
	"context"
	"database/sql"
	"net/url"
	"sync"
)

// pageSize is how many groups are read at once: no transaction is held open
// while they are looked at, so a slow reader never keeps the log from being
// checkpointed.
const pageSize = 256

const (
	selectAny  = `SELECT seq, at, stream, call, input, facts, place, origin FROM journal WHERE `
	selectRows = selectAny + `seq >= ?`
	inOrder    = ` ORDER BY seq LIMIT ?`
	lastSeq    = `SELECT coalesce(max(seq), 0) FROM journal`
)

// SQLiteReader reads the journal of a data directory; another process may write
// it meanwhile.
type SQLiteReader struct {
	dir string

	mu     sync.Mutex // of what follows: a damaged file is replaced while it is read
	db     *sql.DB
	id     string
	closed bool
}

var _ Reader = (*SQLiteReader)(nil)

// OpenReader opens the journal of a data directory for reading. It creates
// nothing. An error is an *OpenError.
func OpenReader(ctx context.Context, dir string) (*SQLiteReader, error) {
	if missing(fileIn(dir)) {
		return nil, &OpenError{Kind: Missing, Dir: dir}
	}
	db, err := openDB(dir, "ro", readerParams(dir))
	if err != nil {
		return nil, openError(dir, err)
	}
	r := &SQLiteReader{db: db, dir: dir}
	if err := r.greet(ctx, dir); err != nil {
		_ = db.Close()
		return nil, openError(dir, err)
	}
	return r, nil
}

// readerParams: a journal without its write-ahead log is a copy that nobody
// writes. SQLite would have to create that log to read it, unless it is told that
// the file does not change.
func readerParams(dir string) url.Values {
	params := url.Values{"_pragma": {"busy_timeout(1000)"}}
	if missing(fileIn(dir) + "-wal") {
		params.Set("immutable", "1")
	}
	return params
}

func (r *SQLiteReader) greet(ctx context.Context, dir string) error {
	if err := checkSchema(ctx, r.db, dir, len(migrations())); err != nil {
		return err
	}
	return r.db.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'id'`).Scan(&r.id)
}

// ID implements Reader.
func (r *SQLiteReader) ID() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.id
}

func (r *SQLiteReader) use() *sql.DB {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.db
}

// renew goes over to the file that has taken the place of a damaged one.
func (r *SQLiteReader) renew(ctx context.Context) error {
	fresh, err := OpenReader(ctx, r.dir)
	if err != nil {
		return err
	}
	r.mu.Lock()
	old := r.db
	if r.closed {
		old = fresh.db
	} else {
		r.db, r.id = fresh.db, fresh.id
	}
	r.mu.Unlock()
	return old.Close()
}

// Last implements Reader.
func (r *SQLiteReader) Last(ctx context.Context) (last int64, err error) {
	if err := r.use().QueryRowContext(ctx, lastSeq).Scan(&last); err != nil {
		return 0, readError(r.dir, 0, err)
	}
	return last, nil
}

// Read implements Reader.
func (r *SQLiteReader) Read(ctx context.Context, from int64, fn func(Group) error) error {
	return r.each(ctx, from, fn, selectRows+inOrder)
}

// ReadCall implements Reader.
func (r *SQLiteReader) ReadCall(ctx context.Context, call string, fn func(Group) error) error {
	return r.each(ctx, 1, fn, selectRows+` AND call = ?`+inOrder, call)
}

// ReadStream implements Reader.
func (r *SQLiteReader) ReadStream(ctx context.Context, stream string, from int64, fn func(Group) error) error {
	return r.each(ctx, from, fn, selectRows+` AND stream = ?`+inOrder, stream)
}

// Close implements Reader.
func (r *SQLiteReader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	return r.db.Close()
}

// each reads page by page and passes the groups on between them.
func (r *SQLiteReader) each(ctx context.Context, from int64, fn func(Group) error, query string, by ...any) error {
	return r.eachFrom(ctx, from, func(g Group) int64 { return g.Seq }, fn, query, by...)
}

// eachFrom is each by another number than that of the journal.
func (r *SQLiteReader) eachFrom(ctx context.Context, from int64, number func(Group) int64, fn func(Group) error, query string, by ...any) error {
	var after int64 // the group before
	for {
		args := append([]any{from}, by...)
		page, err := r.page(ctx, query, append(args, pageSize))
		for i := range page {
			g, err := page[i].decode()
			if err != nil {
				return &DamagedError{File: fileIn(r.dir), After: after, Err: err}
			}
			if err := fn(g); err != nil {
				return err
			}
			from, after = number(g)+1, g.Seq
		}
		if err != nil {
			return readError(r.dir, after, err)
		}
		if len(page) < pageSize {
			return nil
		}
	}
}

// page may give some groups and an error.
func (r *SQLiteReader) page(ctx context.Context, query string, args []any) ([]row, error) {
	found, err := r.use().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	page := make([]row, 0, pageSize)
	for found.Next() {
		var one row
		var call, origin sql.NullString
		if err := found.Scan(&one.seq, &one.at, &one.stream, &call, &one.input, &one.facts, &one.place, &origin); err != nil {
			return page, err
		}
		one.call, one.origin = call.String, origin.String
		page = append(page, one)
	}
	return page, found.Err()
}
