package simulate

import "time"

// ledger counts what happens: for the whole floor and for each queue in batches, and
// for the half hours of a day. Batch 0 is what does not count.
type ledger struct {
	batch  int
	whole  []count
	queues [][]count // [queue][batch]
	halves []count   // nil for an endless queue
	closed int64     // calls that came when the queue was closed
	waits  []waits   // of those answered in each queue, and at last of all
	backs  Callbacks

	start      int64 // of the day, ns
	last       int64 // moment that the seats are counted up to
	busy, work int   // seats, now
	seats      []duty
}

// duty is what a seat does.
type duty struct{ in, paused, lost, talks, wraps bool }

func newLedger(queues, seats, batches int, byHalves bool) *ledger {
	l := &ledger{whole: make([]count, batches+1), queues: make([][]count, queues), seats: make([]duty, seats), waits: make([]waits, queues+1)}
	for q := range l.queues {
		l.queues[q] = make([]count, batches+1)
	}
	if byHalves {
		l.halves = make([]count, halves)
	}
	return l
}

// begin starts a run, or a day: all seats are away.
func (l *ledger) begin(start int64, batch int) {
	l.start, l.last, l.batch = start, start, batch
	l.busy, l.work = 0, 0
	clear(l.seats)
}

// turn goes on with another batch.
func (l *ledger) turn(now int64, batch int) {
	if batch != l.batch {
		l.upTo(now)
		l.batch = batch
	}
}

// half is the half hour of the day that a moment is in; nil if there is none.
func (l *ledger) half(at int64) *count {
	if i := (at - l.start) / int64(halfHour); i < int64(len(l.halves)) {
		return &l.halves[i]
	}
	return nil
}

// duty changes what a seat does.
func (l *ledger) duty(now int64, seat int32, d duty) {
	was := l.seats[seat]
	if was == d {
		return
	}
	l.upTo(now)
	l.seats[seat] = d
	l.busy += d.busy() - was.busy()
	l.work += d.work() - was.work()
}

func (d duty) busy() int {
	if d.talks || d.wraps {
		return 1
	}
	return 0
}

// work counts a seat that has signed out and still talks; a pause is no work.
func (d duty) work() int {
	if d.in && !d.paused && !d.lost || d.talks || d.wraps {
		return 1
	}
	return 0
}

// upTo counts what the seats did until now; behind the end of a day nothing.
func (l *ledger) upTo(now int64) {
	if l.halves == nil {
		l.spend(&l.whole[l.batch], now-l.last)
		l.last = now
		return
	}
	now = min(now, l.start+int64(day))
	for l.last < now {
		next := l.start + ((l.last-l.start)/int64(halfHour)+1)*int64(halfHour)
		next = min(next, now)
		l.spend(l.half(l.last), next-l.last)
		l.spend(&l.whole[l.batch], next-l.last)
		l.last = next
	}
}

func (l *ledger) spend(c *count, ns int64) {
	c.busy += float64(l.busy) * seconds(ns)
	c.work += float64(l.work) * seconds(ns)
}

// answered counts a wait that is over, ns.
func (l *ledger) answered(c *caller, now int64) {
	if c.batch == 0 {
		return
	}
	l.waits[c.queue].add((now - c.queued) / int64(time.Millisecond))
	l.waits[len(l.waits)-1].add((now - c.arrived) / int64(time.Millisecond))
}
