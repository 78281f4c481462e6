package simulate

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"hotline/acd"
)

func newRun(m *Model) *run {
	r := &run{
		m: m, queues: map[string]int32{}, seats: map[string]int32{}, streamOf: map[int32]*source{}, moves: m.moves(),
		ring: int64(m.AnswerAfter), habits: len(m.Habits) > 0, batches: m.Days,
	}
	r.chances = rand.New(rand.NewPCG(scatter(m.Seed), scatter(scatter(m.Seed)^seatChances)))
	if m.Calls > 0 {
		r.batches = min(batches, max(1, m.Calls/leastFor))
		r.warm = max(m.Calls/warmCalls, int(min(warmTimes*m.Load(), float64(m.Calls))))
	}
	for i := range m.Queues {
		r.queues[m.Queues[i].Rules.ID] = int32(i)
	}
	for i := range m.Seats {
		r.seats[m.Seats[i].ID] = int32(i)
		r.floorSeats = append(r.floorSeats, seat{id: m.Seats[i].ID, habit: m.Habits[m.Seats[i].ID]})
	}
	r.newSources()
	r.ledger = newLedger(len(m.Queues), len(m.Seats), r.batches, m.Calls == 0)
	return r
}

// seatChances sets the generator of the seats apart from those of the streams.
const seatChances = 1 << 62

func (r *run) newSources() {
	numbered := r.m.numbered()
	if numbered {
		r.callers.named = map[string]int32{}
	}
	for i := range r.m.Streams {
		stream := &r.m.Streams[i]
		s := newSource(stream, r.queues[stream.Queue], r.m.Seed, uint64(i))
		s.lucky = s.lucky || numbered
		r.sources = append(r.sources, s)
		if r.streamOf[s.queue] == nil {
			r.streamOf[s.queue] = s
		}
	}
}

// numbered tells whether it matters who a caller is: to the rules, or because some are
// called back, whose calls have ids of the distributor's.
func (m *Model) numbered() bool {
	for i := range m.Queues {
		if q := &m.Queues[i].Rules; q.LastSeat > 0 || q.Return > 0 || q.Callback.Missed {
			return true
		}
	}
	for i := range m.Streams {
		if slices.ContainsFunc(m.Streams[i].Recorded, Arrival.asks) {
			return true
		}
	}
	return slices.ContainsFunc(m.Outside, func(o Outside) bool {
		_, asks := o.In.(acd.AskCallback)
		return asks
	})
}

// moves are the roster and what else comes from outside in the order of time; at one
// moment seats come before others go.
func (m *Model) moves() (moves []Outside) {
	for _, s := range m.Shifts {
		moves = append(moves, Outside{s.From, acd.SignIn{Seat: s.Seat}})
		if s.To < day {
			moves = append(moves, Outside{s.To, acd.SignOut{Seat: s.Seat}})
		}
	}
	goes := func(o Outside) int {
		if _, out := o.In.(acd.SignOut); out {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(moves, func(a, b Outside) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(goes(a), goes(b)))
	})
	moves = append(moves, m.Outside...)
	slices.SortStableFunc(moves, func(a, b Outside) int { return cmp.Compare(a.At, b.At) })
	return moves
}
