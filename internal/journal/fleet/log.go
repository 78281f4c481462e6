package fleet

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"hotline/internal/journal"
)

// Log is a shared log that this engine takes part in. Its goroutines: one folds
// (follow.go), one beats (beat.go), one sends inputs (sender.go), and while this engine
// leads, one decides (leader.go); each of them but the beat has a reader at most.
type Log struct {
	fleet   *Fleet
	name    string
	keys    keys
	replica Replica
	lead    Lead
	log     *slog.Logger
	metrics *logMetrics
	outbox  *outbox

	ctx   context.Context // ends with stop
	stop  context.CancelFunc
	tasks sync.WaitGroup

	recheck chan struct{} // to the one who folds: compare with Redis again
	rouse   chan struct{} // to the one who folds: see whether we are away
	hurry   chan struct{} // to the one who beats: now
	start   chan *lease   // to the one who folds: begin to lead

	place     atomic.Int64 // folded up to here
	token     atomic.Int64 // the highest token we know
	ledTo     atomic.Int64 // until when a leader is known to lead; ns since zero
	zero      time.Time    // a monotonic origin of times
	view      view         // what the last beat said
	mine      atomic.Pointer[lease]
	notBefore atomic.Int64           // when to ask for the lease again; ns since zero
	epochs    atomic.Pointer[epochs] // those that are folded; a new slice for each change
	saving    atomic.Bool            // a snapshot is being kept

	fold folded // only the one who folds touches it
}

func newLog(f *Fleet, name string, r Replica, lead Lead) *Log {
	l := &Log{
		fleet: f, name: name, keys: keysOf(f.cfg.Redis.Prefix, name), replica: r, lead: lead,
		log:     f.cfg.Log.With("log", name, "machine", f.cfg.Machine),
		metrics: f.metrics.of(name),
		recheck: make(chan struct{}, 1), rouse: make(chan struct{}, 1), hurry: make(chan struct{}, 1),
		start: make(chan *lease, 1), zero: time.Now(),
	}
	l.outbox = newOutbox(f.cfg.Machine, name, f.cfg.Journal, l.log)
	l.ctx, l.stop = context.WithCancel(context.Background())
	return l
}

// begin restores the replica and starts the goroutines.
func (l *Log) begin(ctx context.Context) error {
	if err := l.restore(ctx); err != nil {
		l.stop()
		return err
	}
	if err := l.outbox.restore(ctx, l.fold.applied[l.machine()], time.Now().UnixMilli()); err != nil {
		l.stop()
		return err
	}
	l.ledTo.Store(-int64(awayAfter) - 1) // nobody has led yet
	l.fold.away = true
	l.replica.Away(true)
	l.metrics.away.Set(1)
	l.tasks.Go(l.run)
	l.tasks.Go(l.beats)
	l.tasks.Go(l.send)
	return nil
}

func (l *Log) machine() string { return l.fleet.cfg.Machine }

func (l *Log) store() Store { return l.fleet.cfg.Journal }

// since is the monotonic clock of this log.
func (l *Log) since() time.Duration { return time.Since(l.zero) }

// Submit hands in an input. It never blocks; the inputs of a machine are decided in the
// order in which they were handed in, each once. The group that comes of it has this
// origin. at is when it happened, ms since the Unix epoch. After Close the input is kept
// for the next start.
func (l *Log) Submit(at int64, in journal.Entry) (origin string) {
	n := l.outbox.add(at, in, l.since())
	return originOf(l.machine(), n)
}

// nudge leaves a word that is not to be left twice.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// keepRest keeps what the next start needs: a snapshot, and what the log has not taken.
func (l *Log) keepRest() {
	ctx, cancel := context.WithTimeout(context.Background(), giveUpAfter)
	defer cancel()
	l.lastSnapshot(ctx)
	if err := l.outbox.keep(ctx); err != nil {
		l.log.Error("inputs that the fleet has not taken are lost", "err", err)
	}
}
