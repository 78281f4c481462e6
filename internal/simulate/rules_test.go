package simulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
)

// Whichever seat a strategy chooses, calls go in their order, and none waits while a
// seat is idle: seats that are alike make the same waits.
func TestStrategiesDoNotChangeWaits(t *testing.T) {
	m, err := Single{Rate: 200, AHT: 3 * time.Minute, Seats: 11, Patience: 2 * time.Minute, WrapUp: 5 * time.Second, Calls: 3000, Seed: 4}.Model()
	require.NoError(t, err)
	want := ran(t, m)
	for _, strategy := range acd.Strategies() {
		m.Queues[0].Rules.Strategy = strategy
		got := ran(t, m)
		require.Equal(t, want.Figures, got.Figures, strategy)
		require.Equal(t, want.Answered, got.Answered, strategy)
	}
}

// one is a day of one queue at eight o'clock, with these seats.
func one(rules acd.Queue, seats int, arrivals ...Arrival) Model {
	rules.ID = "a"
	if rules.Strategy == "" {
		rules.Strategy = acd.LongestIdle
	}
	m := Model{
		Queues:  []Queue{{Rules: rules}},
		Streams: []Stream{{Queue: "a", Talk: Fixed(time.Minute), Recorded: arrivals}},
		Start:   time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC), Seed: 1, Days: 1, Habits: map[string]*Habit{},
	}
	for n := range seats {
		id := string(rune('1' + n))
		m.Seats = append(m.Seats, acd.Seat{ID: id, Queues: acd.Serving("a")})
		m.Shifts = append(m.Shifts, Shift{id, Span{8 * time.Hour, 9 * time.Hour}})
	}
	return m
}

func eight(seconds int) time.Duration { return 8*time.Hour + time.Duration(seconds)*time.Second }

// All telephones ring, and the fastest seat has the call; the other is there for the
// next.
func TestRingAll(t *testing.T) {
	m := one(acd.Queue{Strategy: acd.RingAll, Ring: 20_000}, 2, Arrival{At: eight(0)}, Arrival{At: eight(4)})
	m.Habits["1"], m.Habits["2"] = &Habit{After: Fixed(7 * time.Second)}, &Habit{After: Fixed(3 * time.Second)}
	r := ran(t, m)
	require.EqualValues(t, 2, r.Answered)
	require.InDelta(t, (3+7)/2.0, r.ASA, 1e-9, "the second has the slow seat alone")
}

// A seat that lets calls ring out rests, or is paused until its agent is back; the call
// goes on to the other.
func TestSeatsMissCalls(t *testing.T) {
	m := one(acd.Queue{Strategy: acd.FixedOrder, Ring: 20_000}, 2, Arrival{At: eight(0)}, Arrival{At: eight(30)}, Arrival{At: eight(200)})
	m.Habits["1"] = &Habit{Misses: 1, Back: Fixed(3 * time.Minute)}
	r := ran(t, m)
	require.EqualValues(t, 3, r.Answered)
	require.InDelta(t, (20+50+20)/3.0, r.ASA, 1e-9, "it is away for three minutes, and misses the third call, too")
	require.InDelta(t, 180.0/(2*3600-2*180), r.Occupancy, 1e-9, "a pause is no time at work")

	m.Queues[0].Rules.Missed = acd.Missed{Then: acd.MissedRest, Rest: 5000}
	require.InDelta(t, (20+70+20)/3.0, ran(t, m).ASA, 1e-9, "it is back before the other, and misses the second call in between")
	m.Queues[0].Rules.Missed = acd.Missed{Then: acd.MissedSignOut}
	require.InDelta(t, (20+50+20)/3.0, ran(t, m).ASA, 1e-9, "signed out, its agent comes back")
	m.Queues[0].Rules.Ring = 0
	_, err := Run(t.Context(), m)
	require.ErrorContains(t, err, `seat 1 misses calls, but queue "a" rings until it answers`)
}

// In a break there are no calls; the talk before it is finished.
func TestBreaks(t *testing.T) {
	m := one(acd.Queue{WrapUp: 10_000}, 1, Arrival{At: eight(0)}, Arrival{At: eight(20)})
	m.Outside = []Outside{{eight(10), acd.Pause{Seat: "1", Reason: "break"}}, {eight(100), acd.Ready{Seat: "1"}}}
	r := ran(t, m)
	require.InDelta(t, (0+80)/2.0, r.ASA, 1e-9)

	m.Outside[1].At = eight(65)
	require.InDelta(t, (0+50)/2.0, ran(t, m).ASA, 1e-9, "the end of a break does not end the wrap-up")
}

// Seats take as long as they want where the rules let them.
func TestWrapUps(t *testing.T) {
	for _, example := range []struct {
		mode  acd.WrapUpMode
		takes Times
		want  float64
	}{
		{acd.WrapUpFixed, nil, 10},
		{acd.WrapUpFixed, Fixed(4 * time.Second), 4},
		{acd.WrapUpFixed, Fixed(25 * time.Second), 10},
		{acd.WrapUpExtendable, Fixed(25 * time.Second), 25},
		{acd.WrapUpExtendable, Fixed(50 * time.Second), 40},
		{acd.WrapUpUntilEnded, Fixed(25 * time.Second), 25},
		{acd.WrapUpUntilEnded, nil, UsualWrapUp.Seconds()},
	} {
		m := one(acd.Queue{WrapUp: 10_000, WrapUpMode: example.mode, WrapUpMost: 40_000}, 1, Arrival{At: eight(0)}, Arrival{At: eight(0)})
		m.Queues[0].WrapUp = example.takes
		r := ran(t, m)
		require.InDelta(t, 60+example.want, r.AHT, 1e-9, "%+v", example)
		require.InDelta(t, (60+example.want)/2, r.ASA, 1e-9, "%+v", example)
	}
}

// Needs go to who has them, and only later to others.
func TestNeeds(t *testing.T) {
	m := one(acd.Queue{Relax: []acd.Stage{{After: 30_000, Needs: []acd.Skill{{Skill: "粤语"}}}}}, 2, Arrival{At: eight(0)}, Arrival{At: eight(1)})
	m.Streams[0].Needs = []Need{{Share: 1, Needs: []acd.Skill{{Skill: "粤语", Level: 2}}}}
	m.Streams[0].Recorded, m.Streams[0].Halves = nil, make([]float64, halves)
	m.Streams[0].Halves[16] = 4
	m.Seats[1].Skills = []acd.Skill{{Skill: "粤语", Level: 2}}
	with := ran(t, m)
	m.Streams[0].Needs = nil
	without := ran(t, m)
	require.Greater(t, with.Offered, int64(1))
	require.Equal(t, without.Offered, with.Offered)
	require.Greater(t, with.ASA, without.ASA)
}

// Who gives up calls again, as patient as before, and has his old place before the one
// who came after him.
func TestCallsAgain(t *testing.T) {
	m := one(acd.Queue{Return: 600_000}, 1,
		Arrival{At: eight(0), Talk: 500 * time.Second}, Arrival{At: eight(10), Patience: 20 * time.Second, Brought: &Brought{From: "1"}}, Arrival{At: eight(40)})
	m.Streams[0].Again = &Again{Share: 1, After: Fixed(100 * time.Second)}
	r := ran(t, m)
	require.EqualValues(t, 3+4, r.Offered)
	require.EqualValues(t, 4, r.Again)
	require.EqualValues(t, 4, r.Abandoned)
	require.InDelta(t, (0+10+520)/3.0, r.ASA, 1e-9)
	m.Queues[0].Rules.Return = 0
	require.InDelta(t, (0+460+0)/3.0, ran(t, m).ASA, 1e-9, "without his place he comes too late, and calls once more")
	m.Streams[0].Again.Share = 0
	require.EqualValues(t, 3, ran(t, m).Offered)
}

// A missed caller is called back when nobody waits, until he answers or has been called
// often enough.
func TestMissedCallersAreCalledBack(t *testing.T) {
	m := one(acd.Queue{Callback: acd.CallbackRules{Missed: true, Delay: 60_000, Pause: 60_000, Attempts: 2}}, 1,
		Arrival{At: eight(0)}, Arrival{At: eight(10), Patience: 20 * time.Second, Brought: &Brought{From: "1"}})
	m.Streams[0].Back = &Back{Answer: 1, Ring: 30 * time.Second}
	r := ran(t, m)
	require.Equal(t, &Callbacks{Missed: 1, Made: 1, Reached: 1}, r.Callbacks)
	require.EqualValues(t, 2, r.Offered, "a call back is none that came")
	require.InDelta(t, 60, r.AHT, 1e-9)
	require.Greater(t, r.Occupancy, 120.0/3600)

	m.Streams[0].Back.Answer = 0
	require.Equal(t, &Callbacks{Missed: 1, Made: 2, GivenUp: 1}, ran(t, m).Callbacks)
	m.Outside = []Outside{{0, acd.SetHours{Queue: "a", Open: []acd.Window{{From: 1, To: 2}}}}}
	require.Equal(t, &Callbacks{Missed: 1, Waiting: 1}, ran(t, m).Callbacks, "there is no hour for it")
}

// Who asks to be called back leaves the queue, keeps his place and is called.
func TestAskedCallbacks(t *testing.T) {
	leaves := &Brought{From: "1", Leaves: "key", Asks: &acd.AskCallback{Callback: "b", Queue: "a", Number: "1", Since: -20_000}}
	m := one(acd.Queue{}, 1, Arrival{At: eight(0)}, Arrival{At: eight(10), Patience: 20 * time.Second, Brought: leaves})
	m.Streams[0].Back = &Back{Answer: 1, Ring: time.Second}
	m.Outside = []Outside{{eight(300), acd.AskCallback{Callback: "c", Of: "x", Queue: "a", Number: "2"}}}
	r := ran(t, m)
	require.Equal(t, &Callbacks{Asked: 2, Made: 2, Reached: 2}, r.Callbacks)
	require.EqualValues(t, 1, r.Overflowed)
	require.Zero(t, r.Abandoned)
}

// So it is where callers ask who were recorded, and no rule goes by who a caller is.
func TestRecordedCallersAsk(t *testing.T) {
	leaves := &Brought{From: "1", Leaves: "key", Asks: &acd.AskCallback{Callback: "b", Queue: "a", Number: "1", Since: -20_000}}
	m := one(acd.Queue{}, 1, Arrival{At: eight(0)}, Arrival{At: eight(10), Patience: 20 * time.Second, Brought: leaves}, Arrival{At: eight(70)})
	m.Streams[0].Back = &Back{Answer: 1, Ring: time.Second}
	r := ran(t, m)
	require.Equal(t, &Callbacks{Asked: 1, Made: 1, Reached: 1}, r.Callbacks)
	require.EqualValues(t, 2, r.Answered)
	require.Positive(t, r.ASA, "the third waits for the talk of him who asked")
	require.Less(t, r.ASA, 60.0)
}

// A call that never came is never taken for another one.
func TestUnknownCall(t *testing.T) {
	for name, c := range map[string]*callers{"by place": {}, "by id": {named: map[string]int32{}}} {
		who := c.enter("b")
		id := c.all[who].id
		found, at := c.find(id)
		require.Equal(t, who, found, name)
		require.Equal(t, id, at.id, name)
		for _, unknown := range []string{"b-back", "7", "-1", ""} {
			require.PanicsWithValue(t, `simulate: the distributor told of the call "`+unknown+`", which is not on the floor`, func() { c.find(unknown) }, name)
		}
		c.leave(who)
		require.Panics(t, func() { c.find(id) }, name)
	}
}

// After a rest that ended by itself a seat ends its wrap-ups as before, and takes its
// breaks.
func TestSeatsComeBackFromRest(t *testing.T) {
	m := one(acd.Queue{Ring: 20_000, WrapUpMode: acd.WrapUpUntilEnded, Missed: acd.Missed{Then: acd.MissedRest, Rest: 5000}}, 1,
		Arrival{At: eight(0)}, Arrival{At: eight(1)})
	m.Queues[0].WrapUp = Fixed(10 * time.Second)
	m.Habits["1"] = &Habit{Seen: []Reply{{After: 20 * time.Second, Result: acd.NoAnswer}, {Result: acd.Accepted}}}
	m.Days = 20
	r := ran(t, m)
	require.EqualValues(t, 40, r.Answered)
	require.Greater(t, r.ASA, 35.0, "some were missed: without that it is (0 + 69) / 2")
	require.InDelta(t, 70, r.AHT, 1e-9, "no wrap-up is longer than the seat wants")

	m.Habits["1"] = &Habit{Misses: 1, PauseEvery: Fixed(10 * time.Minute), PauseFor: Fixed(5 * time.Minute)}
	m.Streams[0].Recorded = []Arrival{{At: eight(0), Patience: 22 * time.Second}}
	require.InDelta(t, (3600-5-4*300)/1800.0, seatsAtWork(t, m), 1e-9)
}

// seatsAtWork are those of both half hours from eight to nine.
func seatsAtWork(t *testing.T, m Model) float64 {
	t.Helper()
	r := ran(t, m)
	return r.Halves[16].Seats + r.Halves[17].Seats
}
