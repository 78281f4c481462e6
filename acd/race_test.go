package acd

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// raceDepth is how many inputs deep the races are followed; a long run takes more.
var raceDepth = flag.Int("racedepth", 7, "how many inputs deep to follow all races")

// TestAllRaces plays every order of offer, answer, abandonment, sign-out, pause and
// reload, -racedepth inputs deep, on a floor of two seats and three calls. Floors
// that differ by nothing but the numbers of offers are followed once.
func TestAllRaces(t *testing.T) {
	playAllRaces(t, startAt(t, raceRules("v1", "q", "q")), raceInputs)
}

// TestAllCallbackRaces does so with a seat, a caller and a callback that is asked for
// twice, from its first attempt on and from its last.
func TestAllCallbackRaces(t *testing.T) {
	playAllRaces(t, startAt(t, raceRules("v1", "q", "")), callbackInputs)
	before := []Input{raceRules("v1", "q", ""), SignIn{dawn, "a"}, askBack("b", 0)}
	for offer := range int64(CallbackAttempts - 1) {
		at := dawn + offer*CallbackPause
		before = append(before, Tick{at}, SeatAnswered{at, offer + 1}, HangUp{at, fmt.Sprint("b", []string{"", ".2"}[offer])})
		before = append(before, Tick{at + 10}) // the wrap-up
	}
	start := startAt(t, before...)
	require.Equal(t, CallbackAttempts-1, start.state.Callbacks()[0].Attempts)
	playAllRaces(t, start, callbackInputs)
}

func startAt(t *testing.T, before ...Input) *testFloor {
	t.Helper()
	start := newTestFloor()
	for _, in := range before {
		_, err := start.give(in)
		require.NoError(t, err)
	}
	return start
}

func playAllRaces(t *testing.T, start *testFloor, inputs func(*State) []Input) {
	t.Helper()
	seen := map[string]bool{picture(start): true}
	frontier, played := []*testFloor{start}, 0
	for depth := range *raceDepth {
		var next []*testFloor
		for _, from := range frontier {
			for _, in := range inputs(from.state) {
				f := from.fork()
				_, err := f.give(in)
				require.NoError(t, err, "%+v\nthen %s %+v", f.facts, InputKind(in), in)
				played++
				if p := picture(f); !seen[p] {
					seen[p] = true
					next = append(next, f)
				}
			}
		}
		t.Logf("depth %d: %d floors, %d inputs played", depth+1, len(seen), played)
		frontier = next
	}
}

// fork folds another floor to the same point. (Which also shows that folding is
// enough to go on from.)
func (f *testFloor) fork() *testFloor {
	g := &testFloor{state: New("test"), facts: slices.Clone(f.facts), audit: f.audit.clone()}
	for _, fact := range f.facts {
		Fold(g.state, fact)
	}
	return g
}

func (a *auditor) clone() *auditor {
	b := *a
	b.seats, b.calls, b.counts = cloneAll(a.seats), cloneAll(a.calls), cloneAll(a.counts)
	b.offers = maps.Clone(a.offers)
	b.list = a.list.clone()
	return &b
}

func cloneAll[V any](from map[string]*V) map[string]*V {
	to := make(map[string]*V, len(from))
	for id, v := range from {
		copied := *v
		to[id] = &copied
	}
	return to
}

func raceRules(hash, a, b string) Input {
	r := Rules{
		Hash:   hash,
		Queues: []Queue{{ID: "q", Strategy: LongestIdle, Ring: 20, WrapUp: 10}, {ID: "r", Strategy: LongestIdle, Ring: 20, WrapUp: 0}},
	}
	if a != "" {
		r.Seats = append(r.Seats, Seat{ID: "a", Queues: Serving(strings.Split(a, ",")...)})
	}
	if b != "" {
		r.Seats = append(r.Seats, Seat{ID: "b", Queues: Serving(strings.Split(b, ",")...)})
	}
	if hash == "v3" {
		r.Queues = r.Queues[1:]
	}
	return LoadRules{dawn, r}
}

// raceInputs are all inputs that could come in the same instant, and the next tick.
func raceInputs(s *State) []Input {
	all := []Input{
		Enqueue{At: dawn, Call: "1", Queue: "q"},
		Enqueue{At: dawn, Call: "2", Queue: "q", Limits: Limits{NoSeat: true}},
		Enqueue{At: dawn, Call: "3", Queue: "r", Limits: Limits{Wait: 25}},
		Enqueue{At: dawn, Call: "3", Queue: "q", Priority: 50},
		Leave{dawn, "2", "key"},
		raceRules("v1", "q", "q"), raceRules("v2", "q,r", ""), raceRules("v3", "r", "q"),
	}
	for _, seat := range []string{"a", "b"} {
		all = append(all, SignIn{dawn, seat}, SignOut{dawn, seat}, Pause{dawn, seat, "lunch"}, Ready{dawn, seat})
	}
	for _, call := range []string{"1", "2", "3"} {
		all = append(all, HangUp{dawn, call})
	}
	for _, id := range slices.Sorted(maps.Keys(s.offers)) {
		all = append(all, SeatAnswered{dawn, id}, OfferFailed{dawn, id, Declined}, OfferFailed{dawn, id, Withdrawn})
	}
	if at, ok := s.NextTimer(); ok {
		all = append(all, Tick{at})
	}
	return all
}

func askBack(id string, wait int64) Input {
	return AskCallback{At: dawn, Callback: id, Of: "1", Queue: "q", Number: "13900000001", Since: dawn - 5, Due: dawn + wait}
}

// callbackInputs are those of a floor with one seat, one caller and one number to
// call back.
func callbackInputs(s *State) []Input {
	all := []Input{
		askBack("b", 5), askBack("c", 0),
		SignIn{s.now, "a"},
		SignOut{s.now, "a"},
		Enqueue{At: s.now, Call: "1", Queue: "q"},
		HangUp{s.now, "1"},
		Enqueue{At: s.now, Call: "b", Queue: "q"},
		Enqueue{At: s.now, Call: "b.2", Queue: "q"},
		raceRules("v1", "q", ""), raceRules("v3", "r", ""),
	}
	for _, id := range []string{"b", "c"} {
		all = append(all, CallbackOver{s.now, id, CallbackReached}, CallbackOver{s.now, id, CallbackBusy})
	}
	for _, id := range []string{"b", "b.2", "b.3"} {
		all = append(all, HangUp{s.now, id}, TalkOver{s.now, id, Agent})
	}
	for _, id := range slices.Sorted(maps.Keys(s.offers)) {
		all = append(all, SeatAnswered{s.now, id}, OfferFailed{s.now, id, Withdrawn})
	}
	if at, ok := s.NextTimer(); ok {
		all = append(all, Tick{at})
	}
	return all
}

// picture shows all that can matter from here on, times as seen from now.
func picture(f *testFloor) string {
	s := f.state
	var b strings.Builder
	fmt.Fprint(&b, s.rules.Hash)
	seats := slices.SortedFunc(maps.Values(s.seats), func(a, b *seat) int { return cmp.Compare(a.id, b.id) })
	for _, st := range seats {
		fmt.Fprint(&b, ";", st.id, st.stance, st.auto, st.reason)
		if st.stance.Now == StateWrapUp {
			fmt.Fprint(&b, st.wrap.major-s.now)
		}
	}
	slices.SortFunc(seats, func(a, b *seat) int { return compareKeys(a.idle, b.idle) })
	for _, st := range seats {
		if st.stance.Now == StateReady || st.stance.Now == StateOffered {
			fmt.Fprint(&b, "<", st.id)
		}
	}
	calls := slices.SortedFunc(maps.Values(s.calls), func(a, b *call) int { return compareKeys(a.key, b.key) })
	for _, c := range calls {
		fmt.Fprint(&b, ";", c.id, c.queue.id, c.state, c.limits)
		switch c.state {
		case CallOffered:
			fmt.Fprint(&b, c.offer.seat.id, c.offer.until-s.now)
		case CallTalking:
			fmt.Fprint(&b, c.seat.id)
		}
		if c.state != CallTalking {
			fmt.Fprint(&b, max(c.key.major-s.now, -51), ",", max(c.queued-s.now, -26))
		}
	}
	for _, v := range s.Callbacks() {
		fmt.Fprint(&b, ";", v.ID, v.Queue, v.Attempts, v.Call)
		if v.Call == "" {
			fmt.Fprint(&b, ":", max(v.Due-s.now, 0), ",", max(v.Since-s.now, -51))
		}
	}
	return b.String()
}
