package figures

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
)

// The day begins at midnight in China: what a seat did before does not count.
func TestSeatToday(t *testing.T) {
	w := newWriter(t)
	const midnight = noon - 12*3_600_000
	for n, begun := range []int64{midnight - 60_000, midnight, noon} {
		id := string(rune('a' + n))
		w.floor("hlj",
			&acd.CallQueued{At: begun, Call: id, Queue: "harbin/main"},
			&acd.Offered{At: begun, Offer: int64(n + 1), Call: id, Queue: "harbin/main", Seat: "1"},
			&acd.OfferEnded{At: begun, Offer: int64(n + 1), Call: id, Seat: "1", Result: acd.Accepted},
			&acd.Answered{At: begun, Call: id, Queue: "harbin/main", Seat: "1"},
			&acd.TalkEnded{At: begun + 30_000, Call: id, Queue: "harbin/main", Seat: "1", Talked: 30_000})
	}
	w.floor("hlj",
		&acd.Offered{At: noon, Offer: 9, Call: "c", Queue: "harbin/main", Seat: "1"},
		&acd.OfferEnded{At: noon, Offer: 9, Call: "c", Seat: "1", Result: acd.NoAnswer})
	l := closing(t, live(t, w.j))
	day, err := l.SeatToday(t.Context(), "1", at(60_000))
	require.NoError(t, err)
	require.Equal(t, []int64{2, 60_000, 1}, []int64{day.Handled, day.Talk, day.Missed})

	at0, err := l.SeatToday(t.Context(), "1", at(-12*3_600_000)) // at midnight itself
	require.NoError(t, err)
	require.Equal(t, int64(1), at0.Handled)
	none, err := l.SeatToday(t.Context(), "2", at(60_000))
	require.NoError(t, err)
	require.Zero(t, none.Handled)
}

func TestLastCallOfANumber(t *testing.T) {
	w := newWriter(t)
	l := closing(t, live(t, w.j))
	w.call("a", call.Arrived{At: noon, Call: "a", Trunk: "carrier", From: "13800138000", Centre: "harbin"})
	id, err := l.LastCall(t.Context(), "13800138000", []string{"harbin"})
	require.NoError(t, err)
	require.Equal(t, "a", id)
}
