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
	start := newTestFloor()
	_, err := start.give(raceRules("v1", "q", "q"))
	require.NoError(t, err)
	seen := map[string]bool{picture(start): true}
	frontier, played := []*testFloor{start}, 0
	for depth := range *raceDepth {
		var next []*testFloor
		for _, from := range frontier {
			for _, in := range raceInputs(from.state) {
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
		Queues: []Queue{{"q", LongestIdle, 20, 10}, {"r", LongestIdle, 20, 0}},
	}
	if a != "" {
		r.Seats = append(r.Seats, Seat{"a", strings.Split(a, ",")})
	}
	if b != "" {
		r.Seats = append(r.Seats, Seat{"b", strings.Split(b, ",")})
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
	return b.String()
}
