package plan

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/erlang"
)

func standard() Rules {
	return Rules{Answer: Answer{0.95, 15 * time.Second}, Blocking: 0.01}
}

const threeMinutes = 3 * time.Minute

func TestSizeOfOneLoad(t *testing.T) {
	n := Size(13.2, threeMinutes, standard())
	require.Equal(t, 20, n.Seats)
	require.Equal(t, 20, n.Rostered)
	require.Equal(t, 22, n.Trunks)
	require.InDelta(t, 0.96756, n.Service, 1e-5)
	require.InDelta(t, 1.5133, n.ASA.Seconds(), 1e-4)
	require.InDelta(t, 0.66, n.Occupied, 1e-9)
	require.InDelta(t, erlang.Blocking(22, 13.2), n.Blocking, 1e-12)
	require.Nil(t, n.Impatient)
	require.Less(t, erlang.NewQueue(19, 13.2, 180).Service(15), 0.95) // one seat less does not do
}

func TestGrowthShrinkageAndPatience(t *testing.T) {
	r := standard()
	r.Growth, r.Shrinkage, r.Patience = 0.1, 0.3, threeMinutes
	n := Size(12, threeMinutes, r)
	require.InDelta(t, 13.2, n.Erlangs, 1e-12)
	require.InDelta(t, 13.2, n.TrunkErlangs, 1e-12)
	require.Equal(t, 20, n.Seats)
	require.Equal(t, 29, n.Rostered) // 20 / 0.7 = 28.6
	require.Equal(t, 19, n.Impatient.Seats)
	require.Equal(t, 28, n.Impatient.Rostered)
	require.GreaterOrEqual(t, n.Impatient.Service, 0.95)
	require.Greater(t, n.Impatient.Patient, n.Impatient.Service)
	require.InDelta(t, 13.2*(1-n.Impatient.Abandoned)/19, n.Impatient.Occupied, 1e-12)
}

// 7 of 10 is 10 to be rostered, not 11 for a rounding error.
func TestRosteredIsNotOneTooMany(t *testing.T) {
	for seats, want := range map[int]int{0: 0, 1: 2, 7: 10, 14: 20, 15: 22, 700: 1000} {
		require.Equal(t, want, Rules{Shrinkage: 0.3}.rostered(seats), seats)
	}
}

func TestNoLoadNeedsNobody(t *testing.T) {
	r := standard()
	r.Patience = threeMinutes
	require.Equal(t, Need{AHT: threeMinutes, Service: 1}, Size(0, threeMinutes, r))
}

// A call holds its trunk while it hears prompts, waits and talks, not in wrap-up.
func TestTrunksCarryTheTimeOnTheLine(t *testing.T) {
	var d Day
	d.HalfHours[20] = HalfHour{Calls: 100, AHT: threeMinutes, Lines: 120, OnLine: 2 * time.Minute}
	d.HalfHours[22] = HalfHour{Lines: 30, OnLine: time.Minute}
	p := Make(d, standard())
	require.Len(t, p.Rows, 3)
	busy := p.Rows[0]
	require.Equal(t, 20, busy.Slot)
	require.InDelta(t, 10, busy.Erlangs, 1e-9)
	require.Equal(t, erlang.QueueSeats(10, 180, 15, 0.95), busy.Seats)
	require.Positive(t, busy.ASA)
	carried := 120*120.0/1800 + 100*busy.ASA.Seconds()/1800
	require.InDelta(t, carried, busy.TrunkErlangs, 1e-9)
	require.Equal(t, erlang.Lines(carried, 0.01), busy.Trunks)

	require.Equal(t, Need{Service: 1}, p.Rows[1].Need)
	announced := p.Rows[2] // calls that want no seat
	require.Zero(t, announced.Seats)
	require.Equal(t, erlang.Lines(1, 0.01), announced.Trunks)

	require.InDelta(t, 100, p.Calls(), 1e-9)
	require.InDelta(t, float64(busy.Seats)/2, p.SeatHours(), 1e-9)
	require.Equal(t, busy.Trunks, p.PeakTrunks())
	require.Equal(t, busy, p.Peak())
}

func TestGrowthIsOfCallsNotOfTime(t *testing.T) {
	var d Day
	d.HalfHours[20] = HalfHour{Calls: 100, AHT: threeMinutes, Lines: 100, OnLine: threeMinutes}
	r := standard()
	r.Growth = 0.25
	row := Make(d, r).Rows[0]
	require.InDelta(t, 125, row.Calls, 1e-9)
	require.InDelta(t, 12.5, row.Erlangs, 1e-9)
	require.Equal(t, threeMinutes, row.AHT)
	require.InDelta(t, 12.5+load(125, row.ASA), row.TrunkErlangs, 1e-9)
}

func TestBusiest(t *testing.T) {
	require.Nil(t, Busiest(nil))
	calls := func(name string, n float64) DayPlan {
		return DayPlan{Name: name, Rows: []Row{{Calls: n}, {Calls: 1}}}
	}
	require.Equal(t, "tue", Busiest([]DayPlan{calls("mon", 3), calls("tue", 5), calls("wed", 5)}).Name)
}
