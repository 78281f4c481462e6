package simulate

import (
	"time"

	"hotline/acd"
)

// expect puts the next caller of a stream on the agenda. What he brings stays in
// the source until he comes.
func (r *run) expect(stream int32) {
	s := r.sources[stream]
	if r.m.Calls > 0 && r.drawn == r.m.Calls+r.warm {
		return
	}
	if s.draw() {
		r.drawn++
		r.agenda.add(event{at: r.start + s.next.at, who: stream, does: arrives})
	}
}

// arrive lets a caller in, and expects the one after him.
func (r *run) arrive(stream int32) {
	s := r.sources[stream]
	batch := r.nextBatch()
	if !r.m.Queues[s.queue].open(time.Duration(r.now - r.start)) {
		r.ledger.closed++
		r.expect(stream)
		return
	}
	who := r.callers.enter()
	c := &r.callers.all[who]
	c.brings, c.source, c.batch = s.next, s, int32(batch)
	c.arrived = r.now
	r.expect(stream)
	whole, half, _ := r.ledger.of(c)
	whole.offered++
	if half != nil {
		half.offered++
	}
	r.enqueue(who, s.queue)
	if c = &r.callers.all[who]; c.here && !c.talks && c.patience > 0 {
		r.agenda.add(event{at: r.now + c.patience, mark: c.mark, who: who, does: givesUp})
	}
}

// enqueue brings a caller to a queue, the first or the next.
func (r *run) enqueue(who, queue int32) {
	c := &r.callers.all[who]
	c.queue, c.queued, c.offer = queue, r.now, 0
	r.ledger.queues[queue][c.batch].offered++
	q := &r.m.Queues[queue]
	r.give(acd.Enqueue{
		At: ms(r.now), Call: c.id, Queue: q.Rules.ID, Since: ms(c.arrived),
		Priority: c.source.Priority.Milliseconds(), Limits: q.Limits,
	})
}

// nextBatch is where the caller counts who comes now. Behind the last one the time
// of the seats does not count any more.
func (r *run) nextBatch() int {
	n := r.came - r.warm
	r.came++
	if r.m.Calls == 0 || n < 0 {
		return r.ledger.batch
	}
	if n == 0 {
		r.began = r.now
	}
	batch := 1 + n*r.batches/r.m.Calls
	if n < r.m.Calls-1 {
		r.ledger.turn(r.now, batch)
	} else {
		r.counted = r.now - r.began
		r.ledger.turn(r.now, 0)
	}
	return batch
}
