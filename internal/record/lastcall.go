package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

const selectLastCall = `SELECT id FROM calls
	WHERE from_number = ? AND trunk <> '' AND centre IN (SELECT value FROM json_each(?))
	ORDER BY arrived DESC, id DESC LIMIT 1`

// LastCall is the last call that came from a number, as the records have it normalised,
// on a trunk to one of the centres; empty = there was none.
func (s *Store) LastCall(ctx context.Context, number string, centres []string) (id string, err error) {
	names, err := json.Marshal(centres)
	if err != nil {
		return "", err
	}
	err = s.db.QueryRowContext(ctx, selectLastCall, number, string(names)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", s.trouble("look for the calls of a number", err)
	}
	return id, nil
}
