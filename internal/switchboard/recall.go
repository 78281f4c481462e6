package switchboard

import (
	"context"
	"errors"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// memory is what the journal's facts add up to.
type memory struct {
	calls  map[string]*call.State // not ended
	floors map[string]*acd.State
}

// recall folds the journal. A call's facts of a newer version than ours are
// passed by.
func recall(ctx context.Context, j journal.Journal) (memory, error) {
	m := memory{calls: map[string]*call.State{}, floors: map[string]*acd.State{}}
	err := j.Read(ctx, 0, func(g journal.Group) error {
		if id, ok := strings.CutPrefix(g.Stream, "call/"); ok {
			return m.foldCall(id, g)
		}
		if name, ok := strings.CutPrefix(g.Stream, "floor/"); ok {
			return m.foldFloor(name, g)
		}
		return nil
	})
	return m, err
}

func (m memory) foldCall(id string, g journal.Group) error {
	for _, e := range g.Facts {
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		if errors.Is(err, call.ErrUnknownKind) {
			continue
		}
		if err != nil {
			return err
		}
		if m.calls[id] == nil {
			m.calls[id] = &call.State{}
		}
		call.Fold(m.calls[id], f)
	}
	if s := m.calls[id]; s != nil && s.Over() {
		delete(m.calls, id)
	}
	return nil
}

func (m memory) foldFloor(name string, g journal.Group) error {
	if m.floors[name] == nil {
		m.floors[name] = acd.New(name)
	}
	for _, e := range g.Facts {
		f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			return err // a floor without one of its facts would be wrong
		}
		acd.Fold(m.floors[name], f)
	}
	return nil
}
