package simulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestFormulasHold lets the distributor's own queue meet Erlang C and Erlang A.
//
// An interval of 95 % misses the truth in 5 of 100 simulations, so some have to: of
// n independent ones that is Bin(n, 0.05). With 8 seeds for each of 4 queues of
// Erlang C and 3 of Erlang A, a figure is looked at 56 times (abandonment 24 times);
// more than 9 misses of 56, or 6 of 24, have a chance under 1 in 1000. The seeds are fixed: what passes once
// passes always.
func TestFormulasHold(t *testing.T) {
	const seeds, calls = 8, 30_000
	seen := map[string]*sightings{}
	for _, name := range []string{"p_wait", "asa_s", "service_level_15s", "service_level_patient_15s", "abandonment", "occupancy"} {
		seen[name] = &sightings{}
	}
	for _, s := range []Single{
		{Rate: 200, AHT: 3 * time.Minute, Seats: 12},
		{Rate: 12, AHT: 4 * time.Minute, Seats: 1},
		{Rate: 10, AHT: 5 * time.Minute, Seats: 2},
		{Rate: 600, AHT: 2 * time.Minute, Seats: 23},
		{Rate: 200, AHT: 3 * time.Minute, Seats: 9, Patience: 2 * time.Minute},
		{Rate: 200, AHT: 3 * time.Minute, Seats: 12, Patience: time.Minute},
		{Rate: 30, AHT: 5 * time.Minute, Seats: 2, Patience: 10 * time.Minute},
	} {
		for seed := range uint64(seeds) {
			s.Seed, s.Calls = seed, calls
			compare(t, s, seen)
		}
	}
	for name, got := range seen {
		allowed := map[int]int{56: 9, 24: 6}[got.looks]
		require.NotZero(t, allowed, "%s: %d looks", name, got.looks)
		require.LessOrEqual(t, got.misses, allowed, "%s: the formula was outside of %d intervals of %d", name, got.misses, got.looks)
		t.Logf("%s: %d misses of %d, %d intervals narrower than 1 %%", name, got.misses, got.looks, got.narrow)
	}
}

// TestNarrowIntervals has so many calls that intervals get narrow: of the shares that
// are near 1, and of occupancy, so narrow that the figure has to be within 1 %. Of
// four intervals, more than two miss in one of 2000 such tests.
func TestNarrowIntervals(t *testing.T) {
	seen := map[string]*sightings{}
	for _, s := range []Single{
		{Rate: 400, AHT: 3 * time.Minute, Seats: 16, Patience: 3 * time.Minute},
		{Rate: 400, AHT: 3 * time.Minute, Seats: 29},
	} {
		for s.Seed = range 2 {
			s.Calls = 300_000
			compare(t, s, seen)
		}
	}
	for name, got := range seen {
		require.LessOrEqual(t, got.misses, 2, name)
		t.Logf("%s: %d misses of %d, %d narrower than 1 %%, the widest %.1f %%", name, got.misses, got.looks, got.narrow, 100*got.widest)
	}
	for _, name := range []string{"service_level_15s", "occupancy"} {
		require.GreaterOrEqual(t, seen[name].narrow, 2, name)
	}
}

// sightings of a figure.
type sightings struct {
	looks, misses, narrow int
	widest                float64 // interval, of the formula
}

func compare(t *testing.T, s Single, seen map[string]*sightings) {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err)
	r, err := Run(t.Context(), m)
	require.NoError(t, err)
	f, in := s.Formula(), r.Intervals
	require.NotNil(t, f)
	look := func(name string, formula, figure float64, within *Interval) {
		got := seen[name]
		if got == nil {
			got = &sightings{}
			seen[name] = got
		}
		got.looks++
		if !within.Holds(formula) {
			got.misses++
		}
		width := 2 * within.Half() / formula
		got.widest = max(got.widest, width)
		if width < 0.01 {
			got.narrow++
			require.InEpsilon(t, formula, figure, 0.01, "%s of %+v", name, s)
		}
	}
	look("p_wait", f.PWait, r.PWait, in.PWait)
	look("asa_s", f.ASA, r.ASA, in.ASA)
	look("service_level_15s", f.Service, r.Service, in.Service)
	look("service_level_patient_15s", f.ServiceOfPatient, r.ServiceOfPatient, in.ServiceOfPatient)
	look("occupancy", f.Occupancy, r.Occupancy, in.Occupancy)
	if s.Patience > 0 {
		look("abandonment", f.Abandonment, r.Abandonment, in.Abandonment)
	} else {
		require.Zero(t, r.Abandonment)
	}
}

func TestNoFormulaWhereThereIsNone(t *testing.T) {
	for _, s := range []Single{
		{Rate: 200, AHT: 3 * time.Minute, Seats: 12, WrapUp: time.Second},
		{Rate: 200, AHT: 3 * time.Minute, Seats: 12, AnswerAfter: time.Second},
		{Rate: 200, AHT: 3 * time.Minute, Seats: 10},
	} {
		require.Nil(t, s.Formula(), "%+v", s)
	}
}
