package simulate

import (
	"slices"
	"time"

	"hotline/acd"
)

// Model is what is simulated.
type Model struct {
	Queues  []Queue
	Seats   []acd.Seat
	Streams []Stream
	Shifts  []Shift // of seats; those without one never work

	// AnswerAfter is how long a seat's telephone rings before it answers. A queue
	// that rings no longer than that never gets an answer.
	AnswerAfter time.Duration

	Title string
	Note  string    // what makes the figures doubtful, for the report
	Start time.Time // of the run, or of the day; not before 1970
	Seed  uint64

	// Calls to count of an endless queue, besides those that warm it up. If it is 0
	// the day is simulated.
	Calls int
	Days  int // so often
}

// Queue is a queue, and when it takes callers.
type Queue struct {
	Rules  acd.Queue
	Title  string // for people; may be empty
	Open   []Span // in order; nil: always
	Limits acd.Limits
	Then   string // the queue of those who overflow; empty: they are lost
}

// open tells whether callers are let in at a time since the start.
func (q *Queue) open(at time.Duration) bool {
	if q.Open == nil {
		return true
	}
	return slices.ContainsFunc(q.Open, func(s Span) bool { return s.From <= at && at < s.To })
}

// Stream is callers of one kind, who want one queue.
type Stream struct {
	Queue    string
	Rate     Rate      // calls come by chance, as many at any time; or
	Halves   []float64 // as many in each half hour of the day, on average; or
	Recorded []Arrival // at these times, in order

	Talk     Times
	Patience Times // nil: endless
	Priority time.Duration
}

// Arrival is a call that was recorded.
type Arrival struct {
	At       time.Duration // since the start
	Talk     time.Duration // 0: not known, it is drawn
	Patience time.Duration // 0: not known, it is drawn, but
	Stayed   time.Duration // is longer than this
}

// Span is from a time since the start until another.
type Span struct{ From, To time.Duration }

// Shift is a seat at work. Who works to the end of the day stays until the last
// caller is served.
type Shift struct {
	Seat string
	Span
}

const (
	day      = 24 * time.Hour
	halfHour = 30 * time.Minute
	halves   = int(day / halfHour)
)

// rules are what the distributor is told.
func (m *Model) rules() acd.Rules {
	r := acd.Rules{Hash: "simulated", Seats: m.Seats}
	for i := range m.Queues {
		r.Queues = append(r.Queues, m.Queues[i].Rules)
	}
	return r
}
