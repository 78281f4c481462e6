package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite"
)

// medium is where the writer keeps rows. One goroutine uses it at a time.
type medium interface {
	// store keeps the rows in one transaction. After an error it is not known
	// whether they are kept; reopen tells.
	store(rows []row) error
	// do runs one other change in a transaction of its own.
	do(change) error
	// settle returns what brings all that is stored now to the disk itself. It runs
	// beside the writer, and ends before the medium is reopened or closed. Thorough is
	// for after a failure.
	settle(thorough bool) func() error
	// mend puts another file in the place of a damaged one, with all that can still be
	// read of it.
	mend(cause error) error
	// reopen begins afresh after an error and tells what is kept.
	reopen() (kept, error)
	close() error
}

// kept is how far a medium has come.
type kept struct {
	last   int64            // number
	above  int64            // numbers up to here may be in a snapshot, though their groups are lost
	places map[string]int64 // the last of each shared stream
}

// change is a change besides new groups.
type change func(ctx context.Context, tx *sql.Tx) error

var errNotOpen = errors.New("the journal is not open")

// sqliteMedium writes the journal's file over a single connection.
type sqliteMedium struct {
	dir   string
	sync  Sync
	found func(Damage) // told of each file that was set aside
	db    *sql.DB
	conn  *sql.Conn

	begin, insert, commit *sql.Stmt // prepared once, not for each commit
}

const insertRow = `INSERT INTO journal (seq, at, stream, call, input, facts, place, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

// reopen does not create the file: one that has vanished is a medium that is
// away, not an empty journal.
func (m *sqliteMedium) reopen() (kept, error) {
	k := kept{places: map[string]int64{}}
	err := m.open(&k)
	return k, err
}

func (m *sqliteMedium) open(k *kept) (err error) {
	ctx := context.Background() // bounded by the busy timeout
	if err := m.close(); err != nil && !errors.Is(err, driver.ErrBadConn) {
		return err
	}
	if m.db, err = openDB(m.dir, "rw", writerParams(m.sync)); err != nil {
		return err
	}
	if m.conn, err = m.db.Conn(ctx); err != nil {
		return err
	}
	if err := m.conn.Raw(keepWAL); err != nil {
		return err
	}
	if err := migrate(ctx, m.conn, m.dir, migrations()); err != nil {
		return err
	}
	if err := m.prepare(ctx); err != nil {
		return err
	}
	if err := m.conn.QueryRowContext(ctx, lastSeq).Scan(&k.last); err != nil {
		return err
	}
	if err := m.conn.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM snapshots`).Scan(&k.above); err != nil {
		return err
	}
	return m.readPlaces(ctx, k.places)
}

func (m *sqliteMedium) prepare(ctx context.Context) (err error) {
	if m.begin, err = m.conn.PrepareContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if m.commit, err = m.conn.PrepareContext(ctx, "COMMIT"); err != nil {
		return err
	}
	m.insert, err = m.conn.PrepareContext(ctx, insertRow)
	return err
}

// readPlaces goes from one shared stream to the next by the index: there are few, and
// many groups in each.
func (m *sqliteMedium) readPlaces(ctx context.Context, places map[string]int64) error {
	const next = `SELECT stream, max(place) FROM journal WHERE place > 0 AND stream =
		(SELECT min(stream) FROM journal WHERE place > 0 AND stream > ?)`
	for stream := ""; ; {
		var name sql.NullString
		var place sql.NullInt64
		if err := m.conn.QueryRowContext(ctx, next, stream).Scan(&name, &place); err != nil {
			return err
		}
		if !name.Valid {
			return nil
		}
		stream, places[name.String] = name.String, place.Int64
	}
}

func writerParams(sync Sync) url.Values {
	synchronous := "synchronous(NORMAL)" // the commits are synced apart from them
	if sync == SyncAlways {
		synchronous = "synchronous(FULL)"
	}
	return url.Values{
		"_txlock": {"immediate"},
		"_pragma": {
			"busy_timeout(1000)",
			"journal_mode(WAL)",
			synchronous,
			"journal_size_limit(16777216)", // give the space back after a burst
			"wal_autocheckpoint(16384)",    // pages; settle is to come before it, and in nobody's way
		},
	}
}

// keepWAL lets the write-ahead log stay when the writer closes, so that a reader
// never has to create one in a directory that is not its own.
func keepWAL(conn any) error {
	control, ok := conn.(sqlite.FileControl)
	if !ok {
		return errors.New("the SQLite driver has no file control")
	}
	_, err := control.FileControlPersistWAL("main", 1)
	return err
}

func (m *sqliteMedium) store(rows []row) error {
	if m.insert == nil {
		return errNotOpen
	}
	ctx := context.Background() // bounded by the busy timeout
	if len(rows) == 1 {
		return rows[0].insert(ctx, m.insert) // a statement is a transaction by itself
	}
	if _, err := m.begin.ExecContext(ctx); err != nil {
		return err
	}
	err := m.insertAndCommit(ctx, rows)
	if err != nil {
		_, _ = m.conn.ExecContext(ctx, "ROLLBACK") // SQLite may have done so itself
	}
	return err
}

func (m *sqliteMedium) insertAndCommit(ctx context.Context, rows []row) error {
	for i := range rows {
		if err := rows[i].insert(ctx, m.insert); err != nil {
			return err
		}
	}
	_, err := m.commit.ExecContext(ctx)
	return err
}

func (r *row) insert(ctx context.Context, into *sql.Stmt) error {
	_, err := into.ExecContext(ctx, r.seq, r.at, r.stream, orNull(r.call), orNull(string(r.input)), string(r.facts), r.place, orNull(r.origin))
	if err != nil {
		return fmt.Errorf("group %d: %w", r.seq, err)
	}
	return nil
}

func (m *sqliteMedium) do(fn change) error {
	if m.insert == nil {
		return errNotOpen
	}
	ctx := context.Background() // bounded by the busy timeout
	tx, err := m.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing is left to do after a commit
	if err := fn(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (m *sqliteMedium) close() error {
	var errs []error
	for _, stmt := range []*sql.Stmt{m.begin, m.insert, m.commit} {
		if stmt != nil {
			errs = append(errs, stmt.Close())
		}
	}
	if m.conn != nil {
		errs = append(errs, m.conn.Close())
	}
	if m.db != nil {
		errs = append(errs, m.db.Close())
	}
	m.begin, m.insert, m.commit, m.conn, m.db = nil, nil, nil, nil, nil
	return errors.Join(errs...)
}
