package why

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
)

func TestSeatsAsTheyStood(t *testing.T) {
	require.Empty(t, asStood(nil))
	require.Equal(t, []string{"as the floor stood, the queue had no seats"}, asStood(&acd.Explanation{}))

	talking := acd.Explained{Candidate: acd.Candidate{Seat: "8003"}, Out: "talking", State: acd.StateTalking}
	require.Equal(t, []string{"as the floor stood, nobody could have it; not: 8003 talking"},
		asStood(&acd.Explanation{Seats: []acd.Explained{talking}}))

	require.Equal(t, []string{
		"as the floor stood, it waited behind 1 call, needed sign 2, preferred english, was for levels 1 to 2, had come to stage 1, was for seat 8002 alone; " +
			"eligible: 1. 8002 (2 calls), 2. 8001 (3 calls); not: 8003 talking",
	}, asStood(&acd.Explanation{
		Because: "fewest-calls", Ahead: 1, Stage: 1, Levels: 2, Last: "8002",
		Needs: []acd.Skill{{Skill: "sign", Level: 2}}, Prefer: []string{"english"},
		Seats: []acd.Explained{
			{Candidate: acd.Candidate{Seat: "8002", Calls: 2}, Place: 1, State: acd.StateReady},
			{Candidate: acd.Candidate{Seat: "8001", Calls: 3}, Place: 2, State: acd.StateReady},
			talking,
		},
	}))
}

func TestManySeatsAreCounted(t *testing.T) {
	var seats []acd.Explained
	for i := range 30 {
		seats = append(seats, acd.Explained{Candidate: acd.Candidate{Seat: strconv.Itoa(i)}, Out: "paused"})
	}
	note := asStood(&acd.Explanation{Seats: seats})[0]
	require.True(t, strings.HasSuffix(note, "11 paused, and 18 more"), note)
}

func TestLimits(t *testing.T) {
	joined := &acd.CallQueued{
		Limits:   acd.Limits{Size: 3, Staff: 2, Wait: 90_000, Expected: 60_000},
		Expected: 75_000, Low: 50_000, High: 120_000,
	}
	stood := acd.QueueStatus{Waiting: 4, Ready: 1, Out: acd.Out{Paused: 2, Talking: 1}}
	for reason, want := range map[string][]string{
		acd.OverflowSize:         {"limit: at most 3 in line before it; 4 were"},
		acd.OverflowStaff:        {"limit: at least 2 seats signed in that could have it"},
		acd.OverflowExpected:     {"limit: an expected wait of 1m00s; it was 1m15s (50.0s to 2m00s for 4 callers in 5)"},
		acd.OverflowWait:         {"limit: a wait of 1m30s in this queue"},
		acd.OverflowNoSeat:       {"seats of the queue: 2 paused, 1 talking, 1 ready"},
		acd.OverflowAllPaused:    {"seats of the queue: 2 paused, 1 talking, 1 ready"},
		acd.OverflowAllBusy:      {"seats of the queue: 2 paused, 1 talking, 1 ready"},
		acd.OverflowQueueRemoved: nil,
		"key-9":                  nil,
	} {
		require.Equal(t, want, limit(reason, joined, stood), reason)
	}
	require.Nil(t, limit(acd.OverflowSize, nil, stood))
	require.Nil(t, limit(acd.OverflowNoSeat, joined, acd.QueueStatus{}))
}

func TestWhatCouldBeTold(t *testing.T) {
	w := &wait{
		joined: &acd.CallQueued{}, told: acd.View{Expected: 40_000, Low: 20_000, High: 70_000},
		stood: acd.View{Queue: queue, Position: 3, Waiting: 5},
	}
	require.Equal(t, []string{
		"stood at position 3 of 5",
		"what could be told when it joined: a wait of 40.0s (20.0s to 1m10s for 4 callers in 5)",
	}, w.toldOf())
	require.Nil(t, (&wait{joined: w.joined}).toldOf(), "it left at once")
	w.joined.Callback.ID = "k"
	require.Nil(t, w.toldOf(), "nobody was on the line")
}
