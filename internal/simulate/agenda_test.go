package simulate

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What comes out is what went in, in the order of time and deed, however adding and
// taking are mixed.
func TestAgendaIsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a agenda
		var want []event
		order := func(x, y event) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.does, y.does)) }
		for range rapid.IntRange(0, 200).Draw(t, "events") {
			if len(want) > 0 && rapid.IntRange(0, 2).Draw(t, "take") == 0 {
				slices.SortStableFunc(want, order)
				got := a.next()
				require.Zero(t, order(want[0], got))
				want = slices.Delete(want, 0, 1)
				continue
			}
			e := event{at: rapid.Int64Range(0, 20).Draw(t, "at"), does: deed(rapid.IntRange(0, int(arrives)).Draw(t, "does"))}
			a.add(e)
			want = append(want, e)
		}
		slices.SortStableFunc(want, order)
		for _, w := range want {
			require.Zero(t, order(w, a.next()))
		}
		require.Empty(t, a)
	})
}
