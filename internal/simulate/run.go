package simulate

import (
	"cmp"
	"context"
	"slices"
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
	m       *Model
	queues  map[string]int32
	seats   map[string]int32
	sources []*source
	moves   []move // of the roster, in order
	ring    int64  // AnswerAfter, ns
	batches int
	warm    int // calls that do not count

	floor   *acd.State
	start   int64 // of the day, ns since the Unix epoch
	now     int64
	agenda  agenda
	moved   int // moves made
	drawn   int // calls
	came    int // of these
	callers callers
	led     []led
	ledger  *ledger
	began   int64 // counting
	counted int64 // ns of that
}

// led is what a fact leads to: a seat answers, or a caller goes on to a queue.
type led struct {
	offer int64 // 0: none
	who   int32
	queue int32
}

// move is a seat that comes or goes.
type move struct {
	at   int64 // since the start, ns
	seat string
	in   bool
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

func newRun(m *Model) *run {
	r := &run{
		m: m, queues: map[string]int32{}, seats: map[string]int32{}, moves: movesOf(m.Shifts),
		ring: int64(m.AnswerAfter), batches: m.Days,
	}
	if m.Calls > 0 {
		r.batches = min(batches, max(1, m.Calls/leastFor))
		r.warm = max(m.Calls/warmCalls, int(min(warmTimes*m.Load(), float64(m.Calls))))
	}
	for i := range m.Queues {
		r.queues[m.Queues[i].Rules.ID] = int32(i)
	}
	for i := range m.Seats {
		r.seats[m.Seats[i].ID] = int32(i)
	}
	for i := range m.Streams {
		s := &m.Streams[i]
		r.sources = append(r.sources, newSource(s, r.queues[s.Queue], m.Seed, uint64(i)))
	}
	r.ledger = newLedger(len(m.Queues), len(m.Seats), r.batches, m.Calls == 0)
	return r
}

// movesOf is the roster in the order of time; at one moment seats come before
// others go.
func movesOf(shifts []Shift) (moves []move) {
	for _, s := range shifts {
		moves = append(moves, move{int64(s.From), s.Seat, true})
		if s.To < day {
			moves = append(moves, move{int64(s.To), s.Seat, false})
		}
	}
	slices.SortStableFunc(moves, func(a, b move) int {
		if c := cmp.Compare(a.at, b.at); c != 0 || a.in == b.in {
			return c
		}
		if a.in {
			return -1
		}
		return 1
	})
	return moves
}

// open begins a run, or a day, on an empty floor.
func (r *run) open(batch int) {
	r.start = r.m.Start.UnixNano()
	r.now, r.began = r.start, r.start
	r.floor, r.agenda, r.moved = acd.New("simulated"), r.agenda[:0], 0
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

func (r *run) happens(e event) {
	switch e.does {
	case shifts:
		r.roster()
	case arrives:
		r.arrive(e.who)
	case answers:
		r.give(acd.SeatAnswered{At: ms(r.now), Offer: e.mark})
	case talkOver:
		r.give(acd.TalkOver{At: ms(r.now), Call: r.callers.all[e.who].id, By: acd.Caller})
	case givesUp:
		if c := &r.callers.all[e.who]; c.here && c.mark == e.mark && !c.talks {
			r.give(acd.HangUp{At: ms(r.now), Call: c.id})
		}
	}
}

// roster makes the moves that are due, and sees to the next.
func (r *run) roster() {
	for ; r.moved < len(r.moves); r.moved++ {
		m := r.moves[r.moved]
		if r.start+m.at > r.now {
			r.agenda.add(event{at: r.start + m.at, does: shifts})
			return
		}
		if m.in {
			r.give(acd.SignIn{At: ms(r.now), Seat: m.seat})
		} else {
			r.give(acd.SignOut{At: ms(r.now), Seat: m.seat})
		}
	}
}

// close ends a day. Who still waits, with nobody at work, has to be counted.
func (r *run) close() {
	r.ledger.upTo(r.now)
	for who := range r.callers.all {
		if c := &r.callers.all[who]; c.here {
			whole, half, queue := r.ledger.of(c)
			whole.left++
			queue.left++
			if half != nil {
				half.left++
			}
		}
	}
	r.callers.clear()
	if r.m.Calls == 0 {
		r.counted += int64(day)
	}
}

func ms(ns int64) int64 { return ns / int64(time.Millisecond) }
