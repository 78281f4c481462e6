package bench

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJoin(t *testing.T) {
	callers := []Leg{
		{ID: "c1", Began: 10, Ended: 90},
		{ID: "c2", Began: 20, Ended: 25, Code: 503},
		{ID: "c3", Began: 30, Ended: 99},
		{ID: "odd", Began: 40},
	}
	seats := []Leg{
		{ID: "s1", User: "10001", Began: 12, Ended: 80},
		{ID: "s3", User: "10002", Began: 33, Ended: 95},
		{ID: "s4", User: "10003", Began: 35, Ended: 38},
		{ID: "s5", User: "10004", Began: 36},
	}
	number := func(id string) string {
		return map[string]string{"c1": "131", "c2": "132", "c3": "133"}[id]
	}
	calls, stray := Join(callers, seats, number, map[string]string{"s1": "131", "s3": "133", "s4": "133", "s5": "139"})
	require.Equal(t, 1, stray)
	require.Equal(t, []Call{
		{From: "131", Began: 10, Ended: 90, Seat: "10001", Rang: 12, Freed: 80},
		{From: "132", Began: 20, Ended: 25, Code: 503},
		{From: "133", Began: 30, Ended: 99, Seat: "10002", Rang: 33, Freed: 95, Again: 1},
	}, calls)
	require.True(t, calls[0].Whole())
	require.False(t, calls[1].Whole())
	require.False(t, calls[2].Whole())
}

func TestSetupsAreOfTheWindow(t *testing.T) {
	calls := []Call{{Began: 1000, Rang: 3000}, {Began: 5000, Rang: 9000}, {Began: 6000}}
	require.Equal(t, []float64{4}, Setups(calls, Window{From: 4000, Until: 8000}))
}

func TestIdleCountsOnlyWhileSomebodyWaits(t *testing.T) {
	calls := []Call{
		{Began: 0, Seat: "1", Rang: 1, Freed: 10_000},
		{Began: 5_000, Seat: "1", Rang: 13_000, Freed: 20_000},  // waited when the seat became free
		{Began: 21_000, Seat: "1", Rang: 22_000, Freed: 30_000}, // came later
		{Began: 11_000, Seat: "2", Rang: 12_000},
	}
	require.Equal(t, []float64{3}, Idle(calls, Window{Until: 100_000}))
	require.Empty(t, Idle(calls, Window{From: 10_001, Until: 100_000}))
}

func TestWaiting(t *testing.T) {
	calls := []Call{{Began: 1, Rang: 5}, {Began: 2}, {Began: 3, Ended: 4, Code: 480}, {Began: 9}}
	require.Equal(t, 3, Waiting(calls, 3))
	require.Equal(t, 1, Waiting(calls, 6))
}
