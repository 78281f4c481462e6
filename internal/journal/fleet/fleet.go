package fleet

import (
	"context"
	"fmt"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Fleet is this engine's part in a fleet.
type Fleet struct {
	cfg     Config
	client  *redis.Client
	scripts *scripts
	metrics *metrics
	pace    pace

	mu     sync.Mutex
	logs   map[string]*Log
	closed bool
	close  func() error
}

// Open begins to take part. Redis need not be there: it is waited for in the background.
// An error is a Config that cannot work.
func Open(_ context.Context, cfg Config) (*Fleet, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	s, err := loadScripts()
	if err != nil {
		return nil, err
	}
	f := &Fleet{
		cfg: cfg, client: cfg.Redis.client(), scripts: s, metrics: newMetrics(cfg.Metrics),
		pace: usualPace(), logs: map[string]*Log{},
	}
	f.close = sync.OnceValue(f.leave)
	return f, nil
}

// Join restores r from the own journal, as far as that goes, and from then on keeps it up
// to date. name is the journal's stream: "floor/<name>" or "house". ctx bounds the
// restoring only.
func (f *Fleet) Join(ctx context.Context, name string, r Replica, lead Lead) (*Log, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed:
		return nil, fmt.Errorf("fleet: join %s: the fleet is closed", name)
	case f.logs[name] != nil:
		return nil, fmt.Errorf("fleet: join %s: this engine has joined it already", name)
	}
	l := newLog(f, name, r, lead)
	if err := l.begin(ctx); err != nil {
		return nil, fmt.Errorf("fleet: join %s: %w", name, err)
	}
	f.logs[name] = l
	return l, nil
}

// Close leaves all logs: a lead is handed over at once. It waits until the replicas are
// at rest; inputs that no log has taken stay in the own journal and are sent at the next
// start. It may be called twice.
func (f *Fleet) Close() error { return f.close() }

func (f *Fleet) leave() error {
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	var all sync.WaitGroup
	for _, l := range f.logs {
		l.stop()
		all.Go(l.release)
	}
	all.Wait()
	err := f.client.Close() // ends what still waits for Redis
	for _, l := range f.logs {
		l.tasks.Wait()
		l.keepRest()
	}
	return err
}
