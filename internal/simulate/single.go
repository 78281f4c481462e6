package simulate

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"hotline/acd"
)

// Single is one queue with seats of its own: Erlang's, if calls are answered at
// once and there is no wrap-up apart.
type Single struct {
	Rate        Rate
	AHT         time.Duration // mean, exponential
	Seats       int
	Patience    time.Duration // mean, exponential; 0: endless
	WrapUp      time.Duration // after each talk, not in AHT
	AnswerAfter time.Duration
	Calls       int
	Seed        uint64
}

// Bounds of what is simulated.
const (
	MaxCalls = 100_000_000
	MaxSeats = 100_000
	maxTime  = day
)

const onlyQueue = "queue"

// Model is the endless queue. The error says which value is out of bounds.
func (s Single) Model() (Model, error) {
	if err := s.check(); err != nil {
		return Model{}, err
	}
	m := Model{
		Queues:      []Queue{{Rules: acd.Queue{ID: onlyQueue, Strategy: acd.LongestIdle, WrapUp: s.WrapUp.Milliseconds()}}},
		Streams:     []Stream{{Queue: onlyQueue, Rate: s.Rate, Talk: Exponential(s.AHT)}},
		AnswerAfter: s.AnswerAfter, Start: time.Unix(int64(day/time.Second), 0), Seed: s.Seed, Calls: s.Calls,
	}
	if s.Patience > 0 {
		m.Streams[0].Patience = Exponential(s.Patience)
	}
	for n := range s.Seats {
		id := strconv.Itoa(n + 1)
		m.Seats = append(m.Seats, acd.Seat{ID: id, Queues: acd.Serving(onlyQueue)})
		m.Shifts = append(m.Shifts, Shift{Seat: id, Span: Span{To: day}})
	}
	return m, m.check()
}

func (s Single) check() error {
	switch {
	case s.Rate <= 0:
		return errors.New("rate: it is missing; write it like 200/h")
	case s.Seats < 1 || s.Seats > MaxSeats:
		return fmt.Errorf("seats: expected a number from 1 to %d, found %d", MaxSeats, s.Seats)
	case s.Calls < 1 || s.Calls > MaxCalls:
		return fmt.Errorf("calls: expected a number from 1 to %d, found %d", MaxCalls, s.Calls)
	case s.AHT == 0:
		return errors.New("aht: it is missing; write it like 180s")
	}
	for _, t := range []struct {
		name string
		time time.Duration
	}{{"aht", s.AHT}, {"patience", s.Patience}, {"wrap-up", s.WrapUp}, {"answer-after", s.AnswerAfter}} {
		if t.time < 0 || t.time > maxTime || t.time > 0 && t.time < time.Millisecond {
			return fmt.Errorf("%s: expected a time up to 24h, such as 20s, found %s", t.name, t.time)
		}
	}
	return nil
}
