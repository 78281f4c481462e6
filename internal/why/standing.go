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
)

// Standing is how floors stood at a moment.
type Standing struct {
	Until  Stamp   `json:"until"`
	Seq    int64   `json:"seq"` // of the last group that had happened
	Floors []Floor `json:"floors"`
}

// Floor is one floor as it stood. Times are in seconds at that moment.
type Floor struct {
	Name      string               `json:"floor"`
	Rules     string               `json:"rules"` // the hash of those that held
	Queues    []Queue              `json:"queues"`
	Seats     []Seat               `json:"seats"`
	Callbacks []acd.CallbackStatus `json:"callbacks"`
}

// Queue is a queue and the calls in it.
type Queue struct {
	acd.QueueStatus

	Oldest float64   `json:"oldest_s"` // wait of the call in line that joined first
	Calls  []Waiting `json:"calls"`    // next first, then those that are being offered
}

// Waiting is a call that waits in a queue.
type Waiting struct {
	acd.CallStatus

	Place  int         `json:"place"`    // 1 = next; 0 = a telephone rings for it
	Waited float64     `json:"waited_s"` // since it joined this queue
	Age    float64     `json:"age_s"`    // since its wait began
	Needs  []acd.Skill `json:"needs,omitempty"`
}

// Seat is a seat and for how long it has been as it is.
type Seat struct {
	acd.SeatStatus

	For float64 `json:"for_s"` // 0 if it has never been otherwise
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
	return standingOf(floors, last, until), nil
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

func floorOf(s *acd.State, at int64) Floor {
	f := Floor{Name: s.Floor(), Rules: s.Rules().Hash, Queues: []Queue{}, Seats: []Seat{}, Callbacks: s.Callbacks()}
	calls := s.Calls()
	for _, q := range s.Queues() {
		f.Queues = append(f.Queues, queueOf(s, q, calls, at))
	}
	for _, seat := range s.Seats() {
		one := Seat{SeatStatus: seat}
		if seat.Since != 0 {
			one.For = seconds(at - seat.Since)
		}
		f.Seats = append(f.Seats, one)
	}
	return f
}

func queueOf(s *acd.State, status acd.QueueStatus, calls []acd.CallStatus, at int64) Queue {
	q := Queue{QueueStatus: status, Calls: []Waiting{}}
	place := map[string]int{}
	for i, id := range s.Line(status.ID) {
		place[id] = i + 1
	}
	for _, c := range calls {
		if c.Queue != status.ID || c.State == acd.CallTalking {
			continue
		}
		w := Waiting{CallStatus: c, Place: place[c.ID], Waited: seconds(at - c.Queued), Age: seconds(at - c.Since)}
		if e := explain(s, c.ID); e != nil {
			w.Needs = e.Needs
		}
		if w.Place > 0 {
			q.Oldest = max(q.Oldest, w.Waited)
		}
		q.Calls = append(q.Calls, w)
	}
	slices.SortStableFunc(q.Calls, inLine)
	return q
}

// inLine: who is being offered comes last.
func inLine(a, b Waiting) int {
	if (a.Place == 0) != (b.Place == 0) {
		return b.Place - a.Place
	}
	return a.Place - b.Place
}

func seconds(ms int64) float64 { return float64(ms) / 1000 }
