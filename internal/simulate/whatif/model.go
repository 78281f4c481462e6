package whatif

import (
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/simulate"
)

const (
	enough    = 20 // times of a queue, to go by it alone
	enoughOf  = 10 // offers to a seat
	usualTalk = 3 * time.Minute
)

// model is the day under some rules.
func (d *Day) model(rules acd.Rules, extra []Extra, known map[string]bool, o Options) simulate.Model {
	m := simulate.Model{
		Floor: d.Floor, Start: d.Date, Seed: o.Seed, Days: o.Runs,
		Seats: slices.Clone(rules.Seats), Outside: d.outside, Habits: map[string]*simulate.Habit{},
	}
	for _, q := range rules.Queues {
		m.Queues = append(m.Queues, simulate.Queue{Rules: q, Then: d.next(q.ID, known), WrapUp: d.openWrapUps(q)})
		if s := d.stream(q.ID); len(s.Recorded) > 0 {
			m.Streams = append(m.Streams, s)
		}
	}
	d.addSeats(&m, extra)
	for i := range m.Seats {
		m.Habits[m.Seats[i].ID] = d.habit(m.Seats[i].ID)
	}
	return m
}

// next is where most calls went that the queue sent away: nowhere, unless it is one
// that leads back to it.
func (d *Day) next(queue string, known map[string]bool) string {
	to := d.most(queue, known)
	for at, n := to, 0; at != ""; at, n = d.most(at, known), n+1 {
		if at == queue || n > len(known) {
			return ""
		}
	}
	return to
}

func (d *Day) most(queue string, known map[string]bool) (to string) {
	most := d.then[queue][""]
	for _, next := range sortedKeys(d.then[queue]) {
		if n := d.then[queue][next]; n > most && next != "" && known[next] {
			to, most = next, n
		}
	}
	return to
}

// stream is the callers of a queue.
func (d *Day) stream(queue string) simulate.Stream {
	s := simulate.Stream{
		Queue: queue, Talk: d.talks(queue), Patience: simulate.NewPatience(d.stays(queue)), Back: d.back(),
		Recorded: []simulate.Arrival{},
	}
	for _, c := range d.calls {
		if c.queue != queue {
			continue
		}
		a := simulate.Arrival{At: c.at, Talk: c.talk, Stayed: c.stay.For, Brought: &c.brings}
		if c.stay.GaveUp || c.brings.Leaves != "" {
			a.Patience = c.stay.For
		}
		s.Recorded = append(s.Recorded, a)
	}
	return s
}

// ofQueue gathers what the calls of a queue tell, or those of all if they are too few.
func ofQueue[T any](d *Day, queue string, take func(*call) (T, bool)) (some []T) {
	var all []T
	for _, c := range d.calls {
		if v, ok := take(c); ok {
			all = append(all, v)
			if c.queue == queue {
				some = append(some, v)
			}
		}
	}
	if len(some) >= enough {
		return some
	}
	return all
}

func (d *Day) talks(queue string) simulate.Times {
	talks := ofQueue(d, queue, func(c *call) (time.Duration, bool) { return c.talk, c.talk > 0 })
	if len(talks) == 0 {
		return simulate.Exponential(usualTalk)
	}
	return simulate.Empirical(talks)
}

func (d *Day) stays(queue string) []simulate.Stay {
	gaveUp := ofQueue(d, queue, func(c *call) (string, bool) { return c.queue, c.stay.GaveUp })
	own := len(gaveUp) > 0 && !slices.ContainsFunc(gaveUp, func(of string) bool { return of != queue })
	var stays []simulate.Stay
	for _, c := range d.calls {
		if c.stay.For > 0 && (!own || c.queue == queue) {
			stays = append(stays, c.stay)
		}
	}
	return stays
}

// openWrapUps are how long agents took where only they end a wrap-up.
func (d *Day) openWrapUps(q acd.Queue) simulate.Times {
	if q.WrapUpMode != acd.WrapUpUntilEnded {
		return nil
	}
	took := ofQueue(d, q.ID, func(c *call) (time.Duration, bool) { return c.brings.WrapUp, c.brings.WrapUp > 0 })
	if len(took) == 0 {
		return nil
	}
	return simulate.Empirical(took)
}

func (d *Day) back() *simulate.Back {
	b := simulate.UsualBack()
	if d.tried.made > 0 {
		b.Answer = float64(d.tried.reached) / float64(d.tried.made)
	}
	return b
}

// habit is how the seat answered, or how all did if it was asked too seldom.
func (d *Day) habit(seat string) *simulate.Habit {
	h := &simulate.Habit{Seen: d.replies[seat]}
	if len(h.Seen) < enoughOf {
		h.Seen = d.allReplies()
	}
	if len(d.backs) > 0 {
		h.Back = simulate.Empirical(d.backs)
	}
	return h
}

func (d *Day) allReplies() (all []simulate.Reply) {
	for _, id := range sortedKeys(d.replies) {
		all = append(all, d.replies[id]...)
	}
	return all
}
