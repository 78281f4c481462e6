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
	// reopen begins afresh after an error and returns the last number kept.
	reopen() (last int64, err error)
	close() error
}

// sqliteMedium writes the journal's file over a single connection.
type sqliteMedium struct {
	dir    string
	db     *sql.DB
	conn   *sql.Conn
	insert *sql.Stmt
}

const insertRow = `INSERT INTO journal (seq, at, stream, call, input, facts) VALUES (?, ?, ?, ?, ?, ?)`

// reopen does not create the file: one that has vanished is a medium that is
// away, not an empty journal.
func (m *sqliteMedium) reopen() (last int64, err error) {
	ctx := context.Background() // bounded by the busy timeout
	if err := m.close(); err != nil && !errors.Is(err, driver.ErrBadConn) {
		return 0, err
	}
	if m.db, err = openDB(m.dir, "rw", writerParams()); err != nil {
		return 0, err
	}
	if m.conn, err = m.db.Conn(ctx); err != nil {
		return 0, err
	}
	if err := m.conn.Raw(keepWAL); err != nil {
		return 0, err
	}
	if err := migrate(ctx, m.conn, m.dir, migrations()); err != nil {
		return 0, err
	}
	if m.insert, err = m.conn.PrepareContext(ctx, insertRow); err != nil {
		return 0, err
	}
	err = m.conn.QueryRowContext(ctx, lastSeq).Scan(&last)
	return last, err
}

func writerParams() url.Values {
	return url.Values{
		"_txlock": {"immediate"},
		"_pragma": {
			"busy_timeout(1000)",
			"journal_mode(WAL)",
			"synchronous(NORMAL)",
			"journal_size_limit(16777216)", // give the space back after a burst
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
		return errors.New("the journal is not open")
	}
	ctx := context.Background()
	tx, err := m.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing is left to do after a commit
	insert := tx.StmtContext(ctx, m.insert)
	defer func() { _ = insert.Close() }()
	for i := range rows {
		r := &rows[i]
		_, err := insert.ExecContext(ctx, r.seq, r.at, r.stream, orNull(r.call), orNull(string(r.input)), string(r.facts))
		if err != nil {
			return fmt.Errorf("group %d: %w", r.seq, err)
		}
	}
	return tx.Commit()
}

func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

func (m *sqliteMedium) close() error {
	var errs []error
	if m.insert != nil {
		errs = append(errs, m.insert.Close())
	}
	if m.conn != nil {
		errs = append(errs, m.conn.Close())
	}
	if m.db != nil {
		errs = append(errs, m.db.Close())
	}
	m.insert, m.conn, m.db = nil, nil, nil
	return errors.Join(errs...)
}
