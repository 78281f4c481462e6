package simulate

import (
	"math/rand/v2"
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

// arrive lets the next caller of a stream in, and expects the one after him.
func (r *run) arrive(stream int32) {
	s := r.sources[stream]
	comes, batch := s.next, r.nextBatch()
	r.expect(stream)
	r.letIn(s, comes, batch)
}

// letIn lets a caller in, if his queue is open.
func (r *run) letIn(s *source, b brings, batch int) (who int32, ok bool) {
	if !r.m.Queues[s.queue].open(time.Duration(r.now - r.start)) {
		r.ledger.closed++
		return 0, false
	}
	who = r.callers.enter("")
	c := &r.callers.all[who]
	c.brings, c.source, c.batch = b, s, int32(batch)
	c.arrived = r.now
	r.count(c, func(n *count) { n.offered++ })
	r.enqueue(who, s.queue)
	if c = &r.callers.all[who]; c.here && !c.talks && c.patience > 0 {
		r.agenda.add(event{at: r.now + c.patience, mark: c.mark, who: who, does: givesUp})
	}
	return who, true
}

// count counts a caller in the whole and in the half hour in which he came.
func (r *run) count(c *caller, what func(*count)) {
	what(&r.ledger.whole[c.batch])
	if half := r.ledger.half(c.arrived); half != nil {
		what(half)
	}
}

// enqueue brings a caller to a queue, the first or the next.
func (r *run) enqueue(who, queue int32) {
	c := &r.callers.all[who]
	c.queue, c.queued, c.rung = queue, r.now, false
	r.ledger.queues[queue][c.batch].offered++
	q := &r.m.Queues[queue]
	in := acd.Enqueue{
		At: ms(r.now), Call: c.id, Queue: q.Rules.ID, Since: ms(c.arrived),
		Priority: c.source.Priority.Milliseconds(), Limits: q.Limits,
	}
	if b := c.more; b != nil {
		in.From, in.Needs, in.Prefer = b.From, b.Needs, b.Prefer
		in.Since -= b.Age.Milliseconds()
		in.Priority = b.Priority.Milliseconds()
		if b.Limits != nil {
			in.Limits = *b.Limits
		}
	}
	r.give(in)
}

// givesUp is the end of a caller's patience.
func (r *run) givesUp(c *caller) {
	b := c.more
	if b == nil || b.Leaves == "" {
		r.give(acd.HangUp{At: ms(r.now), Call: c.id})
		return
	}
	c.leaves = true
	id := c.id
	r.give(acd.Leave{At: ms(r.now), Call: id, Reason: b.Leaves})
	if b.Asks != nil {
		r.give(r.asking(*b.Asks, id))
	}
}

// asking is a request to be called back, whose times are told from the moment on.
func (r *run) asking(in acd.AskCallback, of string) acd.AskCallback {
	in.At = ms(r.now)
	in.Of = of
	in.Since += in.At
	in.Due += in.At
	return in
}

// retrial is a caller who will call again.
type retrial struct {
	brings
	source *source
}

// mayCallAgain sees whether a caller who gave up will call again, and when. On a day
// nobody does after its end.
func (r *run) mayCallAgain(c *caller) {
	again := c.source.Again
	if again == nil || uniform(c.luck, luckAgain) >= again.Share {
		return
	}
	draws := rand.New(rand.NewPCG(c.luck, scatter(c.luck)))
	at := r.now + int64(again.After.draw(draws))
	if r.m.Calls == 0 && at >= r.start+int64(day) {
		return
	}
	next := retrial{c.brings, c.source}
	next.luck = scatter(c.luck ^ scatter(luckNext))
	if c.source.Patience != nil {
		next.patience = int64(c.source.Patience.draw(draws))
	}
	r.agenda.add(event{at: at, who: int32(len(r.retrials)), does: callsAgain})
	r.retrials = append(r.retrials, next)
}

// callsAgain lets him in once more.
func (r *run) callsAgain(n int32) {
	next := r.retrials[n]
	if who, ok := r.letIn(next.source, next.brings, r.ledger.batch); ok {
		r.count(&r.callers.all[who], func(n *count) { n.again++ })
	}
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
