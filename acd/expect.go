package acd

// handling is a moving average of how long a call of a queue keeps its seat.
type handling struct {
	mean  int64 // ms
	talks int64 // how many it rests on, up to handlingSpan
}

const (
	handlingLeast = 3  // fewer talks tell nothing
	handlingSpan  = 16 // from then on the newest talk weighs one in so many
)

// add takes a talk and the wrap-up that follows it. A talk that the system ended is
// none: its parties could not be joined.
func (h *handling) add(v *TalkEnded) {
	if v.By == System {
		return
	}
	ms := v.Talked
	if v.WrapUpUntil != 0 {
		ms += v.WrapUpUntil - v.At
	}
	h.talks = min(h.talks+1, handlingSpan)
	h.mean += (ms - h.mean) / h.talks
}

// expected is how long a call with so many before it will wait from now, in ms:
// the seats that are at work and not paused finish one call after the other. 0 is
// not known, or not at all: there is too little to go on, nobody works, or a seat
// is idle. A seat that serves other queues as well counts in full, so where seats
// are shared the wait is rather longer.
func (q *queue) expected(ahead int) int64 {
	working := q.staff - q.tally[StatePaused]
	if q.handling.talks < handlingLeast || working <= 0 || q.idle.len() > 0 {
		return 0
	}
	return q.handling.mean * int64(ahead+1) / int64(working)
}
