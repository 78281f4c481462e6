package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"hotline/internal/journal"
)

// folded is what the one who folds knows besides the replica.
type folded struct {
	place        int64
	at           int64            // the log's clock: time of the last group
	applied      map[string]int64 // the highest input on record of each machine
	epochs       epochs
	snapshot     int64         // the place of the last one
	nextSnapshot time.Duration // when the next is due, if there was anything
	away         bool
}

var errHole = errors.New("fleet: the own copy has a hole")

// restore begins the replica anew from the own journal: the newest snapshot that can be
// read, and the groups after it without a gap. What comes after a gap cannot be used, and
// is set aside.
func (l *Log) restore(ctx context.Context) error {
	snaps, err := l.store().Snapshots(ctx, l.name)
	if err != nil {
		return err
	}
	if err := l.restoreSnapshot(snaps); err != nil {
		return err
	}
	err = l.readOwn(ctx, l.fold.place+1, func(page []entry) error {
		l.foldPage(page)
		return nil
	})
	if errors.Is(err, errHole) {
		var n int64
		n, err = l.store().SetAsidePlaces(ctx, l.name, l.fold.place+1)
		l.metrics.forks.Add(float64(n))
		l.log.Error("the own copy of the log has a gap: what comes after it is set aside", "place", l.fold.place, "groups", n)
	}
	return err
}

func (l *Log) restoreSnapshot(snaps []journal.Snapshot) error {
	for i := range snaps {
		var e envelope
		err := json.Unmarshal(snaps[i].Data, &e)
		if err == nil {
			err = l.adopt(&e)
		}
		if err == nil {
			return nil
		}
		l.log.Warn("a snapshot cannot be used", "place", snaps[i].Place, "err", err)
	}
	if err := l.replica.Restore(nil); err != nil {
		return err
	}
	l.set(folded{applied: map[string]int64{}, away: l.fold.away})
	return nil
}

// adopt makes a snapshot the state of the replica.
func (l *Log) adopt(e *envelope) error {
	if err := l.replica.Restore(e.Data); err != nil {
		return err
	}
	applied := map[string]int64{}
	maps.Copy(applied, e.Applied)
	l.set(folded{
		place: e.Place, at: e.At, applied: applied, epochs: slices.Clip(e.Epochs),
		snapshot: e.Place, away: l.fold.away,
	})
	return nil
}

func (l *Log) set(f folded) {
	l.fold = f
	l.publish()
}

// publish tells the other goroutines how far we are.
func (l *Log) publish() {
	f := &l.fold
	begun := f.epochs // f changes
	l.epochs.Store(&begun)
	l.token.Store(max(l.token.Load(), f.epochs.token()))
	l.place.Store(f.place)
	l.metrics.place.Set(float64(f.place))
}

func (l *Log) epochKnown(one epoch) bool { return slices.Contains(*l.epochs.Load(), one) }

// readOwn passes the own copy on from a place, page by page. It ends with errHole where
// a place is missing.
func (l *Log) readOwn(ctx context.Context, from int64, fn func([]entry) error) error {
	var page []entry
	epochs := slices.Clip(l.fold.epochs)
	next := from
	flush := func() error {
		err := fn(page)
		page = page[:0]
		return err
	}
	hole := l.store().ReadPlaces(ctx, l.name, from, func(g journal.Group) error {
		if g.Place != next {
			return errHole
		}
		next++
		e := entry{group: g}
		if name, ok := beginsEpoch(&g); ok {
			if e.before = epochs.at(g.Place - 1); e.before == "" {
				e.before = "-"
			}
			if epochs.last().Place < g.Place {
				epochs = append(epochs, epoch{g.Place, name})
			}
		}
		e.epoch = epochs.at(g.Place)
		if page = append(page, e); len(page) == together {
			return flush()
		}
		return nil
	})
	if err := flush(); err != nil {
		return err
	}
	return hole
}
