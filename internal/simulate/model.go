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
	Habits      map[string]*Habit // of seats that have some

	Outside []Outside // what else reaches the floor, in the order of time

	Floor string // its name; the distributor's chances come from it
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

	// WrapUp is how long seats want to take after a talk: less than the rules give
	// ends the wrap-up early, more extends it where it can be. nil: what the rules
	// give, and UsualWrapUp where only the seat ends it.
	WrapUp Times
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

	Needs  []Need // of some of the callers
	People int    // so many call again and again; 0: everybody once
	Again  *Again // of those who gave up
	Back   *Back  // how they are when they are called back; nil: UsualBack
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

// Outside is something that reaches the floor at a time since the start. What the
// input itself says of its time does not count. A Ready only ends a pause.
type Outside struct {
	At time.Duration
	In acd.Input
}

// rules are what the distributor is told.
func (m *Model) rules() acd.Rules {
	r := acd.Rules{Hash: "simulated", Seats: m.Seats}
	for i := range m.Queues {
		r.Queues = append(r.Queues, m.Queues[i].Rules)
	}
	return r
}
