package erlang

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The example by which Erlang A became known (Garnett, Mandelbaum, Reiman 2002):
// 48 calls a minute of one minute each, 50 agents, callers of two minutes' patience.
func TestWorkedExampleOfErlangA(t *testing.T) {
	endless, q := NewQueue(50, 48, 60), NewImpatient(50, 48, 60, 120)
	require.Equal(t, "20.8", fmt.Sprintf("%.1f", endless.ASA()))
	require.Equal(t, "3.1", fmt.Sprintf("%.1f", 100*q.Abandonment()))
	require.Equal(t, "3.7", fmt.Sprintf("%.1f", q.MeanWait()))
	require.Equal(t, "93", fmt.Sprintf("%.0f", 100*q.Occupancy()))
	require.Equal(t, "96", fmt.Sprintf("%.0f", 100*endless.Occupancy()))
}

// slow has the figures of Erlang A from its states, in exact fractions: scale is
// patience/handle, and still the share of callers whose patience is longer than t.
type slow struct{ wait, lost, asa, servedLate, lostLate *big.Rat }

func slowImpatient(seats int, load, scale *big.Rat, still *big.Rat, states int) slow {
	one := big.NewRat(1, 1)
	term, whole := big.NewRat(1, 1), new(big.Rat)
	for n := 1; n <= seats; n++ {
		whole.Add(whole, term)
		term.Mul(term, load).Mul(term, big.NewRat(1, int64(n)))
	}
	x := new(big.Rat).Mul(big.NewRat(int64(seats), 1), scale) // a whole number here
	s := slow{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	harmonic, served := new(big.Rat), new(big.Rat)
	for j := range int64(states) { // found waiting
		next := new(big.Rat).Add(x, big.NewRat(j+1, 1))
		harmonic.Add(harmonic, new(big.Rat).Quo(one, next))
		is := new(big.Rat).Quo(x, next) // served at last
		lost := new(big.Rat).Sub(one, is)
		late := new(big.Rat).Mul(is, slowBeta(still, x.Num().Int64()+1, j+1))
		stay := new(big.Rat).Mul(still, slowBeta(still, x.Num().Int64(), j+1))
		addTo(s.wait, term, one)
		addTo(s.lost, term, lost)
		addTo(served, term, is)
		addTo(s.asa, term, new(big.Rat).Mul(is, harmonic))
		addTo(s.servedLate, term, late)
		addTo(s.lostLate, term, stay.Sub(stay, late))
		term.Mul(term, load).Mul(term, scale).Quo(term, next)
		round(term)
	}
	served.Add(served, whole)
	whole.Add(whole, s.wait)
	s.asa.Quo(s.asa, served)
	for _, share := range []*big.Rat{s.wait, s.lost, s.servedLate, s.lostLate} {
		share.Quo(share, whole)
	}
	return s
}

func addTo(sum, weight, value *big.Rat) { round(sum.Add(sum, new(big.Rat).Mul(weight, value))) }

// round keeps fractions from growing without end: 400 bits are left.
func round(r *big.Rat) {
	exact := new(big.Float).SetPrec(400).SetRat(r)
	exact.Rat(r)
}

// slowBeta is the incomplete beta function of whole numbers, as the chance of at least
// a successes in a+b-1 trials.
func slowBeta(p *big.Rat, a, b int64) *big.Rat {
	n, not := a+b-1, new(big.Rat).Sub(big.NewRat(1, 1), p)
	sum := new(big.Rat)
	for k := a; k <= n; k++ {
		term := new(big.Rat).SetInt(new(big.Int).Binomial(n, k))
		for range k {
			term.Mul(term, p)
		}
		for range n - k {
			term.Mul(term, not)
		}
		sum.Add(sum, term)
	}
	return sum
}

func TestErlangAIsExact(t *testing.T) {
	for _, c := range []struct {
		seats       int
		load, scale float64
	}{
		{1, 0.5, 1}, {1, 4, 2}, {3, 2.5, 2}, {3, 6, 1}, {8, 7.75, 1}, {10, 3.25, 1}, {5, 5, 3}, {12, 14.5, 1},
	} {
		still := big.NewRat(3, 4)
		load, scale := new(big.Rat).SetFloat64(c.load), new(big.Rat).SetFloat64(c.scale)
		want := slowImpatient(c.seats, load, scale, still, 70)
		const handle = 180.0
		patience := handle * c.scale
		within := -patience * math.Log(0.75)
		q := NewImpatient(c.seats, c.load, handle, patience)
		requireClose(t, float(want.wait), q.Wait(), c)
		requireClose(t, float(want.lost), q.Abandonment(), c)
		requireClose(t, float(want.asa)*patience, q.ASA(), c)
		served, lost := q.after(within)
		requireClose(t, float(want.servedLate), served, c)
		requireClose(t, float(want.lostLate), lost, c)
		requireClose(t, 1-float(want.lost)-float(want.servedLate), q.Service(within), c)
		inTime := 1 - float(want.lost) - float(want.servedLate)
		requireClose(t, inTime/(inTime+float(want.servedLate)+float(want.lostLate)), q.ServiceOfPatient(within), c)
		requireClose(t, c.load*(1-float(want.lost))/float64(c.seats), q.Occupancy(), c)
	}
}

// genQueue draws figures of any size.
func genQueue(t *rapid.T) (seats int, load, handle, patience float64) {
	load = math.Exp(rapid.Float64Range(math.Log(0.01), math.Log(10_000)).Draw(t, "log load"))
	seats = int(load*rapid.Float64Range(0, 2).Draw(t, "seats of load")) + rapid.IntRange(0, 5).Draw(t, "more")
	handle = rapid.Float64Range(10, 600).Draw(t, "handle")
	patience = handle * math.Exp(rapid.Float64Range(math.Log(0.001), math.Log(1000)).Draw(t, "log patience of handle"))
	return seats, load, handle, patience
}

func TestErlangAIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seats, load, handle, patience := genQueue(t)
		within := rapid.Float64Range(0, 3).Draw(t, "within") * handle
		q, more := NewImpatient(seats, load, handle, patience), NewImpatient(seats+1, load, handle, patience)
		for _, share := range []float64{q.Wait(), q.Abandonment(), q.Service(within), q.ServiceOfPatient(within), q.Occupancy()} {
			require.True(t, share >= 0 && share <= 1+1e-12, share)
		}
		const tiny = 1e-11
		require.LessOrEqual(t, more.Wait(), q.Wait()+tiny)
		require.LessOrEqual(t, more.Abandonment(), q.Abandonment()+tiny)
		require.LessOrEqual(t, more.MeanWait(), q.MeanWait()*(1+1e-9))
		require.GreaterOrEqual(t, more.Service(within), q.Service(within)-tiny)
		require.GreaterOrEqual(t, q.Service(within*1.1), q.Service(within)-tiny)
		require.GreaterOrEqual(t, q.ServiceOfPatient(within), q.Service(within)-tiny)
		require.LessOrEqual(t, NewImpatient(seats, load, handle, patience*1.1).Abandonment(), q.Abandonment()+tiny)
		require.LessOrEqual(t, Blocking(seats, load), q.Wait()+tiny)
		require.LessOrEqual(t, q.Wait(), NewQueue(seats, load, handle).Wait()+tiny)
		require.GreaterOrEqual(t, q.Abandonment(), 1-float64(seats)/load-tiny)
		require.InDelta(t, 1-q.Wait(), q.Service(0), tiny)
		require.InDelta(t, 1-q.Abandonment(), q.Service(1e9*handle), tiny)
	})
}

// Impatience without end is Erlang B, patience without end Erlang C.
func TestErlangALiesBetweenBAndC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seats, load, handle, _ := genQueue(t)
		hasty := NewImpatient(seats, load, handle, handle*1e-12)
		b := Blocking(seats, load)
		require.InDelta(t, b, hasty.Wait(), 1e-6)
		require.InDelta(t, b, hasty.Abandonment(), 1e-6)

		seats = int(load*1.1) + 1 + rapid.IntRange(0, 20).Draw(t, "spare")
		c, saint := NewQueue(seats, load, handle), NewImpatient(seats, load, handle, handle*1e11)
		require.InDelta(t, c.Wait(), saint.Wait(), 1e-6)
		require.InDelta(t, 0, saint.Abandonment(), 1e-6)
		require.InDelta(t, c.ASA()/handle, saint.ASA()/handle, 1e-6)
		require.InDelta(t, c.Service(handle/10), saint.Service(handle/10), 1e-6)
		require.InDelta(t, c.Service(handle/10), saint.ServiceOfPatient(handle/10), 1e-6)
		require.InDelta(t, c.Occupancy(), saint.Occupancy(), 1e-6)
	})
}

// A line so overfull that it behaves like water: those who wait for w are served,
// where exp(-w/patience) is seats/load.
func TestFluidLimitOfErlangA(t *testing.T) {
	const seats, load, handle, patience = 5000, 10_000, 180.0, 18_000.0
	q := NewImpatient(seats, load, handle, patience)
	wait := patience * math.Ln2
	require.InDelta(t, 0.5, q.Abandonment(), 1e-9)
	require.InEpsilon(t, wait, q.ASA(), 1e-5)
	require.InDelta(t, 0, q.Service(wait*0.95), 1e-6)
	require.InDelta(t, 0.5, q.Service(wait*1.05), 1e-6)
	require.InDelta(t, 1, q.Occupancy(), 1e-9)
	require.InDelta(t, 1, q.ServiceOfPatient(wait*1.2), 1e-6)
}

func TestImpatientSeatsAreTheFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, load, handle, patience := genQueue(t)
		share := rapid.Float64Range(0, 0.999).Draw(t, "share")
		within := rapid.Float64Range(0, 2).Draw(t, "within") * handle
		seats := ImpatientSeats(load, handle, patience, within, share)
		require.GreaterOrEqual(t, NewImpatient(seats, load, handle, patience).Service(within), share)
		if seats > 0 {
			require.Less(t, NewImpatient(seats-1, load, handle, patience).Service(within), share)
		}
	})
}

func TestEdgesOfErlangA(t *testing.T) {
	none := NewImpatient(0, 5, 60, 30)
	requireClose(t, 1, none.Wait())
	requireClose(t, 1, none.Abandonment())
	requireClose(t, 30, none.MeanWait())
	require.Zero(t, none.ASA())
	require.Zero(t, none.Occupancy())
	require.InDelta(t, 0, none.Service(10), 1e-12)
	require.InDelta(t, 0, none.ServiceOfPatient(10), 1e-12)
	_, late := none.after(10)
	requireClose(t, math.Exp(-10.0/30), late)

	for _, idle := range []Impatient{NewImpatient(0, 0, 60, 30), NewImpatient(3, 0, 60, 30), NewImpatient(1000, 1e-9, 60, 30)} {
		require.Zero(t, idle.Wait()+idle.Abandonment()+idle.ASA()+idle.MeanWait())
		require.InDelta(t, 0, idle.Occupancy(), 1e-9)
		require.Equal(t, 1.0, idle.Service(0))
		require.Equal(t, 1.0, idle.ServiceOfPatient(0))
	}
	for _, q := range []Impatient{
		NewImpatient(-1, 1, 1, 1), NewImpatient(1, -1, 1, 1), NewImpatient(1, 1, 0, 1), NewImpatient(1, 1, 1, 0),
		NewImpatient(1, 1, 1, math.Inf(1)), NewImpatient(1, math.NaN(), 1, 1),
	} {
		for _, f := range []float64{q.Wait(), q.Abandonment(), q.ASA(), q.MeanWait(), q.Service(1), q.ServiceOfPatient(1), q.Occupancy()} {
			require.True(t, math.IsNaN(f))
		}
	}
	require.True(t, math.IsNaN(NewImpatient(1, 1, 1, 1).Service(-1)))
	require.True(t, math.IsNaN(NewImpatient(1, 1, 1, 1).ServiceOfPatient(-1)))
	for _, wrong := range []int{
		ImpatientSeats(0, 1, 1, 1, 0.8), ImpatientSeats(1, 1, 1, 1, 1), ImpatientSeats(1, 1, 0, 1, 0.8),
		ImpatientSeats(1, 1, 1, -1, 0.8), ImpatientSeats(1, 1, 1, 1, math.NaN()),
	} {
		require.Zero(t, wrong)
	}
	require.Zero(t, ImpatientSeats(1, 1, 1, 1, 0))
}

func BenchmarkImpatientSeats(b *testing.B) {
	for b.Loop() {
		ImpatientSeats(10_000, 180, 180, 15, 0.95)
	}
}
