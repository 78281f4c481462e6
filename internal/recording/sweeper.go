package recording

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Sweeper deletes recordings when their time has come. It waits for the moment at
// which the next one is due, or until another policy or an erasure that failed makes
// one due earlier. What cannot be deleted is an alarm, and is tried again: after a
// minute, then ever later, up to an hour.
type Sweeper struct {
	folder  *Folder
	log     *slog.Logger
	metrics sweeperMetrics

	wake chan struct{}
	stop context.CancelFunc
	done chan struct{}

	mu   sync.Mutex
	keep time.Duration
	next time.Time // zero: anything that happens is to be looked at
}

const (
	retryFirst = time.Minute
	retryMost  = time.Hour
)

// NewSweeper prepares a sweeper, which does nothing before [Sweeper.Start]. Keep is for
// how long recordings stay; 0 = for ever.
func NewSweeper(folder *Folder, keep time.Duration, log *slog.Logger, registerer prometheus.Registerer) *Sweeper {
	return &Sweeper{
		folder: folder, keep: keep, log: log, metrics: newSweeperMetrics(registerer),
		wake: make(chan struct{}, 1),
	}
}

// Start sweeps from now on. It returns at once.
func (s *Sweeper) Start(ctx context.Context) {
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.done = make(chan struct{})
	s.folder.tellTo(s)
	go s.run(ctx)
}

// Stop ends it, and waits for what is under way. It may be called twice, and without
// Start.
func (s *Sweeper) Stop() {
	if s.stop == nil {
		return
	}
	s.folder.tellTo(nil)
	s.stop()
	<-s.done
}

// Keep changes for how long recordings stay.
func (s *Sweeper) Keep(keep time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keep == keep {
		return
	}
	s.keep = keep
	s.look()
}

// look has the folder looked at.
func (s *Sweeper) look() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// kept: there is another recording. Only the one that is due first matters.
func (s *Sweeper) kept(file File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keep > 0 && (s.next.IsZero() || file.Began.Add(s.keep).Before(s.next)) {
		s.look()
	}
}

// erased: somebody's sound is gone; what is not is to go now.
func (s *Sweeper) erased(deleted int, err error) {
	s.metrics.deleted.WithLabelValues(string(Erased)).Add(float64(deleted))
	if err != nil {
		s.look()
	}
}

func (s *Sweeper) run(ctx context.Context) {
	defer close(s.done)
	timer := time.AfterFunc(0, s.look)
	defer func() { timer.Stop() }()
	retry := retryFirst
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		timer.Stop()
		next, failed := s.sweep(ctx, retry)
		if failed {
			retry = min(2*retry, retryMost)
		} else {
			retry = retryFirst
		}
		if !next.IsZero() {
			timer = time.AfterFunc(next.Sub(s.folder.now()), s.look)
		}
	}
}

// sweep deletes what is due, and tells when to look again; zero = when something
// happens.
func (s *Sweeper) sweep(ctx context.Context, retry time.Duration) (next time.Time, failed bool) {
	s.mu.Lock()
	keep := s.keep
	s.next = time.Time{} // what is kept meanwhile may not be seen
	s.mu.Unlock()
	swept, err := s.folder.Sweep(ctx, keep, engineName)
	s.metrics.tell(swept)
	if swept.Expired+swept.Erased > 0 {
		s.log.Info("recordings deleted", "expired", swept.Expired, "confidential", swept.Erased, "kept_for", Days(keep))
	}
	next = swept.Next
	if err != nil && ctx.Err() == nil {
		s.metrics.failures.Inc()
		s.log.Error("recordings that must be deleted are not; it is tried again", "err", err, "overdue", swept.Overdue, "in", retry)
		next, failed = s.folder.now().Add(retry), true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = next
	return next, failed
}

type sweeperMetrics struct {
	deleted  *prometheus.CounterVec
	failures prometheus.Counter
	overdue  prometheus.Gauge
}

func newSweeperMetrics(registerer prometheus.Registerer) sweeperMetrics {
	m := sweeperMetrics{
		deleted: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: "hotline", Name: "recordings_deleted_total",
			Help: "Recordings that the engine deleted, by why: kept long enough, or of a confidential call.",
		}, []string{"why"}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: "hotline", Name: "recordings_delete_failures_total",
			Help: "How often recordings that had to be deleted could not be.",
		}),
		overdue: prometheus.NewGauge(prometheus.GaugeOpts{
			Namespace: "hotline", Name: "recordings_overdue",
			Help: "Recordings that should be deleted and could not be, at the last attempt.",
		}),
	}
	m.deleted.WithLabelValues(string(Expired))
	m.deleted.WithLabelValues(string(Erased))
	registerer.MustRegister(m.deleted, m.failures, m.overdue)
	return m
}

func (m sweeperMetrics) tell(s Swept) {
	m.deleted.WithLabelValues(string(Expired)).Add(float64(s.Expired))
	m.deleted.WithLabelValues(string(Erased)).Add(float64(s.Erased))
	m.overdue.Set(float64(s.Overdue))
}
