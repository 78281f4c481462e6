package switchboard

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/figures"
	"hotline/internal/journal"
)

// A journal that has forgotten its first days tells the same of the others: to the next
// engine, with a snapshot and without one, and to records and figures, which are built
// anew.
func TestWhatIsForgottenIsNotMissed(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	j, err := journal.OpenSQLite(ctx, dir, journal.Options{Log: quiet()})
	require.NoError(t, err)
	defer func() { require.NoError(t, j.Close()) }()
	h := newHistory(j)
	h.turn(acd.Pause{At: h.now, Seat: "8000", Reason: "培训"})
	h.turn(acd.SetHours{At: h.now, Queue: "city/advice", Open: []acd.Window{{From: 1, To: h.now + 1e9}}})
	h.live(t, 2000)
	h.allLeave()
	h.now += (24 * time.Hour).Milliseconds()
	young := h.now
	h.live(t, 2000)
	_, err = SaveSnapshot(ctx, j, 0, quiet())
	require.NoError(t, err)
	h.live(t, 1000)

	live, err := figures.Open(ctx, dir, j)
	require.NoError(t, err)
	of := figures.Of(time.UnixMilli(h.now+1000), time.Duration(h.now+1000-young)*time.Millisecond)
	before, err := live.Check(ctx, of)
	require.NoError(t, err)
	whole, err := recall(ctx, j, quiet())
	require.NoError(t, err)
	last, err := j.Last(ctx)
	require.NoError(t, err)

	n, err := j.Forget(ctx, young, Marks)
	require.NoError(t, err)
	require.Greater(t, n, 1900)
	require.NoError(t, live.Forget(ctx, young))
	after, err := live.Check(ctx, of)
	require.NoError(t, err)
	require.Equal(t, say(before), say(after))
	require.NoError(t, live.Close())

	paths, err := filepath.Glob(filepath.Join(dir, "records.db*"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		require.NoError(t, os.Remove(path))
	}
	live, err = figures.Open(ctx, dir, j)
	require.NoError(t, err)
	defer func() { require.NoError(t, live.Close()) }()
	anew, err := live.Check(ctx, of)
	require.NoError(t, err)
	require.Equal(t, say(before), say(anew))

	again, err := recall(ctx, j, quiet())
	require.NoError(t, err)
	require.Empty(t, differ(t, whole, again))
	folded, err := recall(ctx, struct{ journal.Reader }{j}, quiet())
	require.NoError(t, err)
	was, is := whole.floors["city"], folded.floors["city"]
	require.Equal(t, was.Rules(), is.Rules())
	require.Equal(t, whole.hours, folded.hours)
	for i, s := range was.Seats() {
		require.Equal(t, s.Stance, is.Seats()[i].Stance, s.ID)
	}
	require.Len(t, is.Calls(), len(was.Calls()))
	lastNow, err := j.Last(ctx)
	require.NoError(t, err)
	require.Equal(t, last, lastNow)
}

func say(rows []figures.Row) (all []string) {
	for _, r := range rows {
		all = append(all, fmt.Sprint(r.Place, r.From, r.To, r.Overflows, r.Seats))
		for _, v := range r.Values {
			all = append(all, fmt.Sprint(v.Name, v.Value, v.Known))
		}
	}
	return all
}
