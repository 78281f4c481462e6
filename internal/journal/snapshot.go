package journal

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"io"
	"slices"
)

// Snapshot is what the groups up to a number add up to, so that nobody has to fold them
// again. It is never authoritative: whoever cannot read one folds from an older one, or
// from the first group.
type Snapshot struct {
	Name   string // whose it is: "switchboard", or a shared stream
	Seq    int64  // the last group of this journal that is in it; 0 = none is
	Place  int64  // of a shared stream: the last place that is in it
	At     int64  // milliseconds since the Unix epoch
	Schema int    // of Data
	Rules  string // version of the rules that were in force
	Data   []byte
}

// Snapshots keeps the newest two snapshots of a name.
type Snapshots interface {
	// SaveSnapshot keeps one. After an error those before it are as they were.
	SaveSnapshot(ctx context.Context, s Snapshot) error
	// Snapshots are those of a name, newest first.
	Snapshots(ctx context.Context, name string) ([]Snapshot, error)
}

var (
	_ Snapshots = (*SQLite)(nil)
	_ Snapshots = (*Memory)(nil)
)

const snapshotsKept = 2

// SaveSnapshot implements Snapshots. While the medium is away it returns [ErrAway].
func (j *SQLite) SaveSnapshot(ctx context.Context, s Snapshot) error {
	data, err := deflate(s.Data)
	if err != nil {
		return err
	}
	return j.writer.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO snapshots (name, seq, place, at, schema, rules, data) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			s.Name, s.Seq, s.Place, s.At, s.Schema, s.Rules, data)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM snapshots WHERE name = ?1 AND id NOT IN
			(SELECT id FROM snapshots WHERE name = ?1 ORDER BY id DESC LIMIT ?2)`, s.Name, snapshotsKept)
		return err
	})
}

// Snapshots gives those of a name, newest first. One whose data cannot be unpacked has
// no Data.
func (r *SQLiteReader) Snapshots(ctx context.Context, name string) (all []Snapshot, err error) {
	rows, err := r.use().QueryContext(ctx, `SELECT seq, place, at, schema, rules, data FROM snapshots WHERE name = ? ORDER BY id DESC`, name)
	if err != nil {
		return nil, readError(r.dir, 0, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		s := Snapshot{Name: name}
		var packed []byte
		if err := rows.Scan(&s.Seq, &s.Place, &s.At, &s.Schema, &s.Rules, &packed); err != nil {
			return nil, readError(r.dir, 0, err)
		}
		s.Data = inflate(packed)
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		return nil, readError(r.dir, 0, err)
	}
	return all, nil
}

func deflate(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// inflate gives nothing for what is not whole.
func inflate(packed []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return data
}

// SaveSnapshot implements Snapshots.
func (m *Memory) SaveSnapshot(ctx context.Context, s Snapshot) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.Data = slices.Clone(s.Data)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	all := append([]Snapshot{s}, m.snaps[s.Name]...)
	m.snaps[s.Name] = all[:min(len(all), snapshotsKept)]
	return nil
}

// Snapshots implements Snapshots.
func (m *Memory) Snapshots(ctx context.Context, name string) ([]Snapshot, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := slices.Clone(m.snaps[name])
	for i := range all {
		all[i].Data = slices.Clone(all[i].Data)
	}
	return all, ctx.Err()
}
