package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// UnreadError is a fact that this program cannot read and that figures and reports
// cannot do without.
type UnreadError struct {
	Group int64 // of the journal
	Err   error // says which fact, and what to do
}

// Error implements error.
func (e *UnreadError) Error() string {
	return fmt.Sprintf("group %d of the journal cannot be read, and without it the floor would be wrong: %v", e.Group, e.Err)
}

// Unwrap gives the cause.
func (e *UnreadError) Unwrap() error { return e.Err }

// unread is an *UnreadError if something was passed by that figures need: of a floor
// everything, of a call its arrival.
func unread(ctx context.Context, tx *sql.Tx) error {
	var e UnreadError
	var problem string
	err := tx.QueryRowContext(ctx, `SELECT first, problem FROM passed WHERE needed ORDER BY first LIMIT 1`).Scan(&e.Group, &problem)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	e.Err = errors.New(problem)
	return &e
}

// Passed says how many facts of each "kind/version" could not be read since the
// records were built.
func (s *Store) Passed(ctx context.Context) (map[string]int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT kind, version, sum(count) FROM passed GROUP BY kind, version`)
	if err != nil {
		return nil, s.trouble("list what was passed by", err)
	}
	defer func() { _ = rows.Close() }()
	passed := map[string]int{}
	for rows.Next() {
		var k kind
		var n int
		if err := rows.Scan(&k.name, &k.version, &n); err != nil {
			return nil, s.trouble("list what was passed by", err)
		}
		passed[fmt.Sprintf("%s/%d", k.name, k.version)] = n
	}
	return passed, rows.Err()
}
