package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
)

// Pending is an input that a shared log has not taken yet.
type Pending struct {
	N     int64 // of this machine and log; grows for ever
	At    int64 // milliseconds since the Unix epoch
	Entry Entry
}

// Outbox keeps inputs for shared logs that cannot be reached.
type Outbox interface {
	// KeepPending keeps inputs of a log. One that is there already is left as it is.
	KeepPending(ctx context.Context, log string, ins ...Pending) error
	// DropPending forgets those of a log up to a number.
	DropPending(ctx context.Context, log string, upTo int64) error
	// Pending are those of a log, in the order of their numbers.
	Pending(ctx context.Context, log string) ([]Pending, error)
}

var (
	_ Outbox = (*SQLite)(nil)
	_ Outbox = (*Memory)(nil)
)

// KeepPending implements Outbox. While the medium is away it returns [ErrAway].
func (j *SQLite) KeepPending(ctx context.Context, log string, ins ...Pending) error {
	entries := make([]string, len(ins))
	for i, in := range ins {
		data, err := encodeEntry(&in.Entry)
		if err != nil {
			return fmt.Errorf("journal: input %d: %w", in.N, err)
		}
		entries[i] = string(data)
	}
	return j.writer.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for i, in := range ins {
			_, err := tx.ExecContext(ctx, `INSERT INTO pending (log, n, at, entry) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, log, in.N, in.At, entries[i])
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// DropPending implements Outbox. While the medium is away it returns [ErrAway].
func (j *SQLite) DropPending(ctx context.Context, log string, upTo int64) error {
	return j.writer.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM pending WHERE log = ? AND n <= ?`, log, upTo)
		return err
	})
}

// Pending gives the inputs of a log that it has not taken, in order.
func (r *SQLiteReader) Pending(ctx context.Context, log string) (all []Pending, err error) {
	rows, err := r.use().QueryContext(ctx, `SELECT n, at, entry FROM pending WHERE log = ? ORDER BY n`, log)
	if err != nil {
		return nil, readError(r.dir, 0, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var p Pending
		var entry []byte
		if err := rows.Scan(&p.N, &p.At, &entry); err != nil {
			return nil, readError(r.dir, 0, err)
		}
		if err := json.Unmarshal(entry, &p.Entry); err != nil {
			return nil, &DamagedError{File: fileIn(r.dir), Err: fmt.Errorf("pending input %d of %s: %w", p.N, log, err)}
		}
		all = append(all, p)
	}
	if err := rows.Err(); err != nil {
		return nil, readError(r.dir, 0, err)
	}
	return all, nil
}

// KeepPending implements Outbox.
func (m *Memory) KeepPending(ctx context.Context, log string, ins ...Pending) error {
	for _, in := range ins {
		if _, err := encodeEntry(&in.Entry); err != nil {
			return fmt.Errorf("journal: input %d: %w", in.N, err)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	all := m.outbox[log]
	for _, in := range ins {
		at, there := slices.BinarySearchFunc(all, in.N, func(p Pending, n int64) int { return int(p.N - n) })
		if !there {
			in.Entry.Data = slices.Clone(in.Entry.Data)
			all = slices.Insert(all, at, in)
		}
	}
	m.outbox[log] = all
	return ctx.Err()
}

// DropPending implements Outbox.
func (m *Memory) DropPending(ctx context.Context, log string, upTo int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	m.outbox[log] = slices.DeleteFunc(m.outbox[log], func(p Pending) bool { return p.N <= upTo })
	return ctx.Err()
}

// Pending implements Outbox.
func (m *Memory) Pending(ctx context.Context, log string) ([]Pending, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := slices.Clone(m.outbox[log])
	for i := range all {
		all[i].Entry.Data = slices.Clone(all[i].Entry.Data)
	}
	return all, ctx.Err()
}
