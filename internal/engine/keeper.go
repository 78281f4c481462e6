package engine

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"hotline/internal/journal"
	"hotline/internal/switchboard"
)

const (
	snapshotEvery = 10 * time.Minute // at the latest, when anything has happened
	snapshotFacts = 50_000           // or when so many facts have: they are folded in well under a second
	forgetEvery   = 24 * time.Hour
)

// keeper looks after the journal beside the calls: it saves snapshots, so that the next
// start folds little, and forgets what is old enough.
type keeper struct {
	journal *journal.SQLite
	clock   switchboard.Clock
	keep    time.Duration                                 // 0 = for ever
	records func(ctx context.Context, before int64) error // lets the call records forget as well
	log     *slog.Logger

	facts   atomic.Int64 // since the last snapshot
	many    chan struct{}
	running sync.WaitGroup
	end     context.CancelFunc
}

func newKeeper(j *journal.SQLite, clock switchboard.Clock, keep time.Duration, log *slog.Logger) *keeper {
	return &keeper{journal: j, clock: clock, keep: keep, log: log, many: make(chan struct{}, 1), end: func() {}}
}

// observing counts facts on their way to whoever wants to see them.
func (k *keeper) observing(observe func(switchboard.Seen)) func(switchboard.Seen) {
	return func(s switchboard.Seen) {
		if k.facts.Add(1) == snapshotFacts {
			select {
			case k.many <- struct{}{}:
			default: // it is told already
			}
		}
		if observe != nil {
			observe(s)
		}
	}
}

func (k *keeper) start(ctx context.Context) {
	ctx, k.end = context.WithCancel(ctx)
	k.running.Go(func() { k.run(ctx) })
}

func (k *keeper) stop() {
	k.end()
	k.running.Wait()
}

func (k *keeper) run(ctx context.Context) {
	snapshots := time.NewTicker(snapshotEvery)
	defer snapshots.Stop()
	days := time.NewTicker(forgetEvery)
	defer days.Stop()
	k.forget(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.many:
			k.save(ctx)
		case <-snapshots.C:
			k.save(ctx)
		case <-days.C:
			k.forget(ctx)
		}
	}
}

// save keeps a snapshot. Without one the next start takes longer, and nothing else is
// wrong.
func (k *keeper) save(ctx context.Context) {
	k.facts.Store(0)
	began := time.Now()
	groups, err := switchboard.SaveSnapshot(ctx, k.journal, k.clock.Now().UnixMilli(), k.log)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		k.log.Warn("no snapshot of the journal: the next start takes longer", "err", err)
	case groups > 0:
		k.log.Debug("a snapshot of the journal is saved", "new_groups", groups, "took", time.Since(began))
	}
}

func (k *keeper) forget(ctx context.Context) {
	if k.keep == 0 {
		return
	}
	before := k.clock.Now().Add(-k.keep).UnixMilli()
	groups, err := k.journal.Forget(ctx, before, switchboard.Marks)
	if err == nil {
		err = k.records(ctx, before)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		k.log.Warn("old groups of the journal stay for another day", "err", err)
	case groups > 0:
		k.log.Info("old groups of the journal are deleted", "groups", groups, "older_than", k.keep)
	}
}

// trouble are lines for whoever asks how the engine is, though calls are taken.
func (k *keeper) trouble() (lines []string) {
	if k == nil {
		return nil
	}
	for _, d := range k.journal.Damages() {
		lines = append(lines, fmt.Sprintf("the journal was damaged at %s: %d groups were kept, %d lost; the damaged file is %s",
			d.At.Format(time.DateTime), d.Kept, d.Lost, d.File))
	}
	return lines
}

// closeJournal saves a last snapshot, so that the next start folds nothing.
func (e *Engine) closeJournal(j *journal.SQLite) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	e.keeper.save(ctx)
	if err := j.Close(); err != nil {
		e.cfg.Log.Error("the journal could not be closed well", "err", err)
	}
}
