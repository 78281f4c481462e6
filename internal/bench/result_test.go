package bench

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func sample() *Result {
	r := &Result{
		Machine: Machine{Processor: "Test", Cores: 2, MemoryGB: 4, System: "Debian", Kernel: "6", Go: "go1", Asterisk: "22", Hotline: "dev"},
		Began:   "2026-11-24T02:42:18Z", Command: "make bench", Seed: 7,
		Rates: []Rate{
			{Hotline, 0, 200, 100},
			{Queue, 0, 200, 50},
			{Hotline, 1, 200, 120},
			{Queue, 1, 200, 40},
			{Dial, 0, 1000, 400},
			{Hotline, 0, 1000, 240},
			{Hotline, 1, 1000, 200},
			{Dial, 1, 1000, 400},
		},
		Memory: []Memory{
			{Contender: Hotline, Seats: 200, Waiting: 500, Idle: 30_000, Talk: Pair{200, 20}, Wait: Pair{100, 10}},
		},
	}
	for index := range 2 {
		for _, seats := range []int{1000, 10} { // not in their order
			r.Rounds = append(r.Rounds,
				Round{Part: Spare, Contender: Hotline, Index: index, Seats: seats, Calls: 9, Setup: Spot{N: 9, P50: 3}, Asterisk: 6, Engine: 2, TalkMS: 1000, Rate: 5},
				Round{Part: Spare, Contender: Queue, Index: index, Seats: seats, Calls: 9, Setup: Spot{N: 9, P50: 2}, Asterisk: float64(seats) / 100, TalkMS: 1000, Rate: 5})
		}
		for i, waiting := range []int{25, 100, 400} {
			seats := 10 << (2 * i)
			for _, part := range []string{Queued, Growth} {
				r.Rounds = append(r.Rounds,
					Round{Part: part, Contender: Hotline, Index: index, Seats: seats, Waiting: waiting, Calls: 9, Free: Spot{N: 9, P50: 5}, Asterisk: 6, Engine: 2},
					Round{Part: part, Contender: AnsweredQueue, Index: index, Seats: seats, Waiting: waiting, Calls: 9, Free: Spot{N: 9, P50: 500}, Asterisk: 16, Marks: []string{"odd"}})
			}
		}
	}
	r.Compare()
	return r
}

func TestCompare(t *testing.T) {
	r := sample()
	require.InDelta(t, 0.01, r.FreeToInvite, 1e-9)
	require.InDelta(t, 1.5, r.Setup, 1e-9)
	require.InDelta(t, 80, r.CPU10, 1e-9)
	require.InDelta(t, 0.8, r.CPU1000, 1e-9)
	require.InDelta(t, 2.5, r.RateQueue, 1e-9)
	require.InDelta(t, 0.55, r.RateDial, 1e-9)
	require.Equal(t, Figure{Median: 2.5, Min: 2, Max: 3, N: 2}, r.Ratios["rate_vs_queue_200"])
}

func TestTheFiguresAreAtTheTopOfTheFile(t *testing.T) {
	text, err := json.Marshal(sample())
	require.NoError(t, err)
	var file map[string]any
	require.NoError(t, json.Unmarshal(text, &file))
	for _, name := range []string{
		"free_to_invite_vs_queue", "setup_vs_queue", "cpu_vs_queue_10", "cpu_vs_queue_1000", "rate_vs_queue_200", "rate_vs_dial",
	} {
		require.IsType(t, 0.0, file[name], name)
		require.NotZero(t, file[name], name)
	}
}
