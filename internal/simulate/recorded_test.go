package simulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The calls of the day come as they came: those of other days and queues do not, and
// nobody else calls.
func TestReplay(t *testing.T) {
	m := example(t, House{})
	at := func(clock string) time.Time {
		moment, err := time.Parse(time.RFC3339, clock+"+08:00")
		require.NoError(t, err)
		return moment
	}
	taken := m.Replay([]Recorded{
		{Queue: "nation/general", At: at("2026-10-12T10:00:01"), Talk: time.Minute},
		{Queue: "nation/general", At: at("2026-10-12T10:00:00"), Talk: time.Minute, Stayed: time.Second},
		{Queue: "beijing/general", At: at("2026-10-12T11:00:00"), Patience: time.Second},
		{Queue: "beijing/general", At: at("2026-10-12T12:15:00")},
		{Queue: "beijing/general", At: at("2026-10-11T23:59:59"), Talk: time.Minute},
		{Queue: "beijing/general", At: at("2026-10-13T00:00:00"), Talk: time.Minute},
		{Queue: "harbin/advice", At: at("2026-10-12T10:00:00"), Talk: time.Minute},
	})
	require.Equal(t, 4, taken)
	r := ran(t, m)
	require.Equal(t, [...]int64{3 * 5, 2 * 5, 1 * 5, 1 * 5}, [...]int64{r.Offered, r.Answered, r.Abandoned, r.Closed}, "each of five days")
	require.InDelta(t, 4, r.ASA, 1e-9)
	require.InDelta(t, 80-20, r.AHT, 1e-9)
}

// A caller who is known to have stayed is never drawn less patient than that.
func TestStayed(t *testing.T) {
	s := Stream{Talk: Fixed(time.Second), Patience: Exponential(time.Second), Recorded: []Arrival{{Stayed: 2 * time.Second}, {Stayed: time.Hour}}}
	src := newSource(&s, 0, 1, 0)
	for range 100 {
		src.rewind()
		require.True(t, src.draw())
		require.Greater(t, src.next.patience, int64(2*time.Second))
		require.True(t, src.draw())
		require.Equal(t, int64(time.Hour)+1, src.next.patience)
	}
}
