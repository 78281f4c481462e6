package simulate

import (
	"time"

	"hotline/acd"
)

// Arrival is a call that was recorded.
type Arrival struct {
	At       time.Duration // since the start
	Talk     time.Duration // 0: not known, it is drawn
	Patience time.Duration // 0: not known, it is drawn, but
	Stayed   time.Duration // is longer than this
	Brought  *Brought      // nil: nothing else
}

// asks tells whether the caller asks to be called back while he waits.
func (a Arrival) asks() bool { return a.Brought != nil && a.Brought.Asks != nil }

// Brought is what a caller brings besides times. It is shared by all days, and not to
// be changed.
type Brought struct {
	From     string // his number
	Needs    []acd.Skill
	Prefer   []string
	Priority time.Duration
	Age      time.Duration // of his wait when he joins
	Limits   *acd.Limits   // instead of the queue's
	WrapUp   time.Duration // that the seat wants to take; 0: not known
	// Leaves: when his patience is over he leaves the queue and stays on the line, and
	// perhaps asks to be called back.
	Leaves string // the reason; empty: he hangs up
	Asks   *acd.AskCallback
}

// Need is what a share of the callers needs.
type Need struct {
	Share  float64
	Needs  []acd.Skill
	Prefer []string
}

// Again is who calls again after he gave up.
type Again struct {
	Share float64
	After Times
}

// Back is how callers are when they are called back.
type Back struct {
	Answer float64       // the share of calls that they answer
	Ring   time.Duration // until nobody answers; who does, does it in between
}

// UsualBack is what holds where nothing is said.
func UsualBack() *Back { return &Back{Answer: 0.6, Ring: 30 * time.Second} }

// people draw what else the callers of a stream bring, and how it goes on with them.
// Everything is drawn from one number of the caller's, so that it is the same whatever
// the floor does.
func (s *Stream) brought(luck uint64) *Brought {
	b := &Brought{Priority: s.Priority}
	chance := uniform(luck, luckNeed)
	for i := range s.Needs {
		if chance -= s.Needs[i].Share; chance < 0 {
			b.Needs, b.Prefer = s.Needs[i].Needs, s.Needs[i].Prefer
			break
		}
	}
	return b
}

// What a caller's number is used for.
const (
	luckNeed uint64 = iota
	luckPerson
	luckAgain
	luckBack
	luckRing
	luckTalk
	luckNext // of another call of his
)

// uniform is a number in [0, 1).
func uniform(luck, purpose uint64) float64 {
	return float64(scatter(luck^scatter(purpose))>>11) / (1 << 53)
}
