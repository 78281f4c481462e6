package acd

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// raceDepth is how many inputs deep the races are followed; a long run takes more.
var raceDepth = flag.Int("racedepth", 6, "how many inputs deep to follow all races")

// TestAllRaces plays every order of offer, answer, abandonment, sign-out, pause and
// reload, -racedepth inputs deep, on a floor of two seats and three calls. Floors
// that differ by nothing but the numbers of offers are followed once.
func TestAllRaces(t *testing.T) {
	t.Parallel()
	playAllRaces(t, startAt(t, raceRules("v1", "q", "q"), SignIn{dawn, "a", ""}, SignIn{dawn, "b", ""}), raceInputs)
}

// TestAllCallbackRaces does so with a seat, a caller and a callback that is asked for
// twice, from its first attempt on and from its last.
func TestAllCallbackRaces(t *testing.T) {
	t.Parallel()
	playAllRaces(t, startAt(t, raceRules("v1", "q", ""), SignIn{dawn, "a", ""}), callbackInputs)
	before := []Input{raceRules("v1", "q", ""), SignIn{dawn, "a", ""}, askBack("b", 0)}
	for offer := range int64(CallbackAttempts - 1) {
		at := dawn + offer*CallbackPause
		before = append(before, Tick{at}, SeatAnswered{at, offer + 1}, HangUp{at, fmt.Sprint("b", []string{"", ".2"}[offer])})
		before = append(before, Tick{at + 10}) // the wrap-up
	}
	start := startAt(t, before...)
	require.Equal(t, CallbackAttempts-1, start.state.Callbacks()[0].Attempts)
	playAllRaces(t, start, callbackInputs)
}

// TestAllCallerFirstRaces does so where the caller is called before a seat's phone rings.
func TestAllCallerFirstRaces(t *testing.T) {
	t.Parallel()
	first := func(in Input) Input {
		if load, ok := in.(LoadRules); ok && load.Rules.Queues[0].ID == "q" {
			load.Rules.Queues[0].Callback.First = FirstCaller
			return load
		}
		return in
	}
	playAllRaces(t, startAt(t, first(raceRules("v1", "q", "")), SignIn{dawn, "a", ""}), func(s *State) []Input {
		all := append(callbackInputs(s), CallbackOver{s.now, "b", CallbackMachine}, CallbackOver{s.now, "b", CallbackUnwanted})
		for i, in := range all {
			all[i] = first(in)
		}
		return append(all, raceRules("v4", "q", "")) // the seat first
	})
}

// TestAllRacesRingingAll does so where all telephones ring for a call.
func TestAllRacesRingingAll(t *testing.T) {
	t.Parallel()
	playAllRaces(t, startAt(t, ringAll(raceRules("v1", "q", "q")), SignIn{dawn, "a", ""}, SignIn{dawn, "b", ""}), func(s *State) []Input {
		all := raceInputs(s)
		for i, in := range all {
			all[i] = ringAll(in)
		}
		return append(all, raceRules("v4", "q", "q")) // one by one
	})
}

func ringAll(in Input) Input {
	load, ok := in.(LoadRules)
	if !ok {
		return in
	}
	load.Rules.Queues[0].Strategy = RingAll
	return load
}

// TestAllRacesOfSkills does so with two levels of seats, a skill that one of them has
// and a need that is dropped in the end, callers with a last seat, and rests.
func TestAllRacesOfSkills(t *testing.T) {
	t.Parallel()
	before := []Input{skilled(raceRules("v1", "q", "q")), SignIn{dawn, "a", ""}, SignIn{dawn, "b", ""}}
	before = append(before, Enqueue{At: dawn, Call: "0", Queue: "q", From: "139", Needs: []Skill{{"law", 1}}}, SeatAnswered{dawn, 1})
	playAllRaces(t, startAt(t, before...), skillInputs)
}

func skilled(in Input) Input {
	load, ok := in.(LoadRules)
	if !ok {
		return in
	}
	q := &load.Rules.Queues[0]
	if q.ID == "q" {
		q.Levels, q.Relax = 1, []Stage{{After: 5, Levels: 2}, {After: 15, Needs: []Skill{{"law", 0}}}}
		q.LastSeat, q.LastWait, q.Missed = 1000, 7, Missed{After: 2, Then: MissedSignOut, Rest: 8}
	}
	for i := range load.Rules.Seats {
		if st := &load.Rules.Seats[i]; st.ID == "b" {
			st.Skills = []Skill{{"law", 1}}
		} else {
			st.Queues[0].Level = 2
		}
	}
	return load
}

func skillInputs(s *State) []Input {
	at := s.now
	all := []Input{
		Enqueue{At: at, Call: "1", Queue: "q", Needs: []Skill{{"law", 1}}},
		Enqueue{At: at, Call: "2", Queue: "q", From: "139", Limits: Limits{AllPaused: true}},
		HangUp{at, "0"},
		HangUp{at, "1"},
		HangUp{at, "2"},
		Reprioritise{at, "1", 50},
		skilled(raceRules("v1", "q", "q")), skilled(raceRules("v2", "q", "")), raceRules("v4", "q", "q"),
		Reach{at, "b", true},
		Reach{at, "b", false},
	}
	for _, seat := range []string{"a", "b"} {
		all = append(all, SignIn{at, seat, ""}, SignOut{at, seat}, Pause{at, seat, "lunch"}, Ready{at, seat})
	}
	for _, id := range slices.Sorted(maps.Keys(s.offers)) {
		all = append(all, SeatAnswered{at, id}, OfferFailed{at, id, Declined}, OfferFailed{at, id, Unreachable})
	}
	if due, ok := s.NextTimer(); ok {
		all = append(all, Tick{due})
	}
	return all
}

// TestAllRacesOfPassing does so with a talk that is passed from one seat to the other,
// which is occupied by it or has a talk of its own, by anyone who may.
func TestAllRacesOfPassing(t *testing.T) {
	t.Parallel()
	before := []Input{raceRules("v1", "q", "q"), SignIn{dawn, "a", ""}, SignIn{dawn, "b", ""}}
	before = append(before, Enqueue{At: dawn, Call: "1", Queue: "q"}, SeatAnswered{dawn, 1})
	playAllRaces(t, startAt(t, before...), passInputs)
	before = append(before, Enqueue{At: dawn, Call: "2", Queue: "q"}, SeatAnswered{dawn, 2})
	playAllRaces(t, startAt(t, before...), passInputs)
}

// passInputs are all inputs of two seats and two calls, either of which may be passed.
func passInputs(s *State) []Input {
	at := s.now
	all := []Input{
		Enqueue{At: at, Call: "2", Queue: "q"},
		raceRules("v1", "q", "q"), raceRules("v2", "q", ""),
		SignIn{at, "b", "8051"},
	}
	for _, seat := range []string{"a", "b"} {
		all = append(all, SignIn{at, seat, ""}, SignOut{at, seat}, Pause{at, seat, "lunch"}, Ready{at, seat},
			Occupy{at, seat, "1"}, Occupy{at, seat, "own"}, Vacate{at, seat, "1", 0}, Vacate{at, seat, "own", 15},
			PassTalk{at, "1", seat, ""}, PassTalk{at, "1", seat, "2"}, PassTalk{at, "2", seat, "1"})
	}
	for _, call := range []string{"1", "2"} {
		all = append(all, HangUp{at, call}, TalkOver{at, call, Agent})
	}
	for _, id := range slices.Sorted(maps.Keys(s.offers)) {
		all = append(all, SeatAnswered{at, id}, OfferFailed{at, id, Declined}, OfferFailed{at, id, Withdrawn})
	}
	if due, ok := s.NextTimer(); ok {
		all = append(all, Tick{due})
	}
	return all
}

// TestAllRacesOfMachines does so with two seats, callers at either of two machines, one who
// is cut off, and a callback that either can make, while the machines come and go.
func TestAllRacesOfMachines(t *testing.T) {
	t.Parallel()
	before := []Input{raceRules("v1", "q", "q"), MachineBack{dawn, "m"}, SignIn{dawn, "a", ""}, SignIn{dawn, "b", ""}}
	playAllRaces(t, startAt(t, before...), machineInputs)
	for i, in := range before {
		before[i] = ringAll(in)
	}
	playAllRaces(t, startAt(t, before...), machineInputs)
}

func machineInputs(s *State) []Input {
	at := s.now
	all := []Input{
		Enqueue{At: at, Call: "1", Queue: "q", From: "139", Home: "m", Limits: Limits{Wait: 25}},
		Enqueue{At: at, Call: "2", Queue: "q", From: "138", Home: "n", Limits: Limits{NoSeat: true}},
		HangUp{at, "1"},
		Reprioritise{at, "2", 50},
		CutOff{at, "1"},
		CutOff{at, "2"},
		AskCallback{At: at, Callback: "b", Of: "0", Queue: "q", Number: "138", Since: at - 5, Home: "n"},
		raceRules("v3", "r", "q"),
	}
	for _, machine := range []string{"m", "n"} {
		all = append(all, MachineLost{at, machine}, MachineBack{at, machine})
	}
	for _, seat := range []string{"a", "b"} {
		all = append(all, SignIn{at, seat, ""}, SignOut{at, seat})
	}
	for _, id := range slices.Sorted(maps.Keys(s.offers)) {
		all = append(all, SeatAnswered{at, id}, OfferFailed{at, id, Withdrawn})
	}
	if due, ok := s.NextTimer(); ok {
		all = append(all, Tick{due})
	}
	return all
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
		all = append(all, SignIn{dawn, seat, ""}, SignOut{dawn, seat}, Pause{dawn, seat, "lunch"}, Ready{dawn, seat})
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
		SignIn{s.now, "a", ""},
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
