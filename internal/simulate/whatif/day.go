package whatif

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/problem"
	"hotline/internal/simulate"
)

// Day is what came from outside to a floor on one day, and what became of it.
type Day struct {
	Floor string
	Date  time.Time // its beginning
	Rules acd.Rules // that held when the first call came
	Notes []string  // what makes the figures doubtful

	calls   []*call
	outside []simulate.Outside // of seats, hours and callbacks
	replies map[string][]simulate.Reply
	backs   []time.Duration // how long seats were away that had missed a call
	tried   tries           // of callbacks
	then    map[string]map[string]int
	actual  actual
}

// tries are calls to callers who are called back.
type tries struct{ made, reached int }

// call is one caller's way through the queues, from his joining the first.
type call struct {
	queue  string // the first
	at     time.Duration
	talk   time.Duration // 0: not known
	stay   simulate.Stay // since he joined the first
	begun  bool          // the talk
	over   bool          // he waits in no queue now
	seated time.Duration // when the talk was over
	brings simulate.Brought
	last   string // the queue that he waits in, or waited in last
}

const (
	day  = 24 * time.Hour
	late = 6 * time.Hour // behind the day talks are still followed
)

var errEnough = errors.New("enough")

// Read takes a day of a floor from the journal. Without a name it is the only floor
// that had calls on that day.
func Read(ctx context.Context, j journal.Reader, floor string, date time.Time) (*Day, error) {
	readers := map[string]*reader{}
	floors := map[string]bool{}
	err := j.Read(ctx, 1, func(g journal.Group) error {
		name, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix)
		if !ok {
			return nil
		}
		floors[name] = true
		if floor != "" && floor != name {
			return nil
		}
		if readers[name] == nil {
			readers[name] = newReader(name, date)
		}
		return readers[name].read(g)
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	if floor != "" && !floors[floor] {
		return nil, fmt.Errorf("the journal has no floor %q%s", floor, hint(floor, sortedKeys(floors)))
	}
	r, err := choose(readers, date)
	if err != nil {
		return nil, err
	}
	return r.finish(), nil
}

// choose takes the floor that had calls.
func choose(readers map[string]*reader, date time.Time) (*reader, error) {
	var busy []string
	for name, r := range readers {
		if len(r.day.calls) > 0 {
			busy = append(busy, name)
		}
	}
	slices.Sort(busy)
	on := date.Format(time.DateOnly)
	switch {
	case len(busy) == 1:
		return readers[busy[0]], nil
	case len(busy) > 1:
		return nil, fmt.Errorf("%d floors had calls on %s: name one with --floor: %s", len(busy), on, strings.Join(busy, ", "))
	}
	return nil, fmt.Errorf("no call joined a queue on %s; hotline calls lists the days that have some", on)
}

// unknownFloor is the error for rules that do not have the floor.
func unknownFloor(floor string, known []string) error {
	return fmt.Errorf("the other rules have no floor %q%s", floor, hint(floor, known))
}

// hint is behind the error for an unknown name. Of many names that are all far from it
// there is none.
func hint(word string, known []string) string {
	if like := problem.DidYouMean(word, known); like != "" {
		return "; " + like
	}
	return ""
}

// Other makes sure that rules are such of the day's floor.
func (d *Day) Other(rules acd.Rules, floors []string) (acd.Rules, error) {
	if len(rules.Queues) == 0 {
		return acd.Rules{}, unknownFloor(d.Floor, floors)
	}
	return rules, nil
}
