package plan

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/journal"
)

// wrapUps are the wrap-ups after each call in a data directory. Facts of a newer
// program are passed by.
func wrapUps(ctx context.Context, dir string) (map[string]time.Duration, error) {
	reader, err := journal.OpenReader(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	w := wraps{since: map[seat]begun{}, of: map[string]time.Duration{}}
	err = reader.Read(ctx, 0, func(g journal.Group) error {
		if !strings.HasPrefix(g.Stream, journal.FloorPrefix) {
			return nil
		}
		for _, e := range g.Facts {
			if f, err := acd.DecodeFact(e.Kind, e.Version, e.Data); err == nil {
				w.fold(g.Stream, f)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the wrap-ups: %w", err)
	}
	return w.of, nil
}

// seat is one on a floor.
type seat struct{ floor, name string }

// begun is a wrap-up under way.
type begun struct {
	call string
	at   int64
}

// wraps folds the facts of wrap-ups.
type wraps struct {
	since map[seat]begun // that go on
	of    map[string]time.Duration
}

func (w *wraps) fold(floor string, fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.TalkEnded:
		if f.WrapUpUntil != 0 {
			w.since[seat{floor, f.Seat}] = begun{f.Call, f.At}
		}
	case *acd.TalkPassed: // the first seat has done with the call
		if f.WrapUpUntil != 0 {
			w.since[seat{floor, f.From}] = begun{f.Call, f.At}
		}
	case *acd.SeatOccupied: // a call of its own ends one
		w.end(seat{floor, f.Seat}, f.At)
	case *acd.WrapUpEnded:
		w.end(seat{floor, f.Seat}, f.At)
	case *acd.SeatSignedOut: // that ends one, too
		w.end(seat{floor, f.Seat}, f.At)
	}
}

func (w *wraps) end(s seat, at int64) {
	if b, ok := w.since[s]; ok {
		w.of[b.call] += time.Duration(at-b.at) * time.Millisecond
		delete(w.since, s)
	}
}
