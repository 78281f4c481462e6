package fleet_test

import (
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
	"hotline/internal/parts"
)

// stopwatch is a replica that measures.
type stopwatch struct {
	mu     sync.Mutex
	sent   map[string]time.Time
	took   []time.Duration
	folded chan string
}

func (s *stopwatch) Restore([]byte) error { return nil }

func (s *stopwatch) Snapshot() ([]byte, int, string, error) { return []byte("{}"), 1, "", nil }

func (s *stopwatch) Away(bool) {}

func (s *stopwatch) Fold(groups []journal.Group) error {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range groups {
		if at, ok := s.sent[g.Origin]; ok {
			s.took = append(s.took, now.Sub(at))
			delete(s.sent, g.Origin)
			s.folded <- g.Origin
		}
	}
	return nil
}

func (s *stopwatch) submit(l *fleet.Log) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent[l.Submit(time.Now().UnixMilli(), call())] = time.Now()
}

// call is as large as an input of a floor, and its facts as those.
func call() journal.Entry {
	return journal.Entry{Kind: "enqueue", Version: 1, Data: json.RawMessage(
		`{"at":1767225600123,"call":"c-0123456789abcdef","queue":"general","number":"13800138000","priority":0,"tags":["psych","zh"],"home":"a"}`)}
}

// benchDecider answers each input with two facts.
type benchDecider struct{}

func (benchDecider) Decide(now int64, in journal.Entry) (fleet.Turn, error) {
	return fleet.Turn{At: now, Facts: []journal.Entry{in, in}}, nil
}
func (benchDecider) Due() (int64, bool)                   { return 0, false }
func (benchDecider) Tick(int64) []fleet.Turn              { return nil }
func (benchDecider) Members(int64, []string) []fleet.Turn { return nil }
func benchLead([]byte, int64) (fleet.Decider, error)      { return benchDecider{}, nil }

// benchLog is a machine of a benchmark that has begun to be heard.
func benchLog(b *testing.B, name, addr string) (*fleet.Log, *stopwatch) {
	quiet := slog.New(slog.DiscardHandler)
	store, err := journal.OpenSQLite(b.Context(), b.TempDir(), journal.Options{Log: quiet})
	require.NoError(b, err)
	f, err := fleet.Open(b.Context(), fleet.Config{Redis: fleet.Redis{Addr: addr}, Machine: name, Journal: store, Log: quiet})
	require.NoError(b, err)
	s := &stopwatch{sent: map[string]time.Time{}, folded: make(chan string, 1<<20)}
	l, err := f.Join(b.Context(), "floor/x", s, benchLead)
	require.NoError(b, err)
	b.Cleanup(func() {
		require.NoError(b, f.Close())
		require.NoError(b, store.Close())
	})
	s.submit(l)
	<-s.folded
	s.took = nil
	return l, s
}

func benchRedis(b *testing.B) server { return startReal(b, programOf(b, parts.Redis)) }

func (s *stopwatch) report(b *testing.B) {
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.Sort(s.took)
	at := func(q float64) float64 {
		return float64(s.took[int(q*float64(len(s.took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(at(1), "max-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkTurn measures from an input's submission to its facts being folded by the
// machine that gave it, with its copy in SQLite, over a redis-server on this machine.
func BenchmarkTurn(b *testing.B) {
	redis := benchRedis(b)
	leader, onLeader := benchLog(b, "a", redis.addr())
	follower, onFollower := benchLog(b, "b", redis.addr())
	for name, m := range map[string]struct {
		log *fleet.Log
		s   *stopwatch
	}{"idle/leader": {leader, onLeader}, "idle/follower": {follower, onFollower}} {
		b.Run(name, func(b *testing.B) {
			m.s.took = nil
			for b.Loop() {
				m.s.submit(m.log)
				<-m.s.folded
			}
			m.s.report(b)
		})
	}
	// 72,000 calls an hour of 20 events each.
	b.Run("400-a-second", func(b *testing.B) {
		onLeader.took, onFollower.took = nil, nil
		tick := time.NewTicker(time.Second / 400)
		defer tick.Stop()
		n := 0
		for b.Loop() {
			<-tick.C
			if n++; n%2 == 0 {
				onLeader.submit(leader)
			} else {
				onFollower.submit(follower)
			}
		}
		for i := range n {
			if i%2 == 0 {
				<-onFollower.folded
			} else {
				<-onLeader.folded
			}
		}
		onFollower.took = append(onFollower.took, onLeader.took...)
		onFollower.report(b)
	})
	// As fast as it goes.
	b.Run("flood", func(b *testing.B) {
		start, n := time.Now(), 0
		for b.Loop() {
			onLeader.submit(leader)
			if n++; n > 2000 {
				<-onLeader.folded
			}
		}
		for range min(n, 2000) {
			<-onLeader.folded
		}
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "inputs/s")
	})
}
