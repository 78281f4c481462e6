package simulate

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The estimate finds a patience again of which only a part was seen: half of the callers
// were answered before they gave up. The mean of 20,000 draws is off by 1 % at most, at
// four standard errors of the sample and of the draws.
func TestPatienceFromStays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 20_000
	stays := make([]Stay, 0, n)
	for range n {
		patience, answered := Exponential(2*time.Minute).draw(r), Exponential(2*time.Minute).draw(r)
		stays = append(stays, Stay{For: min(patience, answered), GaveUp: patience < answered})
	}
	p := NewPatience(stays)
	require.InEpsilon(t, 120, p.Mean().Seconds(), 0.05)
	sum, over := 0.0, 0.0
	for range n {
		sum += p.draw(r).Seconds()
		d := p.drawAfter(r, 3*time.Minute)
		require.Greater(t, d, 3*time.Minute)
		over += d.Seconds()
	}
	require.InEpsilon(t, 120, sum/n, 0.05)
	require.InEpsilon(t, 180+120, over/n, 0.06, "an exponential patience has no memory")
}

// By hand: of four callers one gives up after 10 s, one is answered after 20 s, and one
// gives up after 30 s: a quarter is gone at 10 s, and half of the rest at 30 s.
func TestPatienceByHand(t *testing.T) {
	p := NewPatience([]Stay{{30 * time.Second, true}, {10 * time.Second, true}, {40 * time.Second, false}, {20 * time.Second, false}})
	require.Equal(t, []time.Duration{10 * time.Second, 30 * time.Second}, p.times)
	require.InDeltaSlice(t, []float64{0.75, 0.375}, p.left, 1e-12)
	require.Equal(t, 50*time.Second, p.Mean())
	endless := NewPatience([]Stay{{For: time.Minute}})
	require.Equal(t, longest, endless.drawAfter(rand.New(rand.NewPCG(1, 2)), time.Hour))
}

func TestWaitQuantiles(t *testing.T) {
	var w waits
	require.Zero(t, w.quantile(0.9))
	for ms := range int64(1000) {
		w.add(ms * 100)
	}
	require.InEpsilon(t, 90, w.quantile(0.9), 0.01)
	require.InEpsilon(t, 50, w.quantile(0.5), 0.01)
	require.Zero(t, w.quantile(0))
	for place := range 3000 {
		require.Equal(t, place, waitPlace(waitAt(place)))
	}
}
