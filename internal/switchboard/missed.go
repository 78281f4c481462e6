package switchboard

import (
	"cmp"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
)

// missedStage says how far a caller who reached nobody is on his way to the callback
// list. Those who hung up in a queue are put there by the queue's distributor.
type missedStage int

const (
	missedUnknown missedStage = iota // the call is not over
	missedTold                       // the floor is asked to list him
	missedSettled                    // he is listed, or need not be
)

// listing is asked when the call is over. It is true while a caller who was missed
// is being put on the callback list: the call lasts until that is on record.
func (c *caller) listing() bool {
	if c.missed == missedUnknown {
		c.missed = missedSettled
		if queue, ok := c.brokenBefore(); ok {
			c.list(queue)
		} else if queue, ok := c.missedBy(); ok {
			c.list(queue)
		}
	}
	return c.missed == missedTold
}

// missedBy finds the queue that is to call back a caller who hung up before he came
// to a seat or a queue, or whose flow ended because the centre was closed or nobody
// was there. Whoever left a message, asked to be called back, was forwarded, or got
// what the flow has to tell, is not missed; nor who was lost while nobody watched: he
// may have reached the fallback group. Nor is a call that was shorter than the
// queue's Least.
func (c *caller) missedBy() (acd.Queue, bool) {
	switch c.outcome() {
	case call.AbandonedInMenu, call.Closed, call.Overflowed:
	default:
		return acd.Queue{}, false
	}
	number := c.ownNumber()
	if _, may := c.sb.tree.Load().TrunkForCallback(number); !may {
		return acd.Queue{}, false
	}
	q, ok := c.missedQueue()
	return q, ok && c.now()-c.arrived >= q.Callback.Least
}

// brokenBefore finds the queue that is to call back a caller whose call ended with its
// Asterisk before he came to a queue: the one of his centre that would have him called
// back otherwise, else its first. Whoever was in a queue or in a talk is the
// distributor's.
func (c *caller) brokenBefore() (first acd.Queue, ok bool) {
	if !c.broken || c.outcome() != call.Failed || c.queued.Queue != "" || c.account != "" || c.back != nil {
		return acd.Queue{}, false
	}
	tree := c.sb.tree.Load()
	if _, may := tree.TrunkForCallback(c.ownNumber()); !may {
		return acd.Queue{}, false
	}
	if q, ok := c.missedQueue(); ok {
		return q, true
	}
	centre := tree.Centres[c.centre]
	for _, q := range tree.Rules(centre.Floor).Queues {
		if strings.HasPrefix(q.ID, centre.ID+"/") {
			return q, true
		}
	}
	return acd.Queue{}, false
}

// missedQueue is the queue in which he last waited, if it calls missed callers back,
// or the first of his centre that does: which one he would have chosen is not known.
func (c *caller) missedQueue() (first acd.Queue, ok bool) {
	tree := c.sb.tree.Load()
	centre := tree.Centres[c.centre]
	for _, q := range tree.Rules(centre.Floor).Queues {
		if !q.Callback.Missed || !strings.HasPrefix(q.ID, centre.ID+"/") {
			continue
		}
		if q.ID == c.queued.Queue {
			return q, true
		}
		if !ok {
			first, ok = q, true
		}
	}
	return first, ok
}

func (c *caller) list(q acd.Queue) {
	c.missed = missedTold
	c.log.Info("a caller who reached nobody is put on the callback list", "queue", q.ID)
	c.sb.floor(c.sb.tree.Load().FloorOfQueue(q.ID)).send(askBack{acd.AskCallback{
		At: c.now(), Callback: c.id + "-back", Of: c.id, Queue: q.ID, Number: c.ownNumber(),
		Since: cmp.Or(c.since, c.arrived), Due: c.now() + q.Callback.Delay, Missed: !c.broken, // who was cut off has his place by his age
	}})
}
