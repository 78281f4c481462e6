package switchboard

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/why"
)

// Of the days that are kept, a journal without its first ones tells what was decided, with
// the reasons on record, and shows who waited and who was at work. For how long seats had
// been idle before those days it does not know. A call of before is not in it.
func TestWhyAfterForgetting(t *testing.T) {
	ctx := t.Context()
	j, err := journal.OpenSQLite(ctx, t.TempDir(), journal.Options{Log: quiet()})
	require.NoError(t, err)
	defer func() { require.NoError(t, j.Close()) }()
	h := newHistory(j)
	h.turn(acd.Pause{At: h.now, Seat: "8000", Reason: "lunch"})
	h.live(t, 1200)
	h.allLeave()
	h.now += (24 * time.Hour).Milliseconds()
	young, first := h.now, h.calls+1
	h.live(t, 1200)
	h.allLeave()
	h.write(t)
	_, err = SaveSnapshot(ctx, j, 0, quiet())
	require.NoError(t, err)

	story := func(number int) *why.Story {
		s, err := why.Read(ctx, j, fmt.Sprintf("c%09d", number), nil)
		require.NoError(t, err)
		return s
	}
	sample := []int{first, first + 1, first + 50, first + 99, h.calls}
	before := map[int]*why.Story{}
	for _, number := range sample {
		before[number] = story(number)
		require.NotEmpty(t, before[number].Events)
	}
	point, err := why.FindPoint(ctx, j, "--until", fmt.Sprintf("c%09d", first+70))
	require.NoError(t, err)
	stood, err := why.Stand(ctx, j, "city", point)
	require.NoError(t, err)

	n, err := j.Forget(ctx, young, Marks)
	require.NoError(t, err)
	require.Greater(t, n, 1000)
	for _, number := range sample {
		require.Equal(t, recorded(before[number]), recorded(story(number)))
	}
	stands, err := why.Stand(ctx, j, "city", point)
	require.NoError(t, err)
	require.Equal(t, stood.Floors[0].Queues, stands.Floors[0].Queues)
	for i, seat := range stood.Floors[0].Seats {
		now := stands.Floors[0].Seats[i]
		require.Equal(t, []any{seat.ID, seat.Stance, seat.Pause, seat.Call}, []any{now.ID, now.Stance, now.Pause, now.Call})
	}
	listed, err := why.Between(ctx, j, "", why.Point{}, point)
	require.NoError(t, err)
	require.NotEmpty(t, listed.Facts)
	var gone *why.NoCallError
	_, err = why.Read(ctx, j, "c000000001", nil)
	require.ErrorAs(t, err, &gone)
}

// recorded is a story without what was asked of the floor as it stood.
func recorded(s *why.Story) *why.Story {
	for i := range s.Events {
		e := &s.Events[i]
		e.AsStood = nil
		e.Notes = slices.DeleteFunc(e.Notes, func(n string) bool { return strings.HasPrefix(n, "as the floor stood") })
	}
	return s
}
