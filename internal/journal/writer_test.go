package journal

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
)

// shelf is a medium that fails when told to.
type shelf struct {
	mu      sync.Mutex
	kept    []int64
	commits []int // groups in each
	err     error // of store and reopen
	yetKept bool  // a store that fails has kept the rows all the same
	reopens []time.Time
	closed  bool
	gate    chan struct{} // if set, each store waits for it

	settleErr, mendErr error
	mending            chan struct{} // if set, each mending waits for it
	settled, thorough  int
	slow               chan struct{} // if set, each settling waits for it
}

func (s *shelf) settle(thorough bool) func() error {
	return func() error {
		s.mu.Lock()
		s.settled++
		if thorough {
			s.thorough++
		}
		err := s.settleErr
		s.mu.Unlock()
		if s.slow != nil {
			<-s.slow
		}
		return err
	}
}

// synced tells how often it was settled, and how often of that thoroughly.
func (s *shelf) synced() (settled, thorough int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settled, s.thorough
}

// settles makes settling fail or not from now on.
func (s *shelf) settles(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settleErr = err
}

func (s *shelf) store(rows []row) error {
	if s.gate != nil {
		<-s.gate
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil || s.yetKept {
		for _, r := range rows {
			s.kept = append(s.kept, r.seq)
		}
		s.commits = append(s.commits, len(rows))
	}
	return s.err
}

func (s *shelf) mend(error) error {
	if s.mending != nil {
		<-s.mending
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mendErr
}

func (s *shelf) do(change) error { return s.err }

func (s *shelf) reopen() (kept, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reopens = append(s.reopens, time.Now())
	if s.err != nil || len(s.kept) == 0 {
		return kept{}, s.err
	}
	return kept{last: s.kept[len(s.kept)-1]}, nil
}

func (s *shelf) close() error {
	s.closed = true
	return nil
}

func (s *shelf) fail(err error, yetKept bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err, s.yetKept = err, yetKept
}

// replace puts another file in the place of this one.
func (s *shelf) replace(kept []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept, s.err = kept, nil
}

var errFull = errors.New("disk full")

// desk is a writer under test. Its clock is the bubble's.
type desk struct {
	*writer
	shelf *shelf
	log   *bytes.Buffer
}

func newDesk(bound int, s *shelf) *desk {
	var log bytes.Buffer
	w := startWriter(s, kept{}, bound, slog.New(slog.NewTextHandler(&log, nil)), newMetrics(nil))
	return &desk{w, s, &log}
}

func (d *desk) put(ctx context.Context, n int) ([]int64, error) {
	rows := make([]row, n)
	err := d.submit(ctx, rows)
	if err != nil {
		return nil, err
	}
	var seqs []int64
	for i := range rows {
		seqs = append(seqs, rows[i].seq)
	}
	return seqs, nil
}

func (d *desk) mustPut(t *testing.T, n int) []int64 {
	t.Helper()
	seqs, err := d.put(t.Context(), n)
	require.NoError(t, err)
	return seqs
}

// pass lets time go by on the bubble's clock, and what it sets off come to rest.
func (d *desk) pass(span time.Duration) {
	<-time.After(span)
	synctest.Wait()
}

func upTo(n int64) (seqs []int64) {
	for i := int64(1); i <= n; i++ {
		seqs = append(seqs, i)
	}
	return seqs
}

func TestWriterSpoolsWhileTheMediumIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{})
		require.Equal(t, []int64{1, 2}, d.mustPut(t, 2))
		require.Zero(t, testutil.ToFloat64(d.metrics.away))

		d.shelf.fail(errFull, false)
		require.Equal(t, []int64{3}, d.mustPut(t, 1))
		require.Equal(t, []int64{4, 5}, d.mustPut(t, 2))
		require.Equal(t, 1, int(testutil.ToFloat64(d.metrics.away)))
		require.Equal(t, 3, int(testutil.ToFloat64(d.metrics.spooled)))
		require.Contains(t, d.log.String(), "level=ERROR")
		require.Contains(t, d.log.String(), "disk full")

		d.shelf.fail(nil, false)
		d.pass(firstPause)
		require.Equal(t, upTo(5), d.shelf.kept)
		require.Zero(t, testutil.ToFloat64(d.metrics.away))
		require.Zero(t, testutil.ToFloat64(d.metrics.spooled))
		require.Equal(t, 5, int(testutil.ToFloat64(d.metrics.groups)))
		require.Contains(t, d.log.String(), "stored again")

		require.Equal(t, []int64{6}, d.mustPut(t, 1))
		require.NoError(t, d.stop())
		require.Equal(t, upTo(6), d.shelf.kept)
		require.True(t, d.shelf.closed)
	})
}

func TestWriterTriesAgainWithGrowingPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{err: errFull})
		start := time.Now()
		d.mustPut(t, 1)
		d.pass(20 * time.Second)
		var after []string
		for _, at := range d.shelf.reopens {
			after = append(after, at.Sub(start).String())
		}
		require.Equal(t, "100ms 300ms 700ms 1.5s 3.1s 6.3s 11.3s 16.3s", strings.Join(after, " "))
		d.shelf.fail(nil, false)
		require.NoError(t, d.stop())
		require.Equal(t, upTo(1), d.shelf.kept)
	})
}

func TestWriterBoundsItsSpool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(3, &shelf{err: errFull})
		d.mustPut(t, 2)
		_, err := d.put(t.Context(), 2)
		require.ErrorIs(t, err, ErrSpoolFull)
		require.Equal(t, []int64{3}, d.mustPut(t, 1), "a refused Append takes no number")
		_, err = d.put(t.Context(), 1)
		require.ErrorIs(t, err, ErrSpoolFull)

		d.shelf.fail(nil, false)
		d.pass(firstPause)
		require.Equal(t, []int64{4}, d.mustPut(t, 1))
		require.NoError(t, d.stop())
		require.Equal(t, upTo(4), d.shelf.kept)
	})
}

func TestWriterStoresNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{})
		d.mustPut(t, 1)
		d.shelf.fail(errFull, true) // the commit is kept, and fails all the same
		d.mustPut(t, 2)
		d.shelf.fail(errFull, false)
		d.mustPut(t, 1)
		d.shelf.fail(nil, false)
		d.pass(firstPause)
		require.Equal(t, upTo(4), d.shelf.kept)
		require.NoError(t, d.stop())
	})
}

func TestWriterDoesNotContinueAnotherJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{})
		d.mustPut(t, 3)
		d.shelf.fail(errFull, false)
		d.mustPut(t, 1)
		d.shelf.replace([]int64{1}) // by an old copy
		d.pass(firstPause)
		require.Equal(t, 1, int(testutil.ToFloat64(d.metrics.away)))
		require.ErrorContains(t, d.stop(), "1 groups were kept in memory only and are lost: it ends at group 1, but 3 had been stored")
		require.Equal(t, upTo(1), d.shelf.kept)
	})
}

func TestWriterSaysWhatIsLostAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{err: errFull})
		d.mustPut(t, 3)
		err := d.stop()
		require.ErrorIs(t, err, errFull)
		require.ErrorContains(t, err, "3 groups were kept in memory only and are lost")
		require.True(t, d.shelf.closed)
	})
}

func TestWriterCommitsTogetherWhatIsPending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const writers = 20
		d := newDesk(10, &shelf{gate: make(chan struct{})})
		var all sync.WaitGroup
		for range 1 + writers {
			all.Go(func() { _, _ = d.put(t.Context(), 1) })
			synctest.Wait() // one is being committed, the others queue up
		}
		close(d.shelf.gate)
		all.Wait()
		require.Equal(t, []int{1, writers}, d.shelf.commits)
		require.NoError(t, d.stop())
	})
}

func TestWriterBoundsATransaction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const each, writers = 100, 15
		d := newDesk(2*each*writers, &shelf{gate: make(chan struct{})})
		var all sync.WaitGroup
		for range 1 + writers {
			all.Go(func() { _, _ = d.put(t.Context(), each) })
			synctest.Wait()
		}
		close(d.shelf.gate)
		all.Wait()
		require.Equal(t, []int{each, 11 * each, 4 * each}, d.shelf.commits)
		require.NoError(t, d.stop())
	})
}

func TestWriterLetsGoOfOneWhoCannotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(10, &shelf{gate: make(chan struct{})})
		var all sync.WaitGroup
		for range 2 { // one was handed over, one was not
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				_, err := d.put(ctx, 1)
				require.ErrorIs(t, err, context.DeadlineExceeded)
			})
			synctest.Wait()
		}
		all.Wait()
		close(d.shelf.gate)
		require.NoError(t, d.stop())
		require.Equal(t, upTo(1), d.shelf.kept)
		_, err := d.put(t.Context(), 1)
		require.ErrorIs(t, err, ErrClosed)
	})
}
