package simulate

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/calendar"
)

// country is a working day of 1 nation, 31 provinces and 333 cities on one floor,
// with so many calls: a city that is full hands on to its province, and that to the
// nation. Seats are a tenth more than the busiest half hour's work takes, and a
// province's also serve the nation.
func country(calls int) Model {
	const cities, provinces = 333, 31
	const talk, wrap = 3 * time.Minute, 20 * time.Second
	m := Model{Start: time.Date(2026, 10, 12, 0, 0, 0, 0, calendar.China()), Seed: 1, Days: 1, AnswerAfter: 3 * time.Second}
	add := func(id, then string, share float64, queues ...string) {
		m.Queues = append(m.Queues, Queue{
			Rules:  acd.Queue{ID: id, Strategy: acd.LongestIdle, Ring: 20_000, WrapUp: wrap.Milliseconds()},
			Limits: acd.Limits{Wait: 90_000}, Then: then,
		})
		s := Stream{Queue: id, Halves: make([]float64, halves), Talk: NewLognormal(talk, 2*time.Minute), Patience: Exponential(3 * time.Minute)}
		for half := 17; half < 35; half++ {
			s.Halves[half] = float64(calls) * share / 18
		}
		m.Streams = append(m.Streams, s)
		seats := 1 + int(1.1*s.Halves[17]*(talk+wrap).Seconds()/halfHour.Seconds())
		for n := range seats {
			seat := fmt.Sprintf("%s-%d", id, n)
			m.Seats = append(m.Seats, acd.Seat{ID: seat, Queues: acd.Serving(append([]string{id}, queues...)...)})
			m.Shifts = append(m.Shifts, Shift{seat, Span{8 * time.Hour, 18 * time.Hour}})
		}
	}
	add("nation", "", 0.02)
	for p := range provinces {
		add(fmt.Sprint("province-", p), "nation", 0.18/provinces, "nation")
	}
	for c := range cities {
		add(fmt.Sprint("city-", c), fmt.Sprint("province-", c%provinces), 0.8/cities)
	}
	return m
}

// The whole country, with a hundredth of its calls, keeps its books.
func TestCountry(t *testing.T) {
	m := country(5000)
	r := ran(t, m)
	require.Len(t, r.Queues, 365)
	require.InDelta(t, 5000, r.Offered, 5*71) // five standard deviations
	require.Equal(t, r.Offered, r.Answered+r.Abandoned+r.Overflowed+r.Waiting)
	handedOn := int64(0)
	for i := range r.Queues {
		handedOn += r.Queues[i].Overflowed
	}
	require.Greater(t, handedOn, r.Overflowed, "cities hand on to provinces")
}

// BenchmarkCountry prints how long a day of 500,000 calls takes.
func BenchmarkCountry(b *testing.B) {
	for range b.N {
		r, err := Run(b.Context(), country(500_000))
		require.NoError(b, err)
		b.ReportMetric(float64(r.Offered)*float64(b.N)/b.Elapsed().Seconds(), "calls/s")
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/day")
	}
}
