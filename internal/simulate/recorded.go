package simulate

import (
	"cmp"
	"slices"
	"time"
)

// Recorded is a call as a journal has it, from what came from outside: not when it
// was answered, and by whom.
type Recorded struct {
	Queue    string // the first that it joined
	At       time.Time
	Talk     time.Duration // 0: it was not answered
	Patience time.Duration // 0: the caller did not give up, but
	Stayed   time.Duration // was patient for longer than this
}

// Replay lets the calls of the day come as they came, instead of by chance. Calls of
// other days, and of queues that are not in the model or say nothing of talks, are
// left out; it returns how many are not.
func (m *Model) Replay(calls []Recorded) (taken int) {
	for i := range m.Streams {
		s := &m.Streams[i]
		s.Rate, s.Halves, s.Recorded = 0, nil, []Arrival{}
		for _, c := range calls {
			at := c.At.Sub(m.Start)
			if c.Queue == s.Queue && at >= 0 && at < day {
				s.Recorded = append(s.Recorded, Arrival{At: at, Talk: c.Talk, Patience: c.Patience, Stayed: c.Stayed})
			}
		}
		slices.SortStableFunc(s.Recorded, func(a, b Arrival) int { return cmp.Compare(a.At, b.At) })
		taken += len(s.Recorded)
	}
	return taken
}
