package why

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/problem"
	"hotline/internal/record"
)

// Standing is how floors stood at a moment.
type Standing struct {
	Until  Stamp   `json:"until"`
	Seq    int64   `json:"seq"` // of the last group that had happened
	Floors []Floor `json:"floors"`
}

// ErrNothing is the error for a moment before anything happened on a floor.
var ErrNothing = errors.New("nothing had happened on any floor by then")

// Stand folds the facts up to a point: of one floor, or of all if name is empty.
func Stand(ctx context.Context, j journal.Reader, name string, until Point) (*Standing, error) {
	floors := map[string]*acd.State{}
	var last journal.Group
	err := enough(eachFloor(ctx, j, name, 1, func(floor string, g journal.Group) error {
		if until.passed(g) {
			return errEnough
		}
		if floors[floor] == nil {
			floors[floor] = acd.New(floor)
		}
		last.Seq, last.At = g.Seq, max(last.At, g.At)
		return foldGroup(floors[floor], g)
	}))
	if err != nil {
		return nil, err
	}
	if len(floors) == 0 {
		return nil, nothing(ctx, j, name)
	}
	secret, err := record.Secrets(ctx, j)
	if err != nil {
		return nil, err
	}
	s := standingOf(floors, last, until)
	for i := range s.Floors {
		s.Floors[i].hide(secret)
	}
	return s, nil
}

// eachFloor reads the groups of one floor, or of all.
func eachFloor(ctx context.Context, j journal.Reader, name string, from int64, fn func(floor string, g journal.Group) error) error {
	if name != "" {
		return j.ReadStream(ctx, journal.FloorStream(name), from, func(g journal.Group) error { return fn(name, g) })
	}
	return j.Read(ctx, from, func(g journal.Group) error {
		if floor, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix); ok {
			return fn(floor, g)
		}
		return nil
	})
}

func foldGroup(floor *acd.State, g journal.Group) error {
	for _, e := range g.Facts {
		f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			return unreadable(g.Seq, err)
		}
		acd.Fold(floor, f)
	}
	return nil
}

// nothing says why there is no floor to show.
func nothing(ctx context.Context, j journal.Reader, name string) error {
	floors := map[string]bool{}
	err := eachFloor(ctx, j, "", 1, func(floor string, _ journal.Group) error {
		floors[floor] = true
		return nil
	})
	switch {
	case err != nil:
		return err
	case len(floors) == 0:
		return fmt.Errorf("%w: the journal has no floor yet", ErrNothing)
	case name != "" && !floors[name]:
		return fmt.Errorf("the journal has no floor %q; %s", name, problem.DidYouMean(name, slices.Collect(maps.Keys(floors))))
	}
	return ErrNothing
}

func standingOf(floors map[string]*acd.State, last journal.Group, until Point) *Standing {
	at := until.at
	if at == 0 {
		at = last.At
	}
	for _, s := range floors {
		at = max(at, s.Now())
	}
	s := &Standing{Until: stamp(at), Seq: last.Seq}
	for _, name := range slices.Sorted(maps.Keys(floors)) {
		s.Floors = append(s.Floors, floorOf(floors[name], at))
	}
	return s
}
