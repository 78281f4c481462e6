package arena

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/bench"
)

func TestTheFullPlanHasAllSizes(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range (Plan{}).full() {
		for _, j := range h.work {
			waiting := 0
			if j.load != nil {
				waiting = j.load(h).Waiting
			}
			seen[fmt.Sprintf("%s %d %d", j.part, h.seats, waiting)] = true
		}
	}
	for _, seats := range []int{10, 200, 1000} {
		require.True(t, seen[fmt.Sprintf("%s %d 0", bench.Spare, seats)])
		require.True(t, seen[fmt.Sprintf("%s %d 100", bench.Queued, seats)])
		require.True(t, seen[fmt.Sprintf("%s %d 500", bench.Queued, seats)])
	}
	for _, size := range []string{"growth 10 25", "growth 40 100", "growth 160 400", "rate 200 0", "rate 1000 0", "sound 200 0", "greeted 200 0", "huge 2000 1000"} {
		require.True(t, seen[size], size)
	}
}

func TestTheQuickPlanHasWhatTheFiguresNeed(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range (Plan{}).quick() {
		for _, j := range h.work {
			for _, c := range j.contenders {
				seen[fmt.Sprintf("%s %d %s", j.part, h.seats, c.Name)] = true
			}
		}
	}
	for _, need := range []string{
		"idle 10 queue", "idle 10 hotline", "idle 1000 queue", "idle 1000 hotline", "waiting 10 answered-queue", "waiting 10 hotline",
		"rate 200 queue", "rate 200 hotline", "rate 1000 dial", "rate 1000 hotline",
	} {
		require.True(t, seen[need], need)
	}
}

func TestHowManyCallersALoadNeeds(t *testing.T) {
	open := Load{Callers: 300, Rate: 20, Talk: time.Second}
	require.Equal(t, 300, open.callers(200))
	require.Equal(t, 35*time.Second, open.lasting())
	open.Patience = time.Second
	require.Equal(t, 21*time.Second, open.lasting())

	kept := Load{Waiting: 90, Rate: 40, Talk: time.Second, Window: 15 * time.Second}
	require.InDelta(t, 10, kept.leaving(10), 1e-9)
	require.InDelta(t, 100/30.0+3, kept.filling(10).Seconds(), 1e-6)
	require.Greater(t, kept.callers(10), 10+90+10*21, "so many are there and come in the meantime")
}

func TestTheSeatsLimitTheRates(t *testing.T) {
	few := Plan{Seed: 7}.climb(house{seats: 200}, Hotline(), 1, nil)
	require.InDelta(t, 190, few.Ramp.Limit, 0)
	require.Equal(t, uint64(8), few.Seed)
	for _, c := range []Contender{Dial(), Hotline()} {
		require.InDelta(t, 952, Plan{}.climb(house{seats: 1000}, c, 0, nil).Ramp.Limit, 0, c.Name)
	}
	tiny := Plan{}.climb(house{seats: 10}, Dial(), 0, nil)
	require.InDelta(t, tiny.Ramp.Limit, tiny.Ramp.Start, 0)
}

func TestARampBeginsWhereTheOneBeforeEnded(t *testing.T) {
	before := []bench.Rate{
		{Contender: bench.Hotline, Seats: 1000, Best: 300},
		{Contender: bench.Hotline, Seats: 1000, Best: 320},
		{Contender: bench.Hotline, Seats: 200, Best: 180},
		{Contender: bench.Dial, Seats: 1000, Best: 600},
		{Contender: bench.Hotline, Seats: 1000}, // no rate was clean
	}
	again := Plan{}.climb(house{seats: 1000}, Hotline(), 2, before).Ramp
	require.InDelta(t, 320, again.Start, 0)
	require.InDelta(t, again.Close, again.Factor, 0)
	require.Less(t, Plan{}.climb(house{seats: 200}, Queue(), 2, before).Ramp.Start, 190.0)
}

func TestContendersCall(t *testing.T) {
	require.Equal(t, "6110003", Dial().number(10, 12))
	require.Equal(t, queueNumber, Queue().number(10, 12))
	require.Equal(t, hotlineNumber, Hotline().number(10, 12))
}

func TestARoundInALine(t *testing.T) {
	r := bench.Round{Calls: 9, Setup: bench.Spot{P50: 2.5}, Free: bench.Spot{P50: 7}, Asterisk: 5, Engine: 3}
	require.Equal(t, "9 calls, INVITE to seat's INVITE 2.5 ms; a call takes 5.0 + 3.0 ms", summary(r))
	r.Waiting, r.Kept, r.Marks = 20, 19, []string{"odd", "strange"}
	require.Equal(t, "9 calls, 19 wait, seat free to its INVITE 7.0 ms; a call takes 5.0 + 3.0 ms (odd; strange)", summary(r))
}

func TestOnlyThePartsThatAreWanted(t *testing.T) {
	require.True(t, Plan{}.wants("idle"))
	require.True(t, Plan{Parts: []string{"rate", "idle"}}.wants("idle"))
	require.False(t, Plan{Parts: []string{"rate"}}.wants("idle"))
}
