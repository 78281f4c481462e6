package simulate

import (
	"fmt"
	"math/rand/v2"
	"time"

	"hotline/acd"
)

// Habit is how a seat answers, and when it is away.
type Habit struct {
	After  Times   // how long it lets a telephone ring before it answers; nil: AnswerAfter
	Misses float64 // the share of offers that it does not answer
	// Seen are the ends of offers that were recorded, each as likely, instead of After
	// and Misses.
	Seen []Reply
	Back Times // how long a seat that was paused or signed out for misses is away; nil: UsualBackAfter

	PauseEvery Times // how long it works until it pauses; nil: it does not
	PauseFor   Times
}

// Reply is what a seat does with an offer.
type Reply struct {
	After  time.Duration
	Result acd.OfferEnd // Accepted; NoAnswer: it lets it ring
}

// What holds where nothing is said.
const (
	UsualBackAfter = 2 * time.Minute
	UsualWrapUp    = 30 * time.Second
)

// reply draws what the seat does with an offer.
func (h *Habit) reply(r *rand.Rand, after time.Duration) Reply {
	if len(h.Seen) > 0 {
		return h.Seen[r.IntN(len(h.Seen))]
	}
	if h.Misses > 0 && r.Float64() < h.Misses {
		return Reply{Result: acd.NoAnswer}
	}
	if h.After != nil {
		after = h.After.draw(r)
	}
	return Reply{After: after, Result: acd.Accepted}
}

func (h *Habit) back(r *rand.Rand) time.Duration {
	if h == nil || h.Back == nil {
		return UsualBackAfter
	}
	return h.Back.draw(r)
}

// misses tells whether the seat may let an offer ring out.
func (h *Habit) misses() bool {
	for _, reply := range h.Seen {
		if reply.Result == acd.NoAnswer {
			return true
		}
	}
	return len(h.Seen) == 0 && h.Misses > 0
}

// check finds seats that would be rung for ever.
func (m *Model) checkHabits() error {
	endless := map[string]bool{}
	for i := range m.Queues {
		endless[m.Queues[i].Rules.ID] = m.Queues[i].Rules.Ring == 0
	}
	for i := range m.Seats {
		h := m.Habits[m.Seats[i].ID]
		if h == nil || !h.misses() {
			continue
		}
		for _, post := range m.Seats[i].Queues {
			if endless[post.Queue] {
				return fmt.Errorf("seat %s misses calls, but queue %q rings until it answers; let it ring for a time, such as ring: 20s", m.Seats[i].ID, post.Queue)
			}
		}
	}
	return nil
}
