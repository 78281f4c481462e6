package simulate

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Half hours get their own share of calls: in 400 days as many as asked for, to
// five standard errors of a Poisson count, and none where none are asked for.
func TestHalvesHaveTheirRates(t *testing.T) {
	const days = 400
	s := Stream{Halves: make([]float64, halves), Talk: Fixed(time.Second)}
	s.Halves[0], s.Halves[17], s.Halves[18], s.Halves[20], s.Halves[47] = 3, 40, 0.5, 12, 7
	src := newSource(&s, 0, 1, 0)
	got := make([]float64, halves)
	for range days {
		src.rewind()
		for last := int64(-1); src.draw(); last = src.next.at {
			require.GreaterOrEqual(t, src.next.at, last)
			got[src.next.at/int64(halfHour)]++
		}
	}
	for i, want := range s.Halves {
		require.InDelta(t, want*days, got[i], 5*math.Sqrt(want*days), "half hour %d", i)
	}
}

// A roster changes nothing about who calls: each purpose has a generator of its own.
func TestSameCallersWithAnotherPatience(t *testing.T) {
	s := Stream{Rate: 200, Talk: Exponential(time.Minute)}
	patient, impatient := newSource(&s, 0, 3, 0), newSource(&Stream{Rate: 200, Talk: s.Talk, Patience: Exponential(time.Second)}, 0, 3, 0)
	other := newSource(&s, 0, 3, 1)
	for range 100 {
		require.True(t, patient.draw() && impatient.draw() && other.draw())
		require.Equal(t, patient.next.at, impatient.next.at)
		require.Equal(t, patient.next.talk, impatient.next.talk)
		require.Positive(t, impatient.next.patience)
		require.NotEqual(t, patient.next.at, other.next.at)
	}
}

func TestRecordedCallsComeAsTheyCame(t *testing.T) {
	s := Stream{Talk: Fixed(time.Minute), Patience: Fixed(time.Hour), Recorded: []Arrival{
		{At: time.Second}, {At: 2 * time.Second, Talk: 3 * time.Second, Patience: 4 * time.Second},
	}}
	src := newSource(&s, 0, 1, 0)
	for range 2 {
		require.True(t, src.draw())
		require.Equal(t, brings{at: int64(time.Second), talk: int64(time.Minute), patience: int64(time.Hour)}, src.next)
		require.True(t, src.draw())
		require.Equal(t, brings{at: int64(2 * time.Second), talk: int64(3 * time.Second), patience: int64(4 * time.Second)}, src.next)
		require.False(t, src.draw())
		src.rewind()
	}
}
