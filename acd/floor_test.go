package acd

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// dawn is when tests begin, ms.
const dawn = 1_700_000_000_000

// testFloor is a floor under audit.
type testFloor struct {
	state *State
	facts []Fact
	audit *auditor
}

func newTestFloor() *testFloor {
	return &testFloor{state: New("test"), audit: newAuditor()}
}

// give decides, and audits the facts one by one and the floor at rest.
func (f *testFloor) give(in Input) ([]Fact, error) {
	ask, _ := in.(AskCallback)
	f.audit.asking = ask.Of
	_, f.audit.occupying = in.(Occupy)
	facts := Decide(f.state, in)
	f.facts = append(f.facts, facts...)
	for _, fact := range facts {
		if err := f.audit.see(fact); err != nil {
			return facts, fmt.Errorf("%s %+v: %w", fact.Kind(), fact, err)
		}
	}
	return facts, f.audit.rest(f.state)
}

// folded folds all facts so far into a new floor.
func (f *testFloor) folded() *State {
	again := New("test")
	for _, fact := range f.facts {
		Fold(again, fact)
	}
	return again
}

// replay folds all facts so far into a new floor, which has to be the same, and to
// decide the same from here on. The floor cannot be used any more.
func (f *testFloor) replay() error {
	again := f.folded()
	if err := sameFloors(again, f.state); err != nil {
		return fmt.Errorf("folding the %d facts: %w", len(f.facts), err)
	}
	for range 3 {
		for _, in := range nextInputs(f.state) {
			if err := sameDecision(again, f.state, in); err != nil {
				return err
			}
		}
	}
	return sameFloors(again, f.state)
}

// nextInputs are what might come next: seats that answer, callers who go, time.
func nextInputs(s *State) (all []Input) {
	at := s.now + 1
	for i, id := range slices.Sorted(maps.Keys(s.offers)) {
		if all = append(all, OfferFailed{at, id, Withdrawn}); i%2 == 0 {
			all = append(all, SeatAnswered{at, id})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.seats)) {
		all = append(all, Ready{at, id})
	}
	for i, id := range slices.Sorted(maps.Keys(s.calls)) {
		if i%2 == 0 {
			all = append(all, HangUp{at, id})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.queues)) {
		all = append(all, Enqueue{At: at, Call: "new in " + id, Queue: id, From: "1"})
	}
	if due, ok := s.NextTimer(); ok {
		all = append(all, Tick{max(at, due)})
	}
	return all
}

func sameDecision(a, b *State, in Input) error {
	got, want := Decide(a, in), Decide(b, in)
	if len(got) == len(want) && (len(got) == 0 || reflect.DeepEqual(got, want)) {
		return nil
	}
	return fmt.Errorf("%s %+v: one floor says %s, the other %s", InputKind(in), in, told(got), told(want))
}

func told(facts []Fact) string {
	var lines []string
	for _, f := range facts {
		lines = append(lines, fmt.Sprintf("%s %+v", f.Kind(), f))
	}
	return strings.Join(lines, "; ")
}

func sameFloors(a, b *State) error {
	got, want := strings.Split(canon(a), "\n"), strings.Split(canon(b), "\n")
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Errorf("not the same floor:\n%s\n%s", got[i], want[i])
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("not the same floor: %d lines and %d", len(got), len(want))
	}
	return nil
}
