package why

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
)

func (w *world) stand(floor, until string) *Standing {
	w.t.Helper()
	p, err := FindPoint(w.t.Context(), w, "--until", until)
	require.NoError(w.t, err)
	s, err := Stand(w.t.Context(), w, floor, p)
	require.NoError(w.t, err)
	return s
}

// busy has one call talking, one that is offered and two in line.
func busy(t *testing.T) *world {
	w := newWorld(t, "8001", "8002", "8003")
	w.do(acd.Pause{At: noon + 5000, Seat: "8003", Reason: "lunch"})
	w.arrive("a", noon+60_000)
	w.do(acd.SeatAnswered{At: noon + 65_000, Offer: 1})
	w.arrive("b", noon+70_000)
	w.arrive("c", noon+75_000)
	w.do(acd.Enqueue{At: noon + 80_000, Call: "d", Queue: queue, Since: noon + 20_000, Priority: 30_000})
	w.do(acd.AskCallback{At: noon + 81_000, Callback: "k", Of: "a", Queue: queue, Number: "13800138000", Due: noon + 3_600_000})
	return w
}

func TestTheFloorAsItStood(t *testing.T) {
	w := busy(t)
	s := w.stand("harbin", "2026-01-01 12:01:25")
	require.Len(t, s.Floors, 1)
	f := s.Floors[0]
	require.Equal(t, "of-then", f.Rules)
	require.Len(t, f.Queues, 1)
	q := f.Queues[0]
	require.Equal(t, 2, q.Waiting)
	require.InDelta(t, 9.5, q.Oldest, 0.001) // of c, which joined first; d waits for longer in all
	var ids []string
	for _, c := range q.Calls {
		ids = append(ids, c.ID)
	}
	require.Equal(t, []string{"d", "c", "b"}, ids)
	require.Equal(t, []int{1, 2, 0}, []int{q.Calls[0].Place, q.Calls[1].Place, q.Calls[2].Place})
	require.InDelta(t, 5, q.Calls[0].Waited, 0.001)
	require.InDelta(t, 65, q.Calls[0].Age, 0.001)
	require.Equal(t, acd.StateTalking, f.Seats[0].Stance.Now)
	require.InDelta(t, 20, f.Seats[0].For, 0.001)
	require.Len(t, f.Callbacks, 1)
	require.Equal(t, `floor harbin at 2026-01-01 12:01:25.000, rules of-then, journal 14

QUEUE          WAITING  OLDEST  SIGNED IN  READY  RESERVE  OTHERS                          PRESSED
harbin/advice  2        9.5s    3          0      0        1 paused, 1 offered, 1 talking  no

PLACE    CALL  QUEUE          WAITED  AGE    HEAD START  NEEDS  RINGS AT
1        d     harbin/advice  5.0s    1m05s  30.0s       -      -
2        c     harbin/advice  9.5s    9.5s   -           -      -
offered  b     harbin/advice  14.5s   14.5s  -           -      8002

SEAT  STATE    FOR    THEN   REASON  CALL
8001  talking  20.0s  ready  -       a
8002  offered  14.5s  ready  -       b
8003  paused   1m20s  -      lunch   -

CALLBACK  NUMBER       QUEUE          DUE                  ATTEMPTS  MISSED  CALL
k         13800138000  harbin/advice  2026-01-01 13:00:00  0         no      -
`, written(t, s))
}

// Moments are written as moments and spans in seconds, and both as at the moment that
// is shown.
func TestTheFloorForPrograms(t *testing.T) {
	w := busy(t)
	text, err := json.Marshal(w.stand("harbin", "2026-01-01 12:01:25"))
	require.NoError(t, err)
	var s struct {
		Floors []struct{ Queues, Seats, Callbacks []map[string]any }
	}
	require.NoError(t, json.Unmarshal(text, &s))
	f := s.Floors[0]
	require.InDelta(t, 9.5, f.Queues[0]["oldest_s"], 0.001)
	require.NotContains(t, f.Queues[0], "longest_wait")
	require.Equal(t, map[string]any{
		"id": "d", "state": "waiting", "place": 1.0, "priority_s": 30.0, "waited_s": 5.0, "age_s": 65.0,
		"since": "2026-01-01T12:00:20.000+08:00", "queued": "2026-01-01T12:01:20.000+08:00",
	}, f.Queues[0]["calls"].([]any)[0])
	require.Equal(t, map[string]any{
		"id": "8002", "stance": map[string]any{"now": "offered", "next": "ready"}, "call": "b", "queues": []any{queue},
		"since": "2026-01-01T12:01:10.500+08:00", "for_s": 14.5, "until": "2026-01-01T12:01:30.500+08:00",
	}, f.Seats[1])
	require.NotContains(t, f.Seats[2], "until")
	require.Equal(t, map[string]any{
		"id": "k", "of": "a", "queue": queue, "number": "13800138000", "attempts": 0.0,
		"since": "2026-01-01T13:00:00.000+08:00", "due": "2026-01-01T13:00:00.000+08:00",
	}, f.Callbacks[0])
}

func TestSeatsInReserveAreNotReadyUntilTheyAreCalled(t *testing.T) {
	w := newWorld(t, "8001", "8002", "8003")
	reserves := func(pressed acd.Pressure) func(*acd.Rules) {
		return func(r *acd.Rules) {
			r.Queues[0].Pressed = pressed
			r.Seats[1].Queues[0].Reserve, r.Seats[2].Queues[0].Reserve = true, true
		}
	}
	counts := func() [2]int {
		q := w.stand("", "").Floors[0].Queues[0]
		return [2]int{q.Ready, q.Reserve}
	}
	w.load(noon+4000, reserves(acd.Pressure{Waiting: 1}), "8001", "8002", "8003")
	require.Equal(t, [2]int{1, 2}, counts())
	w.do(acd.SignOut{At: noon + 5000, Seat: "8003"})
	require.Equal(t, [2]int{1, 1}, counts())
	w.arrive("a", noon+10_000)
	w.arrive("b", noon+11_000) // it presses the queue, and 8002 rings
	w.do(acd.SignIn{At: noon + 12_000, Seat: "8003"})
	require.True(t, w.stand("", "").Floors[0].Queues[0].Pressed)
	require.Equal(t, [2]int{1, 0}, counts())
	w.load(noon+13_000, reserves(acd.Pressure{}), "8001", "8002", "8003")
	require.Equal(t, [2]int{1, 0}, counts(), "without a pressure they always take calls")
}

func TestPoints(t *testing.T) {
	w := busy(t)
	for until, waiting := range map[string]int{
		"":                              2,
		"2026-01-01 12:01:15":           0, // c has come in and joins half a second later
		"2026-01-01T12:01:15.5+08:00":   1,
		"2026-01-01T04:01:15.5Z":        1,
		"2026-01-01 12:01":              0,
		"2030-01-01":                    2,
		"c":                             0,
		"11":                            0, // c's arrival
		"12":                            1, // and its queue
		"1000000":                       2,
		"2026-01-01 12:01:20.000000000": 2,
	} {
		require.Equal(t, waiting, w.stand("", until).Floors[0].Queues[0].Waiting, "until %q", until)
	}
}

func TestPointsThatAreNone(t *testing.T) {
	w := busy(t)
	for _, text := range []string{"soon", "-5", "0", "12:00", "1970-01-01", "zz"} {
		_, err := FindPoint(t.Context(), w, "--from", text)
		require.ErrorContains(t, err, "--from: ", text)
		require.ErrorContains(t, err, "write a time like", text)
	}
}

func TestBeforeEverything(t *testing.T) {
	w := busy(t)
	p, err := FindPoint(t.Context(), w, "--until", "2026-01-01 11:59:59")
	require.NoError(t, err)
	_, err = Stand(t.Context(), w, "", p)
	require.ErrorIs(t, err, ErrNothing)
	_, err = Stand(t.Context(), w, "harbin", p)
	require.ErrorIs(t, err, ErrNothing)
	_, err = Stand(t.Context(), w, "harbim", Point{})
	require.EqualError(t, err, `the journal has no floor "harbim"; did you mean "harbin"?`)
	_, err = Stand(t.Context(), journal.NewMemory(), "", Point{})
	require.EqualError(t, err, "nothing had happened on any floor by then: the journal has no floor yet")
}

func TestEveryFloorIsShown(t *testing.T) {
	w := busy(t)
	other := *w
	other.floor = newFloor(w, "nation")
	other.do(acd.LoadRules{At: noon + 100_000, Rules: rules("nation", "9001")})
	s := w.stand("", "")
	require.Len(t, s.Floors, 2)
	require.Len(t, w.stand("", "2026-01-01 12:01:30").Floors, 1)
	require.Contains(t, written(t, s), "\n\nfloor nation at 2026-01-01 12:01:40.000, rules nation")
}
