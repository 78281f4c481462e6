package journal

import "context"

// Places is a journal that shares streams with others, in an order that they all keep.
// Within a stream places ascend; there may be gaps, where a snapshot stands for what
// was before.
type Places interface {
	// LastPlace is the highest place that a stream has here; 0 if it is not shared.
	LastPlace(ctx context.Context, stream string) (int64, error)
	// ReadPlaces passes the groups of one stream from a place on to fn, in the order of
	// their places. Groups that are not shared are left out.
	ReadPlaces(ctx context.Context, stream string, from int64, fn func(Group) error) error
}

var (
	_ Places = (*SQLiteReader)(nil)
	_ Places = (*Memory)(nil)
)

const (
	selectPlaces = selectAny + `place >= ? AND place > 0 AND stream = ? ORDER BY place LIMIT ?`
	lastPlace    = `SELECT coalesce(max(place), 0) FROM journal WHERE stream = ? AND place > 0`
)

// LastPlace implements Places.
func (r *SQLiteReader) LastPlace(ctx context.Context, stream string) (last int64, err error) {
	if err := r.use().QueryRowContext(ctx, lastPlace, stream).Scan(&last); err != nil {
		return 0, readError(r.dir, 0, err)
	}
	return last, nil
}

// ReadPlaces implements Places.
func (r *SQLiteReader) ReadPlaces(ctx context.Context, stream string, from int64, fn func(Group) error) error {
	return r.eachFrom(ctx, from, func(g Group) int64 { return g.Place }, fn, selectPlaces, stream)
}

// LastPlace implements Places.
func (m *Memory) LastPlace(_ context.Context, stream string) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.place[stream], nil
}

// ReadPlaces implements Places.
func (m *Memory) ReadPlaces(ctx context.Context, stream string, from int64, fn func(Group) error) error {
	return m.each(ctx, 1, func(r *row) bool { return r.stream == stream && r.place > 0 && r.place >= from }, fn)
}
