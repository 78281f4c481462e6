package bench

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// raw is a round of three callers; of the last one the seats know nothing.
func raw() Raw {
	return Raw{
		Callers: Trace{Messages: 80, Repeated: 1, Legs: []Leg{
			{ID: "1", Began: 1000, Ended: 900_000}, {ID: "2", Began: 2000, Ended: 1_000_000}, {ID: "3", Began: 3000, Ended: 950_000},
		}},
		Seats: Trace{Messages: 20, Repeated: 1, Legs: []Leg{
			{ID: "a", User: "10001", Began: 4000, Ended: 800_000}, {ID: "b", User: "10001", Began: 810_000, Ended: 990_000},
		}},
		Number:   func(id string) string { return "n" + id },
		Names:    map[string]string{"a": "n1", "b": "n2"},
		Window:   Window{From: 0, Until: 2_000_000},
		Asterisk: 60, Engine: 15, Idle: Rest{Asterisk: 3, Engine: 3}, Sampled: true,
	}
}

func TestEvaluateADrainedRound(t *testing.T) {
	in := raw()
	in.Drained = true
	var r Round
	calls := r.Evaluate(in)
	require.Len(t, calls, 3)
	require.Equal(t, 3, r.Calls)
	require.Equal(t, 1, r.Failed)
	require.InDelta(t, 18, r.Asterisk, 1e-9, "what it takes without calls is not the calls'")
	require.InDelta(t, 3, r.Engine, 1e-9)
	require.True(t, r.Heard)
	require.InDelta(t, 21, cpu(r), 1e-9)
	require.Equal(t, 2, r.Setup.N)
	require.Equal(t, Spot{N: 1, P50: 10, P95: 10, P99: 10, Max: 10}, r.Free)
	require.InDelta(t, 0.02, r.Repeated, 1e-9)
	require.Equal(t, []string{"1 calls failed, or are not the same at both ends", "2.0% of the SIP messages were sent again"}, r.Marks)
	require.False(t, r.Clean())
}

func TestEvaluateARoundWithCallersWaiting(t *testing.T) {
	in := raw()
	in.Window.From, in.Heard, in.Others = 700_000, errors.New("silence"), 0.25
	r := Round{Waiting: 2}
	r.Evaluate(in)
	require.Equal(t, 2, r.Calls, "whose talks ended in the window")
	require.Equal(t, 1, r.Failed, "who left without a seat")
	require.Equal(t, 2, r.Kept)
	require.Equal(t, []string{
		"1 calls failed, or are not the same at both ends", "2.0% of the SIP messages were sent again",
		"no sound in the sampled call: silence", "other programs took 25% of the processors",
	}, r.Marks)
}

func TestARefusalAndANobodyAreMarked(t *testing.T) {
	in := raw()
	in.Callers.Legs = []Leg{{ID: "1", Began: 5, Ended: 9, Code: 503}}
	in.Seats.Legs = in.Seats.Legs[1:]
	in.Callers.Repeated, in.Seats.Repeated = 0, 0
	r := Round{Waiting: 5}
	r.Evaluate(in)
	require.Equal(t, []string{
		"no call came through", "1 calls failed, or are not the same at both ends", "1 calls reached a seat from nobody",
		"0 callers waited instead of 5",
	}, r.Marks)
}

func TestClean(t *testing.T) {
	good := Round{Calls: 10, Setup: Spot{P95: 999}, Repeated: 0.01}
	require.True(t, good.Clean())
	for _, spoil := range []func(*Round){
		func(r *Round) { r.Calls = 0 },
		func(r *Round) { r.Failed = 1 },
		func(r *Round) { r.Setup.P95 = 1000 },
		func(r *Round) { r.Repeated = 0.02 },
	} {
		bad := good
		spoil(&bad)
		require.False(t, bad.Clean())
	}
}
