package acd

import (
	"errors"
	"fmt"
)

// Check finds every fault in the rules: ids that are empty or used twice, unknown
// strategies, negative times, seats that serve a queue which does not exist. A
// floor takes such rules all the same and passes over what makes no sense.
func (r Rules) Check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	queues := map[string]bool{}
	for _, q := range r.Queues {
		if q.ID == "" || queues[q.ID] {
			fault("queue %q: the id is empty or used twice", q.ID)
		}
		if q.Strategy != LongestIdle {
			fault("queue %q: unknown strategy %q, use %q", q.ID, q.Strategy, LongestIdle)
		}
		if q.Ring < 0 || q.WrapUp < 0 {
			fault("queue %q: ring and wrap_up cannot be negative", q.ID)
		}
		queues[q.ID] = true
	}
	seats := map[string]bool{}
	for _, st := range r.Seats {
		if st.ID == "" || seats[st.ID] {
			fault("seat %q: the id is empty or used twice", st.ID)
		}
		seats[st.ID] = true
		for _, post := range st.Queues {
			if !queues[post.Queue] {
				fault("seat %q serves queue %q, which does not exist", st.ID, post.Queue)
			}
		}
	}
	return errors.Join(faults...)
}
