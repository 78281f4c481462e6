package erlang

import "math"

// Queue is Erlang's second formula, Erlang C: all callers wait until they are
// served (L. Kleinrock, Queueing Systems I, §3.5; R. B. Cooper, Introduction to
// Queueing Theory, §3.5).
//
// With no fewer erlangs than seats the line grows for ever: then everybody waits,
// nobody is served in time, and the mean wait is +Inf.
type Queue struct {
	seats  int
	load   float64
	handle float64
	wait   float64
}

// NewQueue is a queue of so many seats; handle is the mean handling time.
func NewQueue(seats int, load, handle float64) Queue {
	return newQueue(seats, load, handle, Blocking(seats, load))
}

// newQueue forms Erlang C from Erlang B.
func newQueue(seats int, load, handle, blocking float64) Queue {
	q := Queue{seats: seats, load: load, handle: handle, wait: 1}
	c := float64(seats)
	switch {
	case math.IsNaN(blocking) || !(handle > 0) || math.IsInf(handle, 1):
		q.wait = math.NaN()
	case load == 0:
		q.wait = 0
	case load < c:
		q.wait = c * blocking / (c - load*(1-blocking))
	}
	return q
}

// Wait is the share of callers who are not served at once.
func (q Queue) Wait() float64 { return q.wait }

// Service is the share of callers who are served within t.
func (q Queue) Service(t float64) float64 {
	switch free := float64(q.seats) - q.load; {
	case !(t >= 0) || math.IsNaN(q.wait):
		return math.NaN()
	case q.load == 0:
		return 1
	case free <= 0:
		return 0
	default:
		return 1 - q.wait*math.Exp(-free*t/q.handle)
	}
}

// ASA is the average speed of answer: the mean wait of all callers, those who do
// not wait included.
func (q Queue) ASA() float64 {
	switch free := float64(q.seats) - q.load; {
	case math.IsNaN(q.wait):
		return q.wait
	case q.load == 0:
		return 0
	case free <= 0:
		return math.Inf(1)
	default:
		return q.wait * q.handle / free
	}
}

// Occupancy is the share of their time that the seats handle calls; 0 without seats.
func (q Queue) Occupancy() float64 {
	switch {
	case math.IsNaN(q.wait):
		return q.wait
	case q.seats == 0:
		return 0
	default:
		return min(q.load/float64(q.seats), 1)
	}
}

// QueueSeats is the least number of seats that serves the share of callers within
// t. The share is from 0 to less than 1; no number will do for a full 1. It is 0 for
// what is outside.
func QueueSeats(load, handle, t, share float64) int {
	if !(load > 0) || math.IsInf(load, 1) || !(share >= 0 && share < 1) || math.IsNaN(NewQueue(0, load, handle).Service(t)) {
		return 0
	}
	seats := int(load) + 1
	inverse := inverseB(seats, load)
	for newQueue(seats, load, handle, 1/inverse).Service(t) < share {
		seats++
		inverse = 1 + float64(seats)/load*inverse
	}
	return seats
}
