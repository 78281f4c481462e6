package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"time"
)

const (
	mostTogether = 1024 // groups in one transaction, to bound its length
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
)

// writer is the one goroutine that writes. It numbers the groups, commits all
// that are pending together, and spools while the medium is away.
type writer struct {
	medium  medium
	log     *slog.Logger
	metrics *metrics
	bound   int // of the spool, in groups

	jobs     chan *job
	orders   chan *order
	broken   chan *breakage
	stopping chan struct{} // closed by stop
	stopped  chan struct{} // closed when run has returned
	lost     error         // read after stopped

	// Only run touches what follows.
	next  int64            // the number of the next group
	place map[string]int64 // the last of each shared stream
	spool []row            // not empty, or a retry is due: the medium is away
	away  bool
	since time.Time // when the medium went away
	pause time.Duration
	retry *time.Timer

	dirty   bool        // something was stored since settling began last
	settle  *time.Timer // when to settle
	settled chan error  // nil: nothing is being settled
	again   bool        // settling failed

	damage  error          // found, and not mended yet
	mending chan error     // nil: nothing is being mended
	waiting []chan<- error // those who want to know how that ends
	gap     bool           // what was stored before may be lost
}

// order is a change besides new groups on its way; then, if any, follows its commit.
// done gets one value.
type order struct {
	change change
	then   func()
	done   chan error
}

// job is one Append on its way. done gets one value, after rows have numbers.
type job struct {
	rows []row
	done chan error
}

func startWriter(m medium, k kept, bound int, log *slog.Logger, mets *metrics) *writer {
	w := &writer{
		medium: m, log: log, metrics: mets, bound: bound, next: max(k.last, k.above) + 1, place: places(k),
		jobs: make(chan *job), orders: make(chan *order), broken: make(chan *breakage), stopping: make(chan struct{}), stopped: make(chan struct{}),
		retry: time.NewTimer(0), settle: time.NewTimer(0),
	}
	w.retry.Stop()
	w.settle.Stop()
	go w.run()
	return w
}

// submit hands rows over and waits until they are stored or spooled.
func (w *writer) submit(ctx context.Context, rows []row) error {
	j := &job{rows: rows, done: make(chan error, 1)}
	return handOver(ctx, w, w.jobs, j, j.done)
}

// change lets the writer make a change between two commits, and waits for it.
func (w *writer) change(ctx context.Context, fn change) error { return w.changeThen(ctx, fn, nil) }

// changeThen lets the writer's goroutine besides do what follows from the change.
func (w *writer) changeThen(ctx context.Context, fn change, then func()) error {
	o := &order{change: fn, then: then, done: make(chan error, 1)}
	return handOver(ctx, w, w.orders, o, o.done)
}

func handOver[T any](ctx context.Context, w *writer, to chan T, what T, done chan error) error {
	select {
	case to <- what:
	case <-w.stopping:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// stop lets what was handed over be stored, and tells of what was not. It is
// called once.
func (w *writer) stop() error {
	close(w.stopping)
	<-w.stopped
	return w.lost
}

func (w *writer) run() {
	defer close(w.stopped)
	defer w.retry.Stop()
	defer w.settle.Stop()
	for {
		select {
		case j := <-w.jobs:
			w.accept(w.gather(j))
		case o := <-w.orders:
			o.done <- w.carryOut(o)
		case <-w.retry.C:
			w.comeBack()
		case <-w.settle.C:
			w.beginSettling()
		case err := <-w.settled:
			w.haveSettled(err)
		case b := <-w.broken:
			w.breakDown(b)
		case err := <-w.mending:
			w.haveMended(err)
		case <-w.stopping:
			w.lost = w.finish()
			return
		}
	}
}

// gather takes all jobs that wait already, without waiting for more.
func (w *writer) gather(first *job) []*job {
	jobs, groups := []*job{first}, len(first.rows)
	for groups < mostTogether {
		select {
		case j := <-w.jobs:
			jobs, groups = append(jobs, j), groups+len(j.rows)
		default:
			return jobs
		}
	}
	return jobs
}

func (w *writer) accept(jobs []*job) {
	taken := jobs[:0]
	var rows []row
	for _, j := range jobs {
		if w.away && len(w.spool)+len(rows)+len(j.rows) > w.bound {
			j.done <- ErrSpoolFull
			continue
		}
		if err := w.takePlaces(j.rows); err != nil {
			j.done <- err
			continue
		}
		for i := range j.rows {
			j.rows[i].seq = w.next
			w.next++
		}
		rows, taken = append(rows, j.rows...), append(taken, j)
	}
	w.keep(rows)
	for _, j := range taken {
		j.done <- nil
	}
}

// takePlaces refuses rows whose places in a shared stream do not ascend.
func (w *writer) takePlaces(rows []row) error { return takePlaces(w.place, rows) }

func takePlaces(last map[string]int64, rows []row) error {
	ahead := map[string]int64{}
	for i := range rows {
		r := &rows[i]
		if r.place == 0 {
			continue
		}
		if at := max(last[r.stream], ahead[r.stream]); r.place <= at {
			return &PlaceError{Stream: r.stream, Place: r.place, Last: at}
		}
		ahead[r.stream] = r.place
	}
	maps.Copy(last, ahead)
	return nil
}

func places(k kept) map[string]int64 {
	if k.places == nil {
		return map[string]int64{}
	}
	return k.places
}

// carryOut makes a change that nobody spools: whoever asks can ask again.
func (w *writer) carryOut(o *order) error {
	if w.away {
		return ErrAway
	}
	if err := w.medium.do(o.change); err != nil {
		w.metrics.failures.Inc()
		return fmt.Errorf("journal: %w", err)
	}
	w.soil()
	if o.then != nil {
		o.then()
	}
	return nil
}

// keep stores the rows, or spools them.
func (w *writer) keep(rows []row) {
	if !w.away {
		err := w.store(rows)
		if err == nil {
			return
		}
		w.goAway(err)
	}
	w.spool = append(w.spool, rows...)
	w.metrics.spooled.Set(float64(len(w.spool)))
}

func (w *writer) store(rows []row) error {
	start := time.Now()
	if err := w.medium.store(rows); err != nil {
		w.metrics.failures.Inc()
		return err
	}
	w.metrics.stored(rows, time.Since(start).Seconds())
	w.soil()
	return nil
}

func (w *writer) goAway(err error) {
	w.away, w.since, w.pause = true, time.Now(), firstPause
	w.metrics.away.Set(1)
	if isDamage(err) {
		w.damage = err
		w.beginMending()
		return
	}
	w.retry.Reset(w.pause)
	w.log.Error("the journal cannot be stored: it is kept in memory until it can; free space or mend the disk",
		"err", err, "room_groups", w.bound)
}

// comeBack tries to empty the spool, and plans the next try if it cannot.
func (w *writer) comeBack() {
	if w.damage != nil {
		w.beginMending()
		return
	}
	if err := w.flush(); err != nil {
		if isDamage(err) {
			w.damage = err
			w.beginMending()
			return
		}
		w.tryLater(err)
		return
	}
	w.away, w.gap = false, false
	w.metrics.away.Set(0)
	w.log.Info("the journal is stored again", "away_for", time.Since(w.since))
}

func (w *writer) tryLater(err error) {
	w.pause = min(2*w.pause, longestPause)
	w.retry.Reset(w.pause)
	w.log.Warn("the journal still cannot be stored", "err", err,
		"spooled_groups", len(w.spool), "next_try", w.pause)
}

// flush reopens the medium and stores the spool in order. A commit that failed
// may still have been kept: what the medium holds already is not stored twice.
func (w *writer) flush() error {
	w.awaitSettling()
	k, err := w.medium.reopen()
	last := k.last
	if err != nil {
		w.metrics.failures.Inc()
		return err
	}
	if len(w.spool) > 0 && last < w.spool[0].seq-1 && !w.gap {
		return fmt.Errorf("it ends at group %d, but %d had been stored: another file has taken its place",
			last, w.spool[0].seq-1)
	}
	if w.gap { // what is lost can come again
		w.place = places(k)
		for i := range w.spool {
			w.place[w.spool[i].stream] = max(w.place[w.spool[i].stream], w.spool[i].place)
		}
	}
	for len(w.spool) > 0 && w.spool[0].seq <= last {
		w.dropSpooled(1)
	}
	for len(w.spool) > 0 {
		n := min(len(w.spool), mostTogether)
		if err := w.store(w.spool[:n]); err != nil {
			return err
		}
		w.dropSpooled(n)
	}
	w.spool = nil // give the memory back
	return nil
}

func (w *writer) dropSpooled(n int) {
	w.spool = w.spool[n:]
	w.metrics.spooled.Set(float64(len(w.spool)))
}

// finish makes a last try for the spool and closes the medium.
func (w *writer) finish() error {
	var lost error
	w.awaitMending()
	if w.away {
		if err := w.flush(); err != nil {
			lost = fmt.Errorf("journal: %d groups were kept in memory only and are lost: %w", len(w.spool), err)
		}
	}
	w.awaitSettling()
	if w.dirty && !w.away {
		w.count(w.medium.settle(w.again)())
	}
	return errors.Join(lost, w.medium.close())
}
