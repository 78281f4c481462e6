package chaos

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// Told is what a journal tells of one call.
type Told struct {
	ID      string
	Machine string
	From    string
	Arrived int64
	Ended   int64
	Ends    int // how often it is said to have ended
	Outcome call.Outcome
	By      string
	Offers  []Offer
	Talks   []Talk
}

// Offer is a call presented to a seat.
type Offer struct {
	Floor string
	ID    int64
	Seat  string
	From  int64
	Until int64 // 0 = never
	All   bool  // others may ring as well
}

// Talk is a call connected to a seat.
type Talk struct {
	Seat  string
	From  int64
	Until int64 // 0 = never
}

// Journals is what all journals of a run tell. Machines read a shared floor once: the
// first that tells of a place is believed, the others must say the same.
type Journals struct {
	Calls    map[string]*Told
	Floors   map[string][]acd.Fact // in their order
	Findings []Finding

	places  map[string]map[int64]string // of shared streams: what stands there
	origins map[string]int64
}

// NewJournals has read none yet.
func NewJournals() *Journals {
	return &Journals{
		Calls: map[string]*Told{}, Floors: map[string][]acd.Fact{},
		places: map[string]map[int64]string{}, origins: map[string]int64{},
	}
}

// Read takes in the journal of a machine.
func (j *Journals) Read(ctx context.Context, machine string, from journal.Reader) error {
	next := int64(0)
	return from.Read(ctx, 1, func(g journal.Group) error {
		if next != 0 && g.Seq != next {
			j.lost("", "the journal of %s goes from group %d to %d", machine, next-1, g.Seq)
		}
		next = g.Seq + 1
		if g.Place != 0 && !j.place(machine, g) {
			return nil
		}
		for _, entry := range g.Facts {
			if err := j.fact(machine, g, entry); err != nil {
				return err
			}
		}
		return nil
	})
}

// place tells whether a group of a shared stream is new.
func (j *Journals) place(machine string, g journal.Group) bool {
	stream := j.places[g.Stream]
	if stream == nil {
		stream = map[int64]string{}
		j.places[g.Stream] = stream
	}
	content := content(g)
	if before, ok := stream[g.Place]; ok {
		if before != content {
			j.lost(g.Call, "%s has something else at place %d of %s", machine, g.Place, g.Stream)
		}
		return false
	}
	if g.Origin != "" {
		if at, ok := j.origins[g.Stream+" "+g.Origin]; ok {
			j.lost(g.Call, "input %s was taken twice by %s: at %d and at %d", g.Origin, g.Stream, at, g.Place)
		}
		j.origins[g.Stream+" "+g.Origin] = g.Place
	}
	stream[g.Place] = content
	return true
}

func content(g journal.Group) string {
	var b strings.Builder
	b.WriteString(g.Origin)
	for _, f := range g.Facts {
		fmt.Fprintf(&b, "\n%s %s", f.Kind, f.Data)
	}
	return b.String()
}

// Gaps finds places of shared streams that no journal has.
func (j *Journals) Gaps() {
	for stream, places := range j.places {
		numbers := make([]int64, 0, len(places))
		for n := range places {
			numbers = append(numbers, n)
		}
		slices.Sort(numbers)
		for i, n := range numbers[1:] {
			if n != numbers[i]+1 {
				j.lost("", "%s goes from place %d to %d", stream, numbers[i], n)
			}
		}
	}
}

func (j *Journals) fact(machine string, g journal.Group, e journal.Entry) error {
	f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
	if err == nil {
		j.callFact(machine, f)
		return nil
	}
	if !errors.Is(err, call.ErrUnknownKind) {
		return err
	}
	floor, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix)
	if !ok {
		return nil // of the house: nothing about calls
	}
	of, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
	if err != nil {
		return err
	}
	j.floorFact(floor, of)
	return nil
}

func (j *Journals) callFact(machine string, f call.Fact) {
	switch f := f.(type) {
	case call.Arrived:
		c := j.of(f.Call)
		if c.Arrived != 0 {
			j.lost(f.Call, "it arrived twice: at %s and at %s", c.Machine, machine)
		}
		c.Machine, c.From, c.Arrived = machine, f.From, f.At
	case call.Ended:
		c := j.of(f.Call)
		c.Ended, c.Outcome, c.By = f.At, f.Outcome, f.By
		c.Ends++
	}
}

func (j *Journals) floorFact(floor string, f acd.Fact) {
	j.Floors[floor] = append(j.Floors[floor], f)
	switch f := f.(type) {
	case *acd.Offered:
		c := j.of(f.Call)
		c.Offers = append(c.Offers, Offer{Floor: floor, ID: f.Offer, Seat: f.Seat, From: f.At, All: f.All})
	case *acd.OfferEnded:
		c := j.of(f.Call)
		for i := range c.Offers {
			if o := &c.Offers[i]; o.Floor == floor && o.ID == f.Offer {
				o.Until = f.At
			}
		}
	case *acd.Answered:
		c := j.of(f.Call)
		c.Talks = append(c.Talks, Talk{Seat: f.Seat, From: f.At})
	case *acd.TalkEnded:
		c := j.of(f.Call)
		for i := range c.Talks {
			if t := &c.Talks[i]; t.Seat == f.Seat && t.Until == 0 {
				t.Until = f.At
			}
		}
	}
}

func (j *Journals) of(id string) *Told {
	c := j.Calls[id]
	if c == nil {
		c = &Told{ID: id}
		j.Calls[id] = c
	}
	return c
}

func (j *Journals) lost(call, format string, args ...any) {
	j.Findings = append(j.Findings, Finding{Loss: EventLost, Call: call, What: fmt.Sprintf(format, args...)})
}
