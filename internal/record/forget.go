package record

import (
	"context"
	"fmt"
)

// Forget deletes what is known of calls that ended before a moment (milliseconds since the
// Unix epoch), as the journal does: the records would else know what nobody can check, and
// lose it when they are built anew.
func (s *Store) Forget(ctx context.Context, before int64) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.trouble("forget old call records", err)
	}
	defer func() { _ = tx.Rollback() }()
	const old = `(SELECT id FROM calls WHERE ended < ?1)`
	for _, what := range []string{
		`messages WHERE call IN ` + old,
		`talks WHERE call IN ` + old,
		`legs WHERE substr(leg, 1, instr(leg, '-') - 1) IN ` + old,
		`confidential WHERE call IN ` + old,
		`ratings WHERE call IN ` + old,
		`stays WHERE call IN ` + old,
		`work WHERE call IN ` + old,
		`offers WHERE call IN ` + old,
		`listed WHERE max(coalesce(reached, 0), coalesce(given_up, 0)) BETWEEN 1 AND ?1 - 1`,
		`spells WHERE until < ?1`,
		`calls WHERE ended < ?1`,
	} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+what, before); err != nil {
			return s.trouble("forget old call records", fmt.Errorf("%s: %w", what, err))
		}
	}
	return tx.Commit()
}
