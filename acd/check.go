package acd

import (
	"errors"
	"fmt"
	"slices"
)

// Check finds every fault in the rules: ids that are empty or used twice, unknown
// strategies, negative times, stages out of order, seats that serve a queue which does
// not exist. A floor takes such rules all the same and passes over what makes no sense.
func (r Rules) Check() error {
	c := checking{queues: map[string]bool{}}
	for i := range r.Queues {
		c.queue(&r.Queues[i])
	}
	seats := map[string]bool{}
	for i := range r.Seats {
		st := &r.Seats[i]
		if st.ID == "" || seats[st.ID] {
			c.fault("seat %q: the id is empty or used twice", st.ID)
		}
		seats[st.ID] = true
		c.seat(st)
	}
	return errors.Join(c.faults...)
}

type checking struct {
	faults []error
	queues map[string]bool
}

func (c *checking) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

func (c *checking) queue(q *Queue) {
	if q.ID == "" || c.queues[q.ID] {
		c.fault("queue %q: the id is empty or used twice", q.ID)
	}
	c.queues[q.ID] = true
	if !slices.Contains(Strategies(), q.Strategy) {
		c.fault("queue %q: unknown strategy %q, use one of %q", q.ID, q.Strategy, Strategies())
	}
	if !slices.Contains([]WrapUpMode{WrapUpFixed, WrapUpExtendable, WrapUpUntilEnded}, q.WrapUpMode) {
		c.fault("queue %q: unknown wrap_up_mode %q", q.ID, q.WrapUpMode)
	}
	if !slices.Contains([]MissedThen{MissedPause, MissedRest, MissedSignOut}, q.Missed.Then) {
		c.fault("queue %q: unknown end of missed offers %q", q.ID, q.Missed.Then)
	}
	b := &q.Callback
	if !slices.Contains([]string{"", FirstSeat, FirstCaller}, b.First) {
		c.fault("queue %q: callback first %q, use %q or %q", q.ID, b.First, FirstSeat, FirstCaller)
	}
	if slices.Min([]int64{
		q.Ring, q.WrapUp, q.WrapUpMost, q.LastSeat, q.LastWait, q.Return, q.Missed.Rest, q.Pressed.Wait,
		b.Pause, b.Least, b.Delay, b.Patience,
		int64(q.Levels), int64(q.Pressed.Waiting), int64(q.Missed.After), int64(b.Attempts), int64(b.Spare),
	}) < 0 {
		c.fault("queue %q: times and counts cannot be negative", q.ID)
	}
	c.skills("queue "+q.ID, q.Needs, 1)
	after := int64(0)
	for _, stage := range q.Relax {
		if stage.After < after {
			c.fault("queue %q: its stages are not in the order of time", q.ID)
		}
		after = stage.After
		c.skills("queue "+q.ID, stage.Needs, 0)
	}
}

func (c *checking) seat(st *Seat) {
	for _, post := range st.Queues {
		if !c.queues[post.Queue] {
			c.fault("seat %q serves queue %q, which does not exist", st.ID, post.Queue)
		}
		if post.Level < 0 || post.Level >= AllLevels || post.Share < 0 {
			c.fault("seat %q, queue %q: a level is from 1 to %d, and a share is not negative", st.ID, post.Queue, AllLevels-1)
		}
	}
	if st.WrapUp != nil && *st.WrapUp < 0 {
		c.fault("seat %q: wrap_up cannot be negative", st.ID)
	}
	c.skills("seat "+st.ID, st.Skills, 1)
}

func (c *checking) skills(whose string, skills []Skill, least int) {
	for _, s := range skills {
		if s.Skill == "" || s.Level < least {
			c.fault("%s: skill %q has level %d, and a name and %d or more are needed", whose, s.Skill, s.Level, least)
		}
	}
}
