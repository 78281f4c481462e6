package fleet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
	"hotline/internal/journal/journaltest"
)

// TestASharedLogIsAJournal runs the suite of all journals over a shared log: what is
// appended goes through Redis as inputs, and is read where it was folded.
func TestASharedLogIsAJournal(t *testing.T) {
	onAll(t, func(t *testing.T, redis server) {
		log := slog.New(slog.NewTextHandler(t.Output(), nil))
		journaltest.Run(t, func(t *testing.T) journal.Journal {
			store := journal.NewMemory()
			f, err := fleet.Open(t.Context(), fleet.Config{
				Redis:   fleet.Redis{Addr: redis.addr(), Prefix: strings.ReplaceAll(t.Name(), " ", "-") + ":"},
				Machine: "a", Journal: store, Log: log,
			})
			require.NoError(t, err)
			s := &shelf{Memory: journal.NewMemory(), fleet: f, waiting: map[string]chan error{}, seqs: map[string][]int64{}}
			s.log, err = f.Join(t.Context(), "house", s, func([]byte, int64) (fleet.Decider, error) { return asGiven{}, nil })
			require.NoError(t, err)
			return s
		})
	})
}

// shelf is a journal whose groups come by a shared log.
type shelf struct {
	*journal.Memory
	fleet *fleet.Fleet
	log   *fleet.Log

	mu      sync.Mutex
	waiting map[string]chan error
	seqs    map[string][]int64
	closed  bool
}

// Append hands the groups in as one input, so that they stay together.
func (s *shelf) Append(ctx context.Context, groups ...*journal.Group) error {
	if err := ctx.Err(); err != nil || len(groups) == 0 {
		return err
	}
	if err := journal.NewMemory().Append(ctx, groups...); err != nil {
		return err // not well formed
	}
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(groups); err != nil {
		return err
	}
	in := journal.Entry{Kind: "groups", Version: 1, Data: data.Bytes()}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return journal.ErrClosed
	}
	origin, done := s.log.Submit(1, in), make(chan error, 1)
	s.waiting[origin] = done
	s.mu.Unlock()
	select {
	case err := <-done:
		s.mu.Lock()
		defer s.mu.Unlock()
		for i, seq := range s.seqs[origin] {
			groups[i].Seq = seq
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *shelf) Restore([]byte) error { return nil }

func (s *shelf) Snapshot() ([]byte, int, string, error) { return nil, 1, "", nil }

func (s *shelf) Away(bool) {}

func (s *shelf) Fold(all []journal.Group) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range all {
		for _, f := range g.Facts {
			var groups []*journal.Group
			err := json.Unmarshal(f.Data, &groups)
			if err == nil {
				err = s.Memory.Append(context.Background(), groups...)
			}
			for _, one := range groups {
				s.seqs[g.Origin] = append(s.seqs[g.Origin], one.Seq)
			}
			s.waiting[g.Origin] <- err
		}
	}
	return nil
}

func (s *shelf) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	if err := s.fleet.Close(); err != nil {
		return err
	}
	return s.Memory.Close()
}

// asGiven decides what it is given.
type asGiven struct{}

func (asGiven) Decide(now int64, in journal.Entry) (fleet.Turn, error) {
	return fleet.Turn{At: now, Facts: []journal.Entry{in}}, nil
}
func (asGiven) Due() (int64, bool)                   { return 0, false }
func (asGiven) Tick(int64) []fleet.Turn              { return nil }
func (asGiven) Members(int64, []string) []fleet.Turn { return nil }
