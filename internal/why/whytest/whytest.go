// Package whytest writes journals for tests as an engine does: the distributor decides,
// and each input stands with its facts in one group.
package whytest

import (
	"context"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// Floor is a floor whose facts go into a journal.
type Floor struct {
	*acd.State

	journal journal.Journal
}

// New returns an empty floor.
func New(j journal.Journal, name string) *Floor { return &Floor{acd.New(name), j} }

// Do decides on the inputs, one after the other, and writes what follows from each.
func (f *Floor) Do(ctx context.Context, inputs ...acd.Input) error {
	for _, in := range inputs {
		facts := acd.Decide(f.State, in)
		if len(facts) == 0 {
			continue
		}
		g := &journal.Group{At: f.Now(), Stream: journal.FloorStream(f.Floor())}
		input, err := journal.EntryOf(acd.InputKind(in), acd.InputVersion, in)
		if err != nil {
			return err
		}
		g.Input = &input
		for _, fact := range facts {
			e, err := journal.EntryOf(fact.Kind(), acd.FactVersion, fact)
			if err != nil {
				return err
			}
			g.Facts = append(g.Facts, e)
			if g.Call == "" {
				g.Call = acd.CallOf(fact)
			}
		}
		if err := f.journal.Append(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

// Call writes facts of a call's own, each in a group at that time.
func Call(ctx context.Context, j journal.Journal, at int64, id string, facts ...call.Fact) error {
	for _, f := range facts {
		e, err := journal.EntryOf(f.Kind(), call.FactVersion, f)
		if err != nil {
			return err
		}
		if err := j.Append(ctx, &journal.Group{At: at, Stream: journal.CallStream(id), Call: id, Facts: []journal.Entry{e}}); err != nil {
			return err
		}
	}
	return nil
}
