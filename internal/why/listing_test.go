package why

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
)

func (w *world) between(floor, from, until string) (*Listing, error) {
	w.t.Helper()
	f, err := FindPoint(w.t.Context(), w, "--from", from)
	require.NoError(w.t, err)
	u, err := FindPoint(w.t.Context(), w, "--until", until)
	require.NoError(w.t, err)
	return Between(w.t.Context(), w, floor, f, u)
}

func TestWhatHappenedInBetween(t *testing.T) {
	w := busy(t)
	l, err := w.between("", "2026-01-01 12:01:00", "2026-01-01 12:01:10")
	require.NoError(t, err)
	require.Equal(t, `2026-01-01 12:01:00.000         6  call a: comes in on trunk carrier, from 13800138000 to 12385: centre harbin
2026-01-01 12:01:00.500         7  call a: joins queue harbin/advice at position 1
2026-01-01 12:01:00.500         7  call a: is offered to seat 8001, for 20.0s: idle for the longest time
2026-01-01 12:01:05.000         8  call a: the offer to seat 8001 is over: it answered
2026-01-01 12:01:05.000         8  call a: is answered by seat 8001 after 4.5s in the queue
2026-01-01 12:01:10.000         9  call b: comes in on trunk carrier, from 13800138000 to 12385: centre harbin
`, written(t, l))

	l, err = w.between("harbin", "7", "8")
	require.NoError(t, err)
	require.Len(t, l.Facts, 4)
	l, err = w.between("harbin", "b", "2026-01-01 12:01:10.5")
	require.NoError(t, err)
	require.Len(t, l.Facts, 2)
	l, err = w.between("", "2030-01-01", "")
	require.NoError(t, err)
	require.Empty(t, l.Facts)

	_, err = w.between("", "8", "7")
	require.EqualError(t, err, "--from lies after --until: exchange them")
	_, err = w.between("", "2026-01-02", "2026-01-01")
	require.EqualError(t, err, "--from lies after --until: exchange them")
}

func TestAListingOfAFloorThatIsNotThere(t *testing.T) {
	w := busy(t)
	_, err := w.between("harbim", "1", "")
	require.EqualError(t, err, `the journal has no floor "harbim"; did you mean "harbin"?`)
	l, err := w.between("harbin", "2030-01-01", "")
	require.NoError(t, err)
	require.Empty(t, l.Facts)
	w.Memory = journal.NewMemory()
	_, err = w.between("harbin", "2026-01-01", "")
	require.ErrorIs(t, err, ErrNothing)
}

func TestTheListingKeepsKeysToItselfAndMarksWhatIsNewer(t *testing.T) {
	w := newWorld(t)
	w.own(noon, "c", call.Stepped{At: noon, Call: "c", Step: "a/b", Checkpoint: json.RawMessage(`{"pin":"1234"}`)})
	require.NoError(t, w.Append(t.Context(), &journal.Group{
		At: noon + 1, Stream: journal.FloorStream("harbin"), Facts: []journal.Entry{{Kind: "beamed", Version: 1, Data: json.RawMessage(`{}`)}},
	}))
	l, err := w.between("", "2", "")
	require.NoError(t, err)
	text, err := json.Marshal(l)
	require.NoError(t, err)
	require.NotContains(t, string(text), "1234\"")
	require.Equal(t, "beamed, version 1: of a newer program", l.Facts[1].Text)
	require.Equal(t, stamp(noon+1), l.Facts[1].At)
}
