package acd

import (
	"fmt"
	"reflect"
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
	facts := Decide(f.state, in)
	f.facts = append(f.facts, facts...)
	for _, fact := range facts {
		if err := f.audit.see(fact); err != nil {
			return facts, fmt.Errorf("%s: %w", fact.Kind(), err)
		}
	}
	return facts, f.audit.rest(f.state)
}

// replay folds all facts so far into a new floor, which has to be the same.
func (f *testFloor) replay() error {
	again := New("test")
	for _, fact := range f.facts {
		Fold(again, fact)
	}
	if !reflect.DeepEqual(again, f.state) {
		return fmt.Errorf("folding the %d facts leads to another floor", len(f.facts))
	}
	return nil
}
