package whatif

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/simulate"
)

// reader follows the facts of one floor: up to the day to know how it stood at its
// beginning, through the day, and a little further to the end of its talks.
type reader struct {
	day    *Day
	start  int64 // ms since the Unix epoch
	state  *acd.State
	begun  bool
	loaded int // rules, on the day

	calls  map[string]*call
	offers map[int64]offer
	seats  map[string]*seat
	hours  map[string]acd.SetHours
	input  string // kind of the input that the facts came of
}

type offer struct {
	seat string
	at   int64
}

// seat is what is to be known of a seat while reading.
type seat struct {
	auto  int64  // since when it is paused or signed out by the rules; 0: it is not
	lost  bool   // its telephone, for no offer's sake
	call  *call  // whose wrap-up it is in
	until int64  // of that wrap-up, as it was given; 0: open
	held  string // the call that occupies it, or did before it became a talk
}

func newReader(floor string, date time.Time) *reader {
	return &reader{
		day: &Day{
			Floor: floor, Date: date, replies: map[string][]simulate.Reply{}, then: map[string]map[string]int{},
			actual: newActual(),
		},
		start: date.UnixMilli(), state: acd.New(floor),
		calls: map[string]*call{}, offers: map[int64]offer{}, seats: map[string]*seat{}, hours: map[string]acd.SetHours{},
	}
}

func (r *reader) read(g journal.Group) error {
	r.input = ""
	if g.Input != nil {
		r.input = g.Input.Kind
	}
	for _, e := range g.Facts {
		f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			return fmt.Errorf("number %d of the journal: %w", g.Seq, err)
		}
		at := acd.AtOf(f)
		if at >= r.start+(day+late).Milliseconds() {
			return nil
		}
		if at >= r.start && !r.begun {
			r.begin()
		}
		r.learn(f, g, at-r.start)
		if !r.begun {
			acd.Fold(r.state, f)
		}
	}
	return nil
}

// begin notes how the floor stood at the beginning of the day.
func (r *reader) begin() {
	r.begun = true
	for _, queue := range r.state.Queues() {
		if hours, ok := r.hours[queue.ID]; ok {
			r.outside(0, hours)
		}
	}
	for _, s := range r.state.Seats() {
		r.day.actual.seat(s.ID, 0, func(p *presence) { *p = presenceOf(s.Stance) })
		if !s.Stance.SignedIn() {
			continue
		}
		r.outside(0, acd.SignIn{Seat: s.ID})
		if s.Stance.Next == acd.StatePaused && !s.Auto {
			r.outside(0, acd.Pause{Seat: s.ID, Reason: s.Pause})
		}
		if s.Stance.Now == acd.StateOccupied {
			r.occupied(s.ID, s.Call, 0)
		}
	}
	for _, b := range r.state.Callbacks() {
		r.outside(0, acd.AskCallback{
			Callback: b.ID, Of: b.Of, Queue: b.Queue, Number: b.Number, Since: b.Since - r.start, Due: b.Due - r.start, Missed: b.Missed,
		})
	}
	r.day.Rules = r.state.Rules()
}

func (r *reader) outside(at int64, in acd.Input) {
	if at >= 0 && at < day.Milliseconds() {
		r.day.outside = append(r.day.outside, simulate.Outside{At: span(at), In: in})
	}
}

func span(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

// learn takes what a fact tells of the world outside. at is since the beginning of the
// day, ms.
func (r *reader) learn(f acd.Fact, g journal.Group, at int64) {
	switch f := f.(type) {
	case *acd.HoursSet:
		r.hours[f.Queue] = acd.SetHours{Queue: f.Queue, Open: f.Open}
		if r.begun {
			r.outside(at, r.hours[f.Queue])
		}
	case *acd.RulesLoaded:
		if r.begun && at < day.Milliseconds() {
			r.rulesLoaded(f)
		}
	default:
		if r.begun {
			r.learnCall(f, g, at)
			r.learnSeat(f, at)
			r.day.actual.learn(f, at)
		}
	}
}

// rulesLoaded: those count that held when the first call came.
func (r *reader) rulesLoaded(f *acd.RulesLoaded) {
	if len(r.day.calls) == 0 || len(r.day.Rules.Queues) == 0 {
		r.day.Rules = f.Rules
		return
	}
	if f.Rules.Hash != r.day.Rules.Hash {
		r.loaded++
	}
}

// finish ends the reading.
func (r *reader) finish() *Day {
	d := r.day
	if r.loaded > 0 {
		d.Notes = append(d.Notes, "the rules were changed in the course of the day; those are taken that held when the first call came")
	}
	slices.SortStableFunc(d.calls, func(a, b *call) int { return cmp.Compare(a.at, b.at) })
	slices.SortStableFunc(d.outside, func(a, b simulate.Outside) int { return cmp.Compare(a.At, b.At) })
	d.actual.finish()
	return d
}
