package simulate

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
)

func wholeFloor(t *testing.T) Model {
	t.Helper()
	text, err := os.ReadFile("testdata/floor.yaml")
	require.NoError(t, err)
	m, err := ReadScenario("floor.yaml", text, House{})
	require.NoError(t, err)
	return m
}

func TestScenarioOfAllRules(t *testing.T) {
	m := wholeFloor(t)
	q := m.Queues[0]
	require.Equal(t, acd.Queue{
		ID: "advice", Strategy: acd.FewestCalls, Ring: 20_000, WrapUp: 20_000, WrapUpMode: acd.WrapUpExtendable, Weight: 5_000, Levels: 1,
		Relax:   []acd.Stage{{After: 30_000, Levels: 2}, {After: 45_000, Needs: []acd.Skill{{Skill: "粤语", Level: 1}}}},
		Pressed: acd.Pressure{Waiting: 4, Wait: 60_000}, LastSeat: 7_200_000, LastWait: 20_000, Return: 300_000,
		Missed:   acd.Missed{After: 2, Then: acd.MissedSignOut, Rest: 15_000},
		Callback: acd.CallbackRules{Missed: true, Attempts: 2, Pause: 600_000, Least: 10_000, Delay: 300_000, Patience: 3_600_000, Spare: 1},
	}, q.Rules)
	require.Equal(t, acd.Limits{Wait: 300_000, AllPaused: true, Staff: 1}, q.Limits)
	require.Equal(t, NewLognormal(25*time.Second, 20*time.Second), q.WrapUp)
	require.Equal(t, acd.Missed{Then: acd.MissedRest, Rest: 5000}, m.Queues[1].Rules.Missed)
	s := m.Streams[0]
	require.Equal(t, []Need{{Share: 0.1, Needs: []acd.Skill{{Skill: "粤语", Level: 2}}, Prefer: []string{"手语"}}}, s.Needs)
	require.Equal(t, &Again{Share: 0.4, After: Exponential(4 * time.Minute)}, s.Again)
	require.Equal(t, &Back{Answer: 0.7, Ring: 25 * time.Second}, s.Back)
	require.Equal(t, 200, s.People)
	require.Equal(t, acd.Seat{
		ID: "13", Queues: []acd.Post{{Queue: "advice", Level: 2, Weight: 5000}, {Queue: "all"}},
		Skills: []acd.Skill{{Skill: "手语", Level: 1}, {Skill: "粤语", Level: 3}},
	}, m.Seats[12])
	require.Equal(t, acd.Post{Queue: "advice", Reserve: true, Share: 2}, m.Seats[14].Queues[0])
	require.Equal(t, &Habit{Misses: 0.04, Back: Fixed(90 * time.Second)}, m.Habits["12"])
	require.Equal(t, &Habit{After: Exponential(6 * time.Second), PauseEvery: Exponential(40 * time.Minute), PauseFor: Fixed(3 * time.Minute)}, m.Habits["13"])
	require.Nil(t, m.Habits["15"])
	require.Len(t, m.Outside, 2*12)
	require.Equal(t, Outside{9*time.Hour + 30*time.Minute, acd.Pause{Seat: "1", Reason: "break"}}, m.Outside[0])
}

// Everything at once: the books are kept, the distributor is never told what does not
// fit, and everything that can happen has.
func TestAllRulesTogether(t *testing.T) {
	m := wholeFloor(t)
	r := newRun(&m)
	require.NoError(t, m.check())
	for n := range m.Days {
		r.open(n + 1)
		require.NoError(t, r.play(t.Context()))
		misfits, last := r.floor.Misfits()
		require.Zero(t, misfits, last)
		r.close()
	}
	got := r.report()
	require.Equal(t, got.Offered, got.Answered+got.Abandoned+got.Overflowed+got.Waiting)
	require.Greater(t, got.Again, int64(20))
	require.Greater(t, got.ForecastTold, int64(100))
	b := got.Callbacks
	require.NotNil(t, b)
	require.Equal(t, b.Missed, b.Reached+b.ByThem+b.GivenUp+b.Waiting, "%+v", b)
	require.Positive(t, b.Reached)
	require.Positive(t, b.ByThem)
	require.Greater(t, got.P90, got.ASA)
	require.LessOrEqual(t, got.P90, got.Longest)
	require.Equal(t, got, ran(t, m), "the same seed gives the same")
}
