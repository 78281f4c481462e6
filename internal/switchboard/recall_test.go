package switchboard

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// A queue that is taken out and comes back is told its hours again: what the journal
// remembers of them goes with it.
func TestHoursGoWithTheirQueue(t *testing.T) {
	m := newMemory()
	floor := acd.New("f")
	give := func(in acd.Input) {
		var g journal.Group
		for _, f := range acd.Decide(floor, in) {
			data, err := json.Marshal(f)
			require.NoError(t, err)
			g.Facts = append(g.Facts, journal.Entry{Kind: f.Kind(), Version: acd.FactVersion, Data: data})
		}
		require.NoError(t, m.foldFloor("f", g))
	}
	open := []acd.Window{{From: 100, To: 200}}
	q := acd.Queue{ID: "c/q", Strategy: acd.LongestIdle, Callback: acd.CallbackRules{Missed: true}}
	give(acd.LoadRules{At: 1, Rules: acd.Rules{Hash: "1", Queues: []acd.Queue{q}}})
	give(acd.SetHours{At: 2, Queue: "c/q", Open: open})
	require.Equal(t, map[string][]acd.Window{"c/q": open}, m.hours["f"])
	give(acd.LoadRules{At: 3, Rules: acd.Rules{Hash: "2"}})
	require.Empty(t, m.hours["f"])
}

// Who goes to the fallback group has not given up waiting.
func TestWhoIsHandedOverIsNotMissed(t *testing.T) {
	play(t, func(s *scene) {
		s.at(opening).online("8021").arrives("ann", "12390").heard("ann").at(opening + 5)
		tree := loadTree(t)
		tree.Program = loadProgram(t, func(name string) bool { return name == "hello" })
		s.crash().restart(tree).at(opening + 6)
		s.ended("ann", call.Handed, "system")
		require.Empty(t, s.missedList())
	})
}
