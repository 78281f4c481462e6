package simulate

import (
	"fmt"
	"time"
)

// Report is what came of a simulation. Figures that have nothing to rest on are 0,
// their intervals null.
type Report struct {
	Title string `json:"title,omitempty"`
	Date  string `json:"date,omitempty"` // of the day
	Days  int    `json:"days,omitempty"` // so often it was simulated
	Seed  uint64 `json:"seed"`

	Outcome
	Closed int64 `json:"closed,omitempty"` // calls that came when their queue was closed; not offered

	WarmUp    int     `json:"warm_up_calls,omitempty"` // calls before those that count
	Batches   int     `json:"batches"`
	Simulated float64 `json:"simulated_s"` // time that counts

	Callbacks *Callbacks `json:"callbacks,omitempty"` // nil if nobody was to be called back

	Queues []QueueReport `json:"queues,omitempty"`     // of a day
	Halves []Half        `json:"half_hours,omitempty"` // of a day
	Note   string        `json:"note,omitempty"`       // what makes the figures doubtful
}

// Outcome is what became of calls. Offered = Answered + Abandoned + Overflowed +
// Waiting.
type Outcome struct {
	Offered        int64 `json:"offered"`
	Answered       int64 `json:"answered"`
	Abandoned      int64 `json:"abandoned"`
	AbandonedShort int64 `json:"abandoned_short"` // within 5 s
	Overflowed     int64 `json:"overflowed"`
	Waiting        int64 `json:"waiting"`         // still, at the end, with nobody at work
	Again          int64 `json:"again,omitempty"` // of those offered: callers who had given up before

	// ForecastTold are those who had to wait, whose wait was forecast when they joined
	// their queue and is known; ForecastHeld of these waited for as long as the interval
	// said, which is meant to be 80 in 100.
	ForecastTold int64 `json:"forecast_told"`
	ForecastHeld int64 `json:"forecast_held"`

	Figures[float64]
	P90       float64             `json:"p90_wait_s"` // nine in ten of those answered waited no longer
	Longest   float64             `json:"longest_wait_s"`
	Intervals *Figures[*Interval] `json:"interval_95,omitempty"`
}

// QueueReport is what came of a queue: of each visit of a call, so who overflows
// from one queue to the next is offered to both. It has no occupancy, as seats may
// be shared.
type QueueReport struct {
	Queue string `json:"queue"`
	Title string `json:"title,omitempty"`
	Outcome
	NoOccupancy *struct{} `json:"occupancy,omitempty"` // hides the one of Outcome
}

// Half is a half hour of the mean day: the calls that came in it, and the seats.
type Half struct {
	Time       string  `json:"time"` // it begins
	Offered    float64 `json:"offered"`
	Answered   float64 `json:"answered"`
	Abandoned  float64 `json:"abandoned"`
	Overflowed float64 `json:"overflowed"`
	Seats      float64 `json:"seats"` // at work
	ASA        float64 `json:"asa_s"`
	Service    float64 `json:"service_level_15s"`
	Occupancy  float64 `json:"occupancy"`
	Longest    float64 `json:"longest_wait_s"` // of all days
}

func (r *run) report() Report {
	rep := Report{
		Title: r.m.Title, Note: r.m.Note, Seed: r.m.Seed, Outcome: outcome(r.ledger.whole[1:], &r.ledger.waits[len(r.m.Queues)]), Closed: r.ledger.closed,
		WarmUp: r.warm, Batches: r.batches, Simulated: seconds(r.counted),
	}
	if r.ledger.backs != (Callbacks{}) {
		rep.Callbacks = &r.ledger.backs
	}
	if r.m.Calls > 0 {
		rep.Note = r.note()
		return rep
	}
	rep.Date, rep.Days = r.m.Start.Format(time.DateOnly), r.m.Days
	for i := range r.m.Queues {
		q := &r.m.Queues[i]
		rep.Queues = append(rep.Queues, QueueReport{Queue: q.Rules.ID, Title: q.Title, Outcome: outcome(r.ledger.queues[i][1:], &r.ledger.waits[i])})
	}
	for i := range r.ledger.halves {
		rep.Halves = append(rep.Halves, r.half(i))
	}
	return rep
}

// note warns of a queue that has no steady state.
func (r *run) note() string {
	load, seats := r.m.Load(), len(r.m.Seats)
	if r.m.Streams[0].Patience != nil || load < float64(seats) {
		return ""
	}
	return fmt.Sprintf("%.4g erlangs are too much for %d seats: with endless patience the line grows for as long as calls come, and the figures with it",
		load, seats)
}

func outcome(batches []count, waits *waits) Outcome {
	all := sum(batches)
	o := Outcome{
		Offered: all.offered, Answered: all.answered, Abandoned: all.abandoned, AbandonedShort: all.short,
		Overflowed: all.overflowed, Waiting: all.left, Figures: figures(&all), Longest: seconds(all.longest),
		Again: all.again, ForecastTold: all.told, ForecastHeld: all.held, P90: waits.quantile(0.9),
	}
	if len(batches) > 1 {
		intervals := each(ratios(), func(q ratio) *Interval { return q.interval(batches) })
		o.Intervals = &intervals
	}
	return o
}

func (r *run) half(i int) Half {
	c, f, days := &r.ledger.halves[i], figures(&r.ledger.halves[i]), float64(r.m.Days)
	return Half{
		Time:    fmt.Sprintf("%02d:%02d", i/2, i%2*30),
		Offered: float64(c.offered) / days, Answered: float64(c.answered) / days,
		Abandoned: float64(c.abandoned) / days, Overflowed: float64(c.overflowed) / days,
		Seats: c.work / halfHour.Seconds() / days, ASA: f.ASA, Service: f.Service,
		Occupancy: f.Occupancy, Longest: seconds(c.longest),
	}
}
