package erlang

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// published are the loads that printed tables of Erlang B have for a number of
// lines, to three decimals.
var published = map[float64]map[int]string{
	0.001: {
		1: "0.001", 2: "0.046", 3: "0.194", 4: "0.439", 5: "0.762", 6: "1.146", 7: "1.579", 8: "2.051", 9: "2.557", 10: "3.092",
		30: "16.684", 50: "32.512", 100: "75.242",
	},
	0.01: {
		1: "0.010", 2: "0.153", 3: "0.455", 4: "0.869", 5: "1.361", 6: "1.909", 7: "2.501", 8: "3.128", 9: "3.783", 10: "4.461",
		11: "5.160", 12: "5.876", 13: "6.607", 14: "7.352", 15: "8.108", 16: "8.875", 17: "9.652", 18: "10.437", 19: "11.230", 20: "12.031",
		25: "16.125", 30: "20.337", 40: "29.007", 50: "37.901", 60: "46.950", 80: "65.363", 90: "74.684", 100: "84.064",
	},
	0.02: {
		1: "0.020", 2: "0.223", 3: "0.602", 4: "1.092", 5: "1.657", 6: "2.276", 7: "2.935", 8: "3.627", 9: "4.345", 10: "5.084",
		11: "5.842", 12: "6.615", 13: "7.402", 14: "8.200", 15: "9.010", 16: "9.828", 17: "10.656", 18: "11.491", 19: "12.333", 20: "13.182",
		30: "21.932", 50: "40.255", 100: "87.972",
	},
	0.05: {1: "0.053", 2: "0.381", 3: "0.899", 4: "1.525", 10: "6.216", 20: "15.249", 50: "44.533", 100: "95.240"},
}

func TestLoadsOfPublishedTables(t *testing.T) {
	for blocking, rows := range published {
		for lines, load := range rows {
			require.Equal(t, load, fmt.Sprintf("%.3f", Load(lines, blocking)), "%d lines, %g", lines, blocking)
		}
	}
}

func TestLinesOfPublishedTables(t *testing.T) {
	for blocking, rows := range published {
		for lines := range rows {
			most := Load(lines, blocking)
			require.Equal(t, lines, Lines(most*(1-1e-9), blocking))
			require.Equal(t, lines+1, Lines(most*(1+1e-9), blocking))
		}
	}
	require.Equal(t, 45, Lines(33.333, 0.01)) // worked examples of a vendor of tables
	require.Equal(t, "8.108", fmt.Sprintf("%.3f", Load(15, 0.01)))
}

// slowBlocking is the definition, load^n/n! over the sum of such terms, in exact
// fractions.
func slowBlocking(lines int, load *big.Rat) *big.Rat {
	term, sum := big.NewRat(1, 1), big.NewRat(1, 1)
	for n := 1; n <= lines; n++ {
		term.Mul(term, load).Mul(term, big.NewRat(1, int64(n)))
		sum.Add(sum, term)
	}
	return new(big.Rat).Quo(term, sum)
}

// rounding is what the last digits of a share may be off.
const rounding = 1e-12

func float(r *big.Rat) float64 { f, _ := r.Float64(); return f }

func requireClose(t require.TestingT, want, got float64, of ...any) {
	if want == got {
		return
	}
	require.InEpsilon(t, want, got, 1e-11, of...)
}

// genLoad draws a load as a fraction, and the number that it is.
func genLoad(t *rapid.T, most int64) (*big.Rat, float64) {
	r := big.NewRat(rapid.Int64Range(1, most*64).Draw(t, "load in 64ths"), 64)
	return r, float(r)
}

func TestBlockingIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.IntRange(0, 80).Draw(t, "lines")
		exact, load := genLoad(t, 100)
		requireClose(t, float(slowBlocking(lines, exact)), Blocking(lines, load))
	})
}

// At 10,000 erlangs the terms are far beyond what a float64 holds.
func TestBlockingOfGreatLoads(t *testing.T) {
	for _, lines := range []int{1, 100, 9000, 9900, 10_000, 10_100, 10_500} {
		const load = 10_000
		term, sum := big.NewFloat(1).SetPrec(300), big.NewFloat(1).SetPrec(300)
		for n := 1; n <= lines; n++ {
			term.Mul(term, big.NewFloat(load)).Quo(term, big.NewFloat(float64(n)))
			sum.Add(sum, term)
		}
		want, _ := term.Quo(term, sum).Float64()
		requireClose(t, want, Blocking(lines, load), lines)
	}
}

func TestBlockingIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.IntRange(1, 2000).Draw(t, "lines")
		load := rapid.Float64Range(0.001, 10_000).Draw(t, "load")
		b := Blocking(lines, load)
		require.True(t, b >= 0 && b <= 1)
		require.LessOrEqual(t, b, Blocking(lines-1, load)+rounding)
		require.LessOrEqual(t, b, Blocking(lines, load*1.01)+rounding)
	})
}

func TestLinesAreTheFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		load := rapid.Float64Range(0.001, 10_000).Draw(t, "load")
		share := rapid.Float64Range(1e-9, 0.9).Draw(t, "share")
		n := Lines(load, share)
		require.LessOrEqual(t, Blocking(n, load), share+rounding)
		if n > 0 {
			require.Greater(t, Blocking(n-1, load), share-rounding)
			require.LessOrEqual(t, load, Load(n, share)*(1+1e-12))
		}
	})
}

func TestEdgesOfBlocking(t *testing.T) {
	require.Equal(t, 1.0, Blocking(0, 5))
	require.Zero(t, Blocking(3, 0))
	require.Zero(t, Blocking(1000, 1e-9)) // too small for a number
	require.Zero(t, Load(0, 0.5))
	require.Zero(t, Lines(0, 0.01))
	require.Equal(t, 1, Lines(1e-9, 0.01))
	for _, wrong := range []float64{
		Blocking(-1, 1), Blocking(1, -1), Blocking(1, math.NaN()), Blocking(1, math.Inf(1)), Load(-1, 0.5), Load(1, 0), Load(1, 1),
	} {
		require.True(t, math.IsNaN(wrong))
	}
	for _, wrong := range []int{Lines(-1, 0.1), Lines(1, 0), Lines(1, 1), Lines(math.NaN(), 0.1), Lines(math.Inf(1), 0.1)} {
		require.Zero(t, wrong)
	}
}
