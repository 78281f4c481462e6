package acd

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// serveMany lets one caller after the other be answered, and counts who answered.
func serveMany(t *testing.T, rules string, seats []string, calls int) map[string]int {
	t.Helper()
	f, at, answered := newTestFloor(), 0, map[string]int{}
	give := func(format string, args ...any) []Fact {
		facts, err := f.give(readInput(t, f.state, fmt.Sprint(at, " ")+fmt.Sprintf(format, args...)))
		require.NoError(t, err)
		return facts
	}
	give("rules v1 %s", rules)
	for _, seat := range seats {
		give("sign-in %s", seat)
	}
	for call := range calls {
		at++
		offer := give("enqueue %d q", call)[1].(*Offered)
		answered[offer.Seat]++
		give("answer %s", offer.Seat)
		at++
		give("talk-over %d caller", call)
	}
	return answered
}

// TestWeightedSharesAreKept: of 600 calls each seat answers its share.
func TestWeightedSharesAreKept(t *testing.T) {
	got := serveMany(t, "q(20,0;weighted) a:q/share=3 b:q/share=2 c:q", []string{"a", "b", "c"}, 600)
	for seat, want := range map[string]int{"a": 300, "b": 200, "c": 100} {
		require.InDelta(t, want, got[seat], 2, "seat %s of %v", seat, got)
	}
}

// TestEvenStrategiesAreEven: one call after the other, each seat answers as many.
func TestEvenStrategiesAreEven(t *testing.T) {
	for _, strategy := range []Strategy{FewestCalls, RoundRobin, LongestIdle, LeastTalkTime} {
		got := serveMany(t, fmt.Sprintf("q(20,0;%s) a:q b:q c:q", strategy), []string{"a", "b", "c"}, 300)
		require.Equal(t, map[string]int{"a": 100, "b": 100, "c": 100}, got, strategy)
	}
}

// TestRandomIsSpread: nobody is favoured by far (six standard deviations), and the same
// floor draws the same again.
func TestRandomIsSpread(t *testing.T) {
	const rules = "q(20,0;random) a:q b:q c:q"
	got := serveMany(t, rules, []string{"a", "b", "c"}, 900)
	for _, seat := range []string{"a", "b", "c"} {
		require.InDelta(t, 300, got[seat], 6*14.2, "%v", got)
	}
	require.Equal(t, got, serveMany(t, rules, []string{"a", "b", "c"}, 900))
}

// TestRandomFollowsTheNameOfTheFloor: two floors do not draw alike.
func TestRandomFollowsTheNameOfTheFloor(t *testing.T) {
	drawn := func(floor string) (seats string) {
		s := New(floor)
		rules := &words{t, []string{"v1", "q(20,0;random)", "a:q", "b:q", "c:q"}}
		Decide(s, LoadRules{dawn, readRules(rules)})
		for _, seat := range []string{"a", "b", "c"} {
			Decide(s, SignIn{dawn, seat, ""})
		}
		for call := range 30 {
			id := fmt.Sprint(call)
			seats += Decide(s, Enqueue{At: dawn, Call: id, Queue: "q"})[1].(*Offered).Seat
			Decide(s, HangUp{dawn, id})
		}
		return seats
	}
	require.Equal(t, drawn("east"), drawn("east"))
	require.NotEqual(t, drawn("east"), drawn("west"))
}
