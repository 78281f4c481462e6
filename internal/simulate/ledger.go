package simulate

// ledger counts what happens: for the whole floor and for each queue in batches, and
// for the half hours of a day. Batch 0 is what does not count.
type ledger struct {
	batch  int
	whole  []count
	queues [][]count // [queue][batch]
	halves []count   // nil for an endless queue
	closed int64     // calls that came when the queue was closed

	start      int64 // of the day, ns
	last       int64 // moment that the seats are counted up to
	busy, work int   // seats, now
	seats      []duty
}

// duty is what a seat does.
type duty struct{ in, talks, wraps bool }

func newLedger(queues, seats, batches int, byHalves bool) *ledger {
	l := &ledger{whole: make([]count, batches+1), queues: make([][]count, queues), seats: make([]duty, seats)}
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

// work counts a seat that has signed out and still talks.
func (d duty) work() int {
	if d.in || d.talks {
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

// of has everything that a caller counts in: the whole, the half hour in which he
// came, and the queue that he is in.
func (l *ledger) of(c *caller) (whole, half, queue *count) {
	return &l.whole[c.batch], l.half(c.arrived), &l.queues[c.queue][c.batch]
}
