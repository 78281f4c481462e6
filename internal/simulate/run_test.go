package simulate

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"hotline/acd"
)

// quiet is a day of two queues and three calls, each at its time.
func quiet() Model {
	at := func(s int) time.Duration { return 8*time.Hour + time.Duration(s)*time.Second }
	queue := func(id string, wrap int64) Queue {
		return Queue{Rules: acd.Queue{ID: id, Strategy: acd.LongestIdle, WrapUp: wrap}}
	}
	return Model{
		Queues: []Queue{queue("a", 10_000), queue("b", 0)},
		Seats:  []acd.Seat{{ID: "1", Queues: acd.Serving("a")}},
		Shifts: []Shift{{"1", Span{8 * time.Hour, 9 * time.Hour}}},
		Streams: []Stream{{Queue: "a", Talk: Fixed(time.Minute), Recorded: []Arrival{
			{At: at(0)}, {At: at(30)}, {At: at(40), Patience: 20 * time.Second},
		}}},
		Start: time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC), Seed: 1, Days: 1,
	}
}

func ran(t *testing.T, m Model) Report {
	t.Helper()
	r, err := Run(t.Context(), m)
	require.NoError(t, err)
	return r
}

// The first call is answered at once, the second after 60 s of talk and 10 s of
// wrap-up, 40 s after it came; the third gives up before.
func TestDayByHand(t *testing.T) {
	r := ran(t, quiet())
	require.Equal(t, [...]int64{3, 2, 1, 0, 0}, [...]int64{r.Offered, r.Answered, r.Abandoned, r.Overflowed, r.Waiting})
	require.InDelta(t, 20, r.ASA, 1e-9)
	require.InDelta(t, 2.0/3, r.PWait, 1e-9)
	require.InDelta(t, 1.0/3, r.Service, 1e-9)
	require.InDelta(t, 70, r.AHT, 1e-9)
	require.InDelta(t, 40, r.Longest, 1e-9)
	require.InDelta(t, 140.0/3600, r.Occupancy, 1e-9)
	require.Nil(t, r.Intervals, "one day tells nothing of others")
	require.InDelta(t, 1, r.Halves[16].Seats, 1e-9)
	require.InDelta(t, 3, r.Halves[16].Offered, 1e-9)
	require.InDelta(t, 140.0/1800, r.Halves[16].Occupancy, 1e-9)
}

// With five seconds of ringing both waits are five seconds longer, the second by the
// first one's ringing as well; and then the third has no time left to wait.
func TestRingingTakesTime(t *testing.T) {
	m := quiet()
	m.AnswerAfter = 5 * time.Second
	r := ran(t, m)
	require.EqualValues(t, 2, r.Answered)
	require.InDelta(t, (5+50.0)/2, r.ASA, 1e-9)
	require.InDelta(t, 140.0/3600, r.Occupancy, 1e-9)
}

// Those whom a limit sends away go on where then says, with the age they have; when
// it is closed there, or says nothing, they are lost.
func TestOverflowGoesOn(t *testing.T) {
	m := quiet()
	m.Queues[0].Limits = acd.Limits{Wait: 15_000}
	r := ran(t, m)
	require.EqualValues(t, 2, r.Overflowed)
	require.InDelta(t, 15, r.Longest, 1e-9)

	m.Queues[0].Then = "b"
	m.Seats = append(m.Seats, acd.Seat{ID: "2", Queues: acd.Serving("b")})
	m.Shifts = append(m.Shifts, Shift{"2", Span{0, day}})
	r = ran(t, m)
	require.Equal(t, [...]int64{3, 2, 1, 0}, [...]int64{r.Offered, r.Answered, r.Abandoned, r.Overflowed})
	require.InDelta(t, (0+15)/2.0, r.ASA, 1e-9)
	require.EqualValues(t, 2, r.Queues[0].Overflowed)
	require.EqualValues(t, 2, r.Queues[1].Offered)
	require.InDelta(t, 0, r.Queues[1].ASA, 1e-9, "in its own queue the call did not wait")
	require.EqualValues(t, 1, r.Queues[1].Abandoned, "patience goes on in the next queue")

	m.Queues[1].Open = []Span{{0, 8 * time.Hour}}
	require.EqualValues(t, 2, ran(t, m).Overflowed)
}

// Who calls when it is closed is not offered; who is left when all have gone home
// still waits.
func TestClosedAndLeft(t *testing.T) {
	m := quiet()
	m.Queues[0].Open = []Span{{8*time.Hour + 10*time.Second, 9 * time.Hour}}
	r := ran(t, m)
	require.EqualValues(t, 1, r.Closed)
	require.EqualValues(t, 2, r.Offered)

	m = quiet()
	m.Shifts[0].To = 8*time.Hour + 20*time.Second
	r = ran(t, m)
	require.Equal(t, [...]int64{3, 1, 1, 1}, [...]int64{r.Offered, r.Answered, r.Abandoned, r.Waiting})
	require.InDelta(t, 1, r.Occupancy, 1e-9, "the talk goes on, and the seat goes home after it without wrap-up… or work")
}

func TestModelsThatCannotBe(t *testing.T) {
	for _, example := range []struct {
		says  string
		spoil func(*Model)
	}{
		{`go round in a circle`, func(m *Model) { m.Queues[0].Then, m.Queues[1].Then = "b", "a" }},
		{`go on to the queue "c", which does not exist`, func(m *Model) { m.Queues[0].Then = "c" }},
		{`callers want the queue "c"`, func(m *Model) { m.Streams[0].Queue = "c" }},
		{`serves queue "c"`, func(m *Model) { m.Seats[0].Queues = acd.Serving("c") }},
		{`one stream of callers with one rate`, func(m *Model) { m.Calls = 10 }},
	} {
		m := quiet()
		example.spoil(&m)
		_, err := Run(t.Context(), m)
		require.ErrorContains(t, err, example.says)
	}
}

func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(context.DeadlineExceeded)
	_, err := Run(ctx, quiet())
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// TestCountsAddUp simulates days of any kind.
func TestCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t)
		r, err := Run(context.Background(), m)
		require.NoError(t, err)
		addsUp(t, &r.Outcome)
		offered, answered, moved := int64(0), int64(0), int64(0)
		for i := range r.Queues {
			q := &r.Queues[i]
			addsUp(t, &q.Outcome)
			offered, answered, moved = offered+q.Offered, answered+q.Answered, moved+q.Overflowed
		}
		require.Equal(t, r.Answered, answered)
		require.Equal(t, r.Offered+moved-r.Overflowed, offered, "who overflows and is not lost is offered once more")
		var halfs [3]float64
		for _, h := range r.Halves {
			halfs[0], halfs[1], halfs[2] = halfs[0]+h.Offered, halfs[1]+h.Answered, halfs[2]+h.Abandoned
			require.True(t, h.Occupancy >= 0 && h.Occupancy <= 1+1e-9)
			require.LessOrEqual(t, h.Seats, float64(len(m.Seats))+1e-9)
		}
		days := float64(r.Days)
		require.InDeltaSlice(t, []float64{float64(r.Offered), float64(r.Answered), float64(r.Abandoned)}, []float64{halfs[0] * days, halfs[1] * days, halfs[2] * days}, 1e-6)

		m.Seats, m.Shifts = m.Seats[:1], nil
		alone, err := Run(context.Background(), m)
		require.NoError(t, err)
		require.Equal(t, r.Offered+r.Closed, alone.Offered+alone.Closed, "the roster does not change who calls")
		require.Zero(t, alone.Answered)
	})
}

func addsUp(t *rapid.T, o *Outcome) {
	require.Equal(t, o.Offered, o.Answered+o.Abandoned+o.Overflowed+o.Waiting)
	require.LessOrEqual(t, o.AbandonedShort, o.Abandoned)
	require.True(t, o.Service <= o.ServiceOfPatient+1e-12 && o.ServiceOfPatient <= 1)
	require.True(t, o.ASA >= 0 && o.ASA <= o.Longest+1e-9)
	require.True(t, o.P90 >= 0 && o.P90 <= o.Longest+1e-9)
	require.GreaterOrEqual(t, o.AHT, 0.0)
}

func anyModel(t *rapid.T) Model {
	number := func(name string, least, most int) int { return rapid.IntRange(least, most).Draw(t, name) }
	m := Model{
		Start: time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC), Seed: rapid.Uint64().Draw(t, "seed"), Days: number("days", 1, 2),
		AnswerAfter: time.Duration(number("answer after", 0, 5)) * time.Second, Habits: map[string]*Habit{},
	}
	queues, rings := number("queues", 1, 3), int64(number("rings", 0, 1))*20_000
	for i := range queues {
		q := Queue{Rules: acd.Queue{ID: "q" + strconv.Itoa(i), Strategy: acd.LongestIdle, WrapUp: int64(number("wrap-up", 0, 2)) * 15_000, Ring: rings}}
		q.Rules.Missed.Then = rapid.SampledFrom([]acd.MissedThen{acd.MissedPause, acd.MissedRest, acd.MissedSignOut}).Draw(t, "missed")
		if number("limited", 0, 1) == 1 {
			q.Limits = acd.Limits{
				Wait: int64(number("wait", 0, 60)) * 1000, Size: number("size", 0, 5),
				NoSeat: rapid.Bool().Draw(t, "no seat"), Expected: int64(number("expected", 0, 100)) * 1000,
			}
		}
		if i > 0 && number("then", 0, 1) == 1 {
			q.Then = "q" + strconv.Itoa(number("to", 0, i-1))
		}
		if number("open wrap-up", 0, 1) == 1 {
			q.Rules.WrapUpMode, q.WrapUp = acd.WrapUpUntilEnded, Exponential(20*time.Second)
		}
		if number("hours", 0, 2) == 0 {
			q.Open = []Span{{9 * time.Hour, 10 * time.Hour}}
		}
		s := Stream{Queue: q.Rules.ID, Halves: make([]float64, halves), Talk: Exponential(2 * time.Minute)}
		s.Halves[17], s.Halves[18], s.Halves[47] = float64(number("calls", 0, 60)), float64(number("calls", 0, 60)), 5
		if number("patient", 0, 1) == 1 {
			s.Patience = NewLognormal(time.Minute, time.Minute)
		}
		if number("recorded", 0, 1) == 1 {
			s.Halves, s.Recorded = nil, asking(t, q.Rules.ID)
		}
		m.Queues, m.Streams = append(m.Queues, q), append(m.Streams, s)
	}
	for i := range number("seats", 1, 6) {
		id := "s" + strconv.Itoa(i)
		m.Seats = append(m.Seats, acd.Seat{ID: id, Queues: acd.Serving("q"+strconv.Itoa(number("serves", 0, queues-1)), "q0")})
		from := time.Duration(number("from", 0, 23)) * time.Hour
		if m.Queues[0].Rules.Ring > 0 {
			m.Habits[id] = &Habit{Misses: 0.2, PauseEvery: Exponential(20 * time.Minute), PauseFor: Exponential(3 * time.Minute)}
		}
		m.Shifts = append(m.Shifts, Shift{id, Span{from, from + time.Hour}}, Shift{id, Span{8*time.Hour + 50*time.Minute, 9*time.Hour + 20*time.Minute}})
	}
	return m
}

// asking are callers who were recorded, some of whom ask to be called back after a while.
func asking(t *rapid.T, queue string) (arrivals []Arrival) {
	at := 8*time.Hour + 50*time.Minute
	for n := range rapid.IntRange(1, 30).Draw(t, "arrivals") {
		at += time.Duration(rapid.IntRange(0, 120).Draw(t, "apart")) * time.Second
		a := Arrival{At: at}
		if rapid.Bool().Draw(t, "asks") {
			id := queue + "-" + strconv.Itoa(n)
			a.Patience = time.Duration(rapid.IntRange(1, 60).Draw(t, "patience")) * time.Second
			a.Brought = &Brought{From: id, Leaves: "key", Asks: &acd.AskCallback{Callback: id + "-back", Queue: queue, Number: id}}
		}
		arrivals = append(arrivals, a)
	}
	return arrivals
}
