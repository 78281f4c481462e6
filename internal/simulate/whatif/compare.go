package whatif

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/simulate"
)

// Options of a comparison.
type Options struct {
	Other acd.Rules // the other rules
	Name  string    // what to call them
	Extra []Extra   // seats besides those of the day
	Runs  int       // how often each is simulated
	Seed  uint64
}

// Comparison is a day as it was, as the simulator has it, and as it would have been.
type Comparison struct {
	Floor string `json:"floor"`
	Date  string `json:"date"`
	Other string `json:"other"` // what is compared with the day
	Runs  int    `json:"runs"`
	Seed  uint64 `json:"seed"`

	All    Row   `json:"all"`
	Queues []Row `json:"queues"`

	Notes []string `json:"notes"`
}

// Row is a queue, or all of them. Of simulations the counts are means of a day.
type Row struct {
	Queue string   `json:"queue,omitempty"`
	Was   Figures  `json:"was"`        // as it was
	Same  Figures  `json:"same_rules"` // as the simulation has it
	Other *Figures `json:"other"`      // as it would have been; nil: no such queue
}

// Figures are what a day is judged by. Shares are from 0 to 1; a share or a mean of
// nothing is nil.
type Figures struct {
	Offered     float64  `json:"offered"`
	Answered    float64  `json:"answered"`
	Abandoned   float64  `json:"abandoned"`
	Overflowed  float64  `json:"overflowed"`
	ASA         *float64 `json:"asa_s"`
	Service     *float64 `json:"service_level_15s"`
	P90         *float64 `json:"p90_wait_s"`
	Abandonment *float64 `json:"abandonment"`
	Occupancy   *float64 `json:"occupancy,omitempty"` // of all queues

	Intervals *Intervals `json:"interval_95,omitempty"` // of what was drawn
}

// Intervals are 95 % intervals from the differences between the runs.
type Intervals struct {
	ASA         *simulate.Interval `json:"asa_s"`
	Service     *simulate.Interval `json:"service_level_15s"`
	Abandonment *simulate.Interval `json:"abandonment"`
}

// Compare simulates the day under its own rules and under the others.
func (d *Day) Compare(ctx context.Context, o Options) (*Comparison, error) {
	c := &Comparison{Floor: d.Floor, Date: d.Date.Format(time.DateOnly), Other: o.Name, Runs: o.Runs, Seed: o.Seed}
	known := idsOf(d.Rules)
	other := idsOf(o.Other)
	left := d.lost(known, other)
	same, err := simulate.Run(ctx, d.model(d.Rules, nil, known, o))
	if err != nil {
		return nil, err
	}
	changed, err := simulate.Run(ctx, d.model(o.Other, o.Extra, other, o))
	if err != nil {
		return nil, err
	}
	c.fill(d, &same, &changed)
	c.Notes = slices.Concat(d.Notes, left, d.absent(o.Other), words())
	return c, nil
}

func idsOf(rules acd.Rules) map[string]bool {
	ids := map[string]bool{}
	for i := range rules.Queues {
		ids[rules.Queues[i].ID] = true
	}
	return ids
}

// lost are the queues that one of the rules does not have.
func (d *Day) lost(known, other map[string]bool) (notes []string) {
	calls := map[string]int{}
	for _, c := range d.calls {
		calls[c.queue]++
	}
	for _, queue := range slices.Sorted(maps.Keys(calls)) {
		switch {
		case !known[queue]:
			notes = append(notes, fmt.Sprintf("%d calls came to %s, which the rules of that day do not have: the simulation leaves them out", calls[queue], queue))
		case !other[queue]:
			notes = append(notes, fmt.Sprintf("%d calls came to %s, which the other rules do not have: there they are left out", calls[queue], queue))
		}
	}
	return notes
}

// words say what the figures are worth.
func words() []string {
	return []string{
		"This is an estimate. Who called, when, for what, the talks of those who were answered, and who was at work are as they were.",
		"How long callers would have waited who were answered or sent away is not known: it is drawn from those who gave up (Kaplan-Meier, an exponential tail). How seats answer, and talks that never were, are drawn from those of the day.",
		"How callers take to announcements, to another menu or to a shorter wait is not known; limits and priorities are those that their calls came with, and who called again does so again.",
	}
}

func (c *Comparison) fill(d *Day, same, changed *simulate.Report) {
	c.All = Row{Was: d.actual.whole.figures(), Same: whole(same)}
	other := whole(changed)
	c.All.Other = &other
	if d.actual.work > 0 {
		share := float64(d.actual.busy) / float64(d.actual.work)
		c.All.Was.Occupancy = &share
	}
	rows := map[string]*Row{}
	row := func(queue string) *Row {
		if rows[queue] == nil {
			rows[queue] = &Row{Queue: queue}
		}
		return rows[queue]
	}
	for queue, tally := range d.actual.queues {
		row(queue).Was = tally.figures()
	}
	for i := range same.Queues {
		q := &same.Queues[i]
		row(q.Queue).Same = figuresOf(&q.Outcome, same.Days)
	}
	for i := range changed.Queues {
		q := &changed.Queues[i]
		f := figuresOf(&q.Outcome, changed.Days)
		row(q.Queue).Other = &f
	}
	for _, queue := range slices.Sorted(maps.Keys(rows)) {
		if r := rows[queue]; r.Was.Offered+r.Same.Offered > 0 || r.Other != nil && r.Other.Offered > 0 {
			c.Queues = append(c.Queues, *r)
		}
	}
}

func whole(r *simulate.Report) Figures {
	f := figuresOf(&r.Outcome, r.Days)
	f.Occupancy = &r.Occupancy
	return f
}

func figuresOf(o *simulate.Outcome, days int) Figures {
	n := float64(days)
	f := Figures{
		Offered: float64(o.Offered) / n, Answered: float64(o.Answered) / n, Abandoned: float64(o.Abandoned) / n, Overflowed: float64(o.Overflowed) / n,
		ASA: of(o.Answered, o.ASA), P90: of(o.Answered, o.P90), Service: of(o.Offered, o.Service), Abandonment: of(o.Offered, o.Abandonment),
	}
	if o.Intervals != nil {
		f.Intervals = &Intervals{o.Intervals.ASA, o.Intervals.Service, o.Intervals.Abandonment}
	}
	return f
}

// of is a figure that rests on so many calls.
func of[N int | int64](calls N, figure float64) *float64 {
	if calls == 0 {
		return nil
	}
	return &figure
}

// Near tells how far the simulation of the day is from what it was: ASA in seconds, and
// the shares. What one of them does not have is nil.
func (c *Comparison) Near() (asa, service, abandonment *float64) {
	was, same := &c.All.Was, &c.All.Same
	return apart(was.ASA, same.ASA), apart(was.Service, same.Service), apart(was.Abandonment, same.Abandonment)
}

func apart(a, b *float64) *float64 {
	if a == nil || b == nil {
		return nil
	}
	by := math.Abs(*a - *b)
	return &by
}
