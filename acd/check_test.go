package acd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckFindsAllFaults(t *testing.T) {
	err := Rules{
		Queues: []Queue{
			{ID: "q", Strategy: LongestIdle},
			{ID: "q", Strategy: "loudest"},
			{ID: "r", Strategy: LongestIdle, Ring: -1},
		},
		Seats: []Seat{{ID: "a", Queues: []string{"q", "z"}}, {ID: "a"}},
	}.Check()
	for _, says := range []string{
		`queue "q": the id is empty or used twice`,
		`queue "q": unknown strategy "loudest", use "longest-idle"`,
		`queue "r": ring and wrap_up cannot be negative`,
		`seat "a" serves queue "z", which does not exist`,
		`seat "a": the id is empty or used twice`,
	} {
		require.ErrorContains(t, err, says)
	}
	require.NoError(t, Rules{}.Check())
}

// TestFaultyRulesDoNotBreakTheFloor: Check is advice.
func TestFaultyRulesDoNotBreakTheFloor(t *testing.T) {
	f := newTestFloor()
	for _, in := range []Input{
		LoadRules{dawn, Rules{
			Queues: []Queue{{ID: "q"}, {ID: "q"}},
			Seats:  []Seat{{ID: "a", Queues: []string{"q", "q", "z"}}, {ID: "a", Queues: []string{"q"}}},
		}},
		SignIn{dawn, "a"},
	} {
		_, err := f.give(in)
		require.NoError(t, err)
	}
	facts := Decide(f.state, Enqueue{At: dawn, Call: "1", Queue: "q"})
	require.Len(t, facts, 2)
	require.Equal(t, "a", facts[1].(*Offered).Seat)
	queue, ok := f.state.Queue("q")
	require.True(t, ok)
	require.Equal(t, QueueStatus{ID: "q", SignedIn: 1, Out: Out{Offered: 1}}, queue)
}
