package bench

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// Longest is how many times the mean a talk lasts at most, so that a round has an end.
const Longest = 5

// shortest is how long a talk lasts at least: whoever hangs up in less has not talked.
const shortest = 100 * time.Millisecond

// Caller is one of a round: who calls, and how long his talk lasts.
type Caller struct {
	Number string
	Talk   time.Duration
}

// Callers makes n of them. Their talks are exponential around the mean; the same seed gives
// the same ones. Their numbers begin with first and stay apart between series.
func Callers(seed uint64, series, n int, mean time.Duration) []Caller {
	random := rand.New(rand.NewPCG(seed, uint64(series)))
	out := make([]Caller, n)
	for i := range out {
		talk := min(random.ExpFloat64(), Longest) * float64(mean)
		out[i] = Caller{Number: callerNumber(series, i), Talk: max(time.Duration(talk), shortest)}
	}
	return out
}

// callerNumber is a mobile number: 139, the series, the place in it.
func callerNumber(series, i int) string {
	return "139" + strconv.Itoa(10+series%90) + strconv.Itoa(100_000 + i)[0:6]
}
