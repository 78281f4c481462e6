package journal

import (
	"context"
	"crypto/rand"
	"sync"
)

// Memory is a journal that ends with the process: for tests and trials. It
// passes the same conformance suite as the one on disk.
type Memory struct {
	id string

	mu     sync.Mutex
	rows   []row            // only ever appended to
	place  map[string]int64 // the last of each shared stream
	snaps  map[string][]Snapshot
	outbox map[string][]Pending
	closed bool
}

var _ Journal = (*Memory)(nil)

// NewMemory makes an empty journal in memory.
func NewMemory() *Memory {
	return &Memory{id: rand.Text(), place: map[string]int64{}, snaps: map[string][]Snapshot{}, outbox: map[string][]Pending{}}
}

// ID implements Reader.
func (m *Memory) ID() string { return m.id }

// Append implements Journal.
func (m *Memory) Append(ctx context.Context, groups ...*Group) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	rows, err := encodeRows(groups)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	if err := takePlaces(m.place, rows); err != nil {
		return err
	}
	for i := range rows {
		rows[i].seq = int64(len(m.rows)) + 1
		groups[i].Seq = rows[i].seq
		m.rows = append(m.rows, rows[i])
	}
	return nil
}

// Last implements Reader.
func (m *Memory) Last(ctx context.Context) (int64, error) {
	rows, err := m.kept()
	if err != nil {
		return 0, err
	}
	return int64(len(rows)), ctx.Err()
}

// Read implements Reader.
func (m *Memory) Read(ctx context.Context, from int64, fn func(Group) error) error {
	return m.each(ctx, from, func(*row) bool { return true }, fn)
}

// ReadCall implements Reader.
func (m *Memory) ReadCall(ctx context.Context, call string, fn func(Group) error) error {
	return m.each(ctx, 1, func(r *row) bool { return call != "" && r.call == call }, fn)
}

// ReadStream implements Reader.
func (m *Memory) ReadStream(ctx context.Context, stream string, from int64, fn func(Group) error) error {
	return m.each(ctx, from, func(r *row) bool { return r.stream == stream }, fn)
}

// Close implements Reader.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

func (m *Memory) kept() ([]row, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, ErrClosed
	}
	return m.rows, nil
}

func (m *Memory) each(ctx context.Context, from int64, want func(*row) bool, fn func(Group) error) error {
	rows, err := m.kept()
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		if r.seq < from || !want(r) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		g, err := r.decode()
		if err != nil {
			return err
		}
		if err := fn(g); err != nil {
			return err
		}
	}
	return nil
}
