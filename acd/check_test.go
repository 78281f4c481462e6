package acd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckFindsAllFaults(t *testing.T) {
	negative := int64(-1)
	err := Rules{
		Queues: []Queue{
			{ID: "q", Strategy: LongestIdle},
			{ID: "q", Strategy: "loudest"},
			{ID: "r", Strategy: LongestIdle, Ring: -1},
			{ID: "s", Strategy: RingAll, Callback: CallbackRules{Spare: -1}, WrapUpMode: "never", Missed: Missed{Then: "scold"}},
			{ID: "t", Strategy: RingAll, Needs: []Skill{{"law", 0}}, Relax: []Stage{{After: 9}, {After: 8, Needs: []Skill{{"", 1}}}}},
		},
		Seats: []Seat{
			{ID: "a", Queues: Serving("q", "z")},
			{ID: "a"},
			{ID: "b", Queues: []Post{{Queue: "q", Level: 99}}, WrapUp: &negative, Skills: []Skill{{"sign", 0}}},
		},
	}.Check()
	for _, says := range []string{
		`queue "q": the id is empty or used twice`,
		`queue "q": unknown strategy "loudest", use one of ["ring-all" "longest-idle"`,
		`queue "r": times and counts cannot be negative`,
		`queue "s": times and counts cannot be negative`,
		`queue "s": unknown wrap_up_mode "never"`,
		`queue "s": unknown end of missed offers "scold"`,
		`queue "t": its stages are not in the order of time`,
		`queue t: skill "law" has level 0`,
		`queue t: skill "" has level 1`,
		`seat "b", queue "q": a level is from 1 to 98`,
		`seat "b": wrap_up cannot be negative`,
		`seat b: skill "sign" has level 0`,
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
			Seats:  []Seat{{ID: "a", Queues: Serving("q", "q", "z")}, {ID: "a", Queues: Serving("q")}},
		}},
		SignIn{dawn, "a", ""},
	} {
		_, err := f.give(in)
		require.NoError(t, err)
	}
	facts := Decide(f.state, Enqueue{At: dawn, Call: "1", Queue: "q"})
	require.Len(t, facts, 2)
	require.Equal(t, "a", facts[1].(*Offered).Seat)
	queue, ok := f.state.Queue("q")
	require.True(t, ok)
	require.Equal(t, QueueStatus{ID: "q", SignedIn: 1, Out: Out{Offered: 1}, Forecast: Forecast{Silent: true}}, queue)
}
