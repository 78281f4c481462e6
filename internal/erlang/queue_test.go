package erlang

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The worked example of many courses on Erlang C: 360 calls in half an hour, four
// minutes each, 55 agents, 15 seconds.
func TestWorkedExampleOfErlangC(t *testing.T) {
	q := NewQueue(55, 360*240.0/1800, 240)
	require.Equal(t, "0.239", fmt.Sprintf("%.3f", q.Wait()))
	require.Equal(t, "8.2", fmt.Sprintf("%.1f", q.ASA()))
	require.Equal(t, "0.846", fmt.Sprintf("%.3f", q.Service(15)))
	require.Equal(t, "0.873", fmt.Sprintf("%.3f", q.Occupancy()))
}

// Another: 100 calls in half an hour, three minutes each, 80 % within 20 seconds.
func TestSecondWorkedExampleOfErlangC(t *testing.T) {
	require.Equal(t, 14, QueueSeats(10, 180, 20, 0.8))
	q := NewQueue(14, 10, 180)
	require.Equal(t, "17.4", fmt.Sprintf("%.1f", 100*q.Wait()))
	require.Equal(t, "88.8", fmt.Sprintf("%.1f", 100*q.Service(20)))
	require.Equal(t, "7.8", fmt.Sprintf("%.1f", q.ASA()))
	require.Equal(t, "71.4", fmt.Sprintf("%.1f", 100*q.Occupancy()))
}

// One seat is the queue M/M/1, of which everything is known.
func TestOneSeat(t *testing.T) {
	q := NewQueue(1, 0.8, 10)
	requireClose(t, 0.8, q.Wait())
	requireClose(t, 40, q.ASA()) // load/(1-load) handling times
	requireClose(t, 1-0.8*math.Exp(-0.2*3), q.Service(30))
}

// slowWait is the definition of Erlang C in exact fractions.
func slowWait(seats int, load *big.Rat) *big.Rat {
	c := big.NewRat(int64(seats), 1)
	term, sum := big.NewRat(1, 1), new(big.Rat)
	for n := 1; n <= seats; n++ {
		sum.Add(sum, term)
		term.Mul(term, load).Mul(term, big.NewRat(1, int64(n)))
	}
	term.Mul(term, c).Quo(term, new(big.Rat).Sub(c, load))
	return sum.Quo(term, sum.Add(sum, term))
}

func TestWaitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exact, load := genLoad(t, 60)
		seats := int(load) + rapid.IntRange(1, 20).Draw(t, "spare")
		requireClose(t, float(slowWait(seats, exact)), NewQueue(seats, load, 1).Wait())
	})
}

func TestErlangCIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		load := rapid.Float64Range(0.001, 10_000).Draw(t, "load")
		seats := int(load) + rapid.IntRange(1, 300).Draw(t, "spare")
		within := rapid.Float64Range(0, 5).Draw(t, "within")
		q, more := NewQueue(seats, load, 1), NewQueue(seats+1, load, 1)
		require.LessOrEqual(t, Blocking(seats, load), q.Wait()+rounding)
		require.True(t, q.Wait() >= 0 && q.Wait() <= 1)
		require.LessOrEqual(t, more.Wait(), q.Wait()+rounding)
		require.LessOrEqual(t, more.ASA(), q.ASA())
		require.Less(t, more.Occupancy(), q.Occupancy())
		require.GreaterOrEqual(t, more.Service(within), q.Service(within)-rounding)
		require.GreaterOrEqual(t, q.Service(within*1.1), q.Service(within)-rounding)
		require.InDelta(t, 1-q.Wait(), q.Service(0), rounding)
	})
}

func TestQueueSeatsAreTheFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		load := rapid.Float64Range(0.001, 10_000).Draw(t, "load")
		share := rapid.Float64Range(0, 0.9999).Draw(t, "share")
		within := rapid.Float64Range(0, 2).Draw(t, "within")
		seats := QueueSeats(load, 1, within, share)
		require.GreaterOrEqual(t, NewQueue(seats, load, 1).Service(within), share-rounding)
		if seats-1 > int(load) {
			require.Less(t, NewQueue(seats-1, load, 1).Service(within), share+rounding)
		}
	})
}

func TestEdgesOfErlangC(t *testing.T) {
	over := NewQueue(3, 3, 60)
	require.Equal(t, 1.0, over.Wait())
	require.Zero(t, over.Service(1e9))
	require.True(t, math.IsInf(over.ASA(), 1))
	require.Equal(t, 1.0, NewQueue(3, 30, 60).Occupancy())

	idle := NewQueue(0, 0, 60)
	require.Zero(t, idle.Wait()+idle.ASA()+idle.Occupancy())
	require.Equal(t, 1.0, idle.Service(0))

	for _, q := range []Queue{NewQueue(-1, 1, 1), NewQueue(1, -1, 1), NewQueue(1, 0.5, 0), NewQueue(1, math.NaN(), 1)} {
		require.True(t, math.IsNaN(q.Wait()) && math.IsNaN(q.Service(1)) && math.IsNaN(q.ASA()) && math.IsNaN(q.Occupancy()))
	}
	require.True(t, math.IsNaN(NewQueue(2, 1, 1).Service(-1)))
	for _, wrong := range []int{
		QueueSeats(0, 1, 1, 0.8), QueueSeats(1, 1, 1, 1), QueueSeats(1, 1, 1, -0.1), QueueSeats(1, 1, -1, 0.8),
		QueueSeats(1, 0, 1, 0.8), QueueSeats(math.NaN(), 1, 1, 0.8), QueueSeats(1, 1, 1, math.NaN()),
	} {
		require.Zero(t, wrong)
	}
	require.Equal(t, 11, QueueSeats(10, 60, 10, 0)) // fewer would let the line grow for ever
}
