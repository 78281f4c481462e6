package record

import (
	"context"
	"database/sql"
	"errors"

	"hotline/internal/journal"
)

// Source is what the records need of a journal.
type Source interface {
	ID() string
	Last(ctx context.Context) (int64, error)
	Read(ctx context.Context, from int64, fn func(journal.Group) error) error
}

// Progress says what a Catchup has done.
type Progress struct {
	Groups  int  // folded
	Facts   int  // in them
	Passed  int  // facts that this program cannot read
	Rebuilt bool // all that was there was forgotten first
}

// Catchup folds what the journal has gained since the last time. After an error
// the records stand where the last whole batch has brought them.
func (s *Store) Catchup(ctx context.Context, j Source) (Progress, error) {
	var p Progress
	for {
		groups, err := s.foldBatch(ctx, j, &p)
		if err != nil {
			return p, s.trouble("bring the call records up to date", err)
		}
		if groups < s.batch {
			return p, nil
		}
	}
}

// foldBatch folds one batch and returns how many groups there were.
func (s *Store) foldBatch(ctx context.Context, j Source, p *Progress) (int, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	seq, rebuilt, err := foldedUpTo(ctx, tx, j)
	if err != nil {
		return 0, err
	}
	groups, err := nextGroups(ctx, j, seq+1, s.batch)
	if err != nil || len(groups) == 0 && !rebuilt {
		return 0, err
	}
	b := newBatch(ctx, tx)
	defer b.floors.close()
	for i := range groups {
		seq = groups[i].Seq
		if err := b.fold(&groups[i]); err != nil {
			return 0, err
		}
	}
	if err := b.save(); err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE folded SET journal = ?, seq = ?`, j.ID(), seq); err != nil {
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, err
	}
	p.Groups, p.Facts, p.Passed = p.Groups+len(groups), p.Facts+b.facts, p.Passed+b.passedNow
	p.Rebuilt = p.Rebuilt || rebuilt
	return len(groups), nil
}

// foldedUpTo returns the last number that was folded. Records of another journal,
// or of groups that this one no longer has (it was restored from a backup, or lost
// its last moments with the power), are forgotten.
func foldedUpTo(ctx context.Context, tx *sql.Tx, j Source) (seq int64, rebuilt bool, err error) {
	var id string
	if err := tx.QueryRowContext(ctx, `SELECT journal, seq FROM folded`).Scan(&id, &seq); err != nil {
		return 0, false, err
	}
	last, err := j.Last(ctx)
	if err != nil {
		return 0, false, err
	}
	if id == "" || id == j.ID() && seq <= last {
		return seq, false, nil
	}
	return 0, true, beginAnew(ctx, tx)
}

var errEnough = errors.New("enough groups for one batch")

func nextGroups(ctx context.Context, j Source, from int64, most int) ([]journal.Group, error) {
	var groups []journal.Group
	err := j.Read(ctx, from, func(g journal.Group) error {
		groups = append(groups, g)
		if len(groups) == most {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return groups, err
}
