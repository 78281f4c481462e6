package simulate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func simulated(t testing.TB, s Single) Report {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err)
	r, err := Run(t.Context(), m)
	require.NoError(t, err)
	return r
}

func TestSameSeedSameReport(t *testing.T) {
	written := func(seed uint64) string {
		r := simulated(t, Single{Rate: 200, AHT: 3 * time.Minute, Seats: 11, Patience: time.Minute, WrapUp: 5 * time.Second, Calls: 5000, Seed: seed})
		var text bytes.Buffer
		require.NoError(t, r.WriteText(&text, nil))
		object, err := json.Marshal(r)
		require.NoError(t, err)
		return text.String() + string(object)
	}
	require.Equal(t, written(7), written(7))
	require.NotEqual(t, written(7), written(8))
}

// Wrap-up and ringing keep seats from the next call: with both, a queue that would
// do has too little.
func TestWrapUpAndRingingTakeSeats(t *testing.T) {
	s := Single{Rate: 200, AHT: 3 * time.Minute, Seats: 13, Calls: 30_000, Seed: 1}
	plain := simulated(t, s)
	s.WrapUp, s.AnswerAfter = 20*time.Second, 5*time.Second
	slow := simulated(t, s)
	require.InDelta(t, plain.AHT+20, slow.AHT, 1e-3)
	require.Greater(t, slow.PWait, plain.PWait)
	require.Greater(t, slow.ASA, plain.ASA+5)
	require.InDelta(t, 200*200.0/3600/13, slow.Occupancy, 0.02, "ringing is no work")
}

func TestTooMuchWorkIsNoted(t *testing.T) {
	s := Single{Rate: 200, AHT: 3 * time.Minute, Seats: 10, Calls: 1000, Seed: 1}
	require.Contains(t, simulated(t, s).Note, "10 erlangs are too much for 10 seats")
	s.Patience = time.Minute
	require.Empty(t, simulated(t, s).Note)
	s.Patience, s.Seats = 0, 11
	require.Empty(t, simulated(t, s).Note)
}

func TestFewCallsHaveNoInterval(t *testing.T) {
	r := simulated(t, Single{Rate: 200, AHT: 3 * time.Minute, Seats: 12, Calls: 1, Seed: 1})
	require.EqualValues(t, 1, r.Offered)
	require.Nil(t, r.Intervals)
	require.Equal(t, 1, r.Batches)
}

func TestSingleOutOfBounds(t *testing.T) {
	good := Single{Rate: 200, AHT: 3 * time.Minute, Seats: 12, Calls: 1}
	for _, example := range []struct {
		says  string
		spoil func(*Single)
	}{
		{"rate: it is missing", func(s *Single) { s.Rate = 0 }},
		{"aht: it is missing", func(s *Single) { s.AHT = 0 }},
		{"aht: expected a time up to 24h", func(s *Single) { s.AHT = -time.Second }},
		{"seats: expected a number from 1 to 100000, found 0", func(s *Single) { s.Seats = 0 }},
		{"calls: expected a number from 1 to 100000000, found 0", func(s *Single) { s.Calls = 0 }},
		{"patience: expected a time up to 24h, such as 20s, found 25h0m0s", func(s *Single) { s.Patience = 25 * time.Hour }},
		{"wrap-up: expected", func(s *Single) { s.WrapUp = time.Nanosecond }},
		{"answer-after: expected", func(s *Single) { s.AnswerAfter = -1 }},
		{"take 1142 years, more than 100", func(s *Single) { s.Rate, s.Calls = 0.01, 100_000 }},
	} {
		s := good
		example.spoil(&s)
		_, err := s.Model()
		require.ErrorContains(t, err, example.says)
	}
}

func TestRate(t *testing.T) {
	for text, want := range map[string]Rate{"200/h": 200, "2/min": 120, "0.5/s": 1800, "48/d": 2, "100/30m": 200, "3 / h": 3} {
		var r Rate
		require.NoError(t, r.UnmarshalText([]byte(text)), text)
		require.InDelta(t, float64(want), float64(r), 1e-9, text)
	}
	for _, text := range []string{"", "200", "/h", "200/", "x/h", "NaN/h", "Inf/h", "-1/h", "0/h", "200/week", "200/-1h", "1e9/h"} {
		var r Rate
		require.Error(t, r.UnmarshalText([]byte(text)), text)
	}
	require.Equal(t, "200/h", Rate(200).String())
}

// BenchmarkSingle prints calls a second.
func BenchmarkSingle(b *testing.B) {
	for _, s := range []Single{
		{Rate: 200, AHT: 3 * time.Minute, Seats: 12},
		{Rate: 200, AHT: 3 * time.Minute, Seats: 10, Patience: 2 * time.Minute},
		{Rate: 20_000, AHT: 3 * time.Minute, Seats: 1020},
	} {
		b.Run(fmt.Sprintf("seats=%d", s.Seats), func(b *testing.B) {
			s.Seed, s.Calls = 1, max(100, b.N)
			b.ReportAllocs()
			simulated(b, s)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
		})
	}
}
