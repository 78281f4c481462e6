package simulate

import (
	"cmp"
	"context"
	"math/rand/v2"
	"time"

	"hotline/acd"
)

const (
	batches  = 30 // of an endless queue, as long as each has
	leastFor = 10 // calls

	// An endless queue is warmed up by one call to so many that count, and at least,
	// but for very few calls, by those of so many handling times.
	warmCalls = 20
	warmTimes = 20
)

// run is a simulation under way.
type run struct {
	m        *Model
	queues   map[string]int32
	seats    map[string]int32
	sources  []*source
	streamOf map[int32]*source // of a queue, the first
	moves    []Outside         // of the roster and what else comes from outside, in order
	ring     int64             // AnswerAfter, ns
	habits   bool              // some seats have some
	chances  *rand.Rand        // of seats, and of callbacks
	batches  int
	warm     int // calls that do not count

	floor      *acd.State
	floorSeats []seat
	lastSeat   struct {
		id string
		n  int32
	}
	start    int64 // of the day, ns since the Unix epoch
	now      int64
	agenda   agenda
	moved    int // moves made
	drawn    int // calls
	came     int // of these
	callers  callers
	retrials []retrial
	led      []led
	giving   bool
	ledger   *ledger
	began    int64 // counting
	counted  int64 // ns of that
}

// led is what a fact leads to at once: a seat answers, an input, or a caller goes on to
// a queue.
type led struct {
	offer int64 // 0: none
	in    acd.Input
	who   int32
	queue int32
}

// Run simulates the model. The error is the context's, or tells what is wrong with
// the model.
func Run(ctx context.Context, m Model) (Report, error) {
	if err := m.check(); err != nil {
		return Report{}, err
	}
	r := newRun(&m)
	for n := range max(1, m.Days) {
		r.open(n + 1)
		if err := r.play(ctx); err != nil {
			return Report{}, err
		}
		r.close()
	}
	return r.report(), nil
}

// open begins a run, or a day, on an empty floor.
func (r *run) open(batch int) {
	r.start = r.m.Start.UnixNano()
	r.now, r.began = r.start, r.start
	r.floor, r.agenda, r.moved, r.retrials = acd.New(cmp.Or(r.m.Floor, "simulated")), r.agenda[:0], 0, r.retrials[:0]
	for i := range r.floorSeats {
		r.floorSeats[i] = seat{id: r.floorSeats[i].id, habit: r.floorSeats[i].habit}
	}
	if r.warm > 0 {
		batch = 0
	}
	r.ledger.begin(r.start, batch)
	r.give(acd.LoadRules{At: ms(r.now), Rules: r.m.rules()})
	r.roster()
	for i, s := range r.sources {
		s.rewind()
		r.expect(int32(i))
	}
}

// play goes from event to event until none is left.
func (r *run) play(ctx context.Context) error {
	for n := 0; ; n++ {
		if n&0xffff == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		timer, waits := r.floor.NextTimer()
		due := timer * int64(time.Millisecond)
		switch {
		case waits && r.tooLate(due):
			return nil
		case waits && (len(r.agenda) == 0 || due <= r.agenda[0].at):
			r.now = max(r.now, due)
			r.give(acd.Tick{At: ms(r.now)})
		case len(r.agenda) > 0:
			e := r.agenda.next()
			r.now = e.at
			r.happens(e)
		default:
			return nil
		}
	}
}

// tooLate: of a day nothing happens for ever, such as callbacks that no opening hour
// comes for.
func (r *run) tooLate(due int64) bool {
	const atMost = 2 * day
	return r.m.Calls == 0 && len(r.agenda) == 0 && due > r.start+int64(atMost)
}

// close ends a day. Who still waits, with nobody at work, has to be counted.
func (r *run) close() {
	r.ledger.upTo(r.now)
	for who := range r.callers.all {
		if c := &r.callers.all[who]; c.here && c.callback == "" {
			r.count(c, func(n *count) { n.left++ })
			r.ledger.queues[c.queue][c.batch].left++
		}
	}
	r.ledger.backs.Waiting += int64(len(r.floor.Callbacks()))
	r.callers.clear()
	if r.m.Calls == 0 {
		r.counted += int64(day)
	}
}

func ms(ns int64) int64 { return ns / int64(time.Millisecond) }
