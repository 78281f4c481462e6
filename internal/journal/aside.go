package journal

import (
	"context"
	"database/sql"
	"slices"
)

// AsidePrefix begins the name of a stream whose groups were set aside: what this engine
// took for the order of the fleet, and another order has won.
const AsidePrefix = "aside/"

// SetAsidePlaces takes the groups of a shared stream from a place on out of it: they stay in
// the journal under their numbers, as groups of [AsidePrefix]+stream that are not shared,
// and other groups can have their places. Snapshots that hold them are forgotten. While
// the medium is away it returns [ErrAway].
func (j *SQLite) SetAsidePlaces(ctx context.Context, stream string, from int64) (n int64, err error) {
	err = j.writer.changeThen(ctx, func(ctx context.Context, tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE journal SET place = 0, stream = ? WHERE stream = ? AND place >= ? AND place > 0`,
			AsidePrefix+stream, stream, from)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM snapshots WHERE name = ? AND place >= ?`, stream, from); err != nil {
			return err
		}
		n, err = done.RowsAffected()
		return err
	}, func() { j.writer.place[stream] = min(j.writer.place[stream], from-1) })
	return n, err
}

// SetAsidePlaces does the same as that of [SQLite].
func (m *Memory) SetAsidePlaces(ctx context.Context, stream string, from int64) (n int64, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return 0, ErrClosed
	}
	rows := slices.Clone(m.rows) // readers may hold the old ones
	for i := range rows {
		if r := &rows[i]; r.stream == stream && r.place >= from && r.place > 0 {
			r.stream, r.place = AsidePrefix+stream, 0
			n++
		}
	}
	m.rows = rows
	m.snaps[stream] = slices.DeleteFunc(m.snaps[stream], func(s Snapshot) bool { return s.Place >= from })
	m.place[stream] = min(m.place[stream], from-1)
	return n, ctx.Err()
}
