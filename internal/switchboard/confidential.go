package switchboard

import (
	"context"

	"hotline/internal/call"
)

// makeConfidential deletes what was recorded of the call, and records no more.
func (c *caller) makeConfidential() {
	if !c.confidential {
		c.confidential, c.taping, c.unannounced = true, false, false
		c.tell(call.MadeConfidential{At: c.now(), Call: c.id, Seat: c.conv.Seat})
		c.stopAnnouncing()
		if t := c.talkTape; t != nil {
			c.talkTape = nil
			c.decide(t, dropIt)
		}
		c.eraseKept()
	}
	c.sayToSeat(wordConfidential)
}

// erased: what was kept of a confidential call is deleted, or whoever keeps it has to see
// to it.
type erased struct{}

// eraseKept deletes what is kept of the call, and what is just being kept. The call lasts
// until then, so that no restart forgets it.
func (c *caller) eraseKept() {
	c.erasing++
	c.sb.spawn(func() {
		var failed error
		done := c.sb.persist(func(ctx context.Context) error {
			failed = c.sb.cfg.Recordings.Erase(ctx, c.id)
			return failed
		})
		if !done {
			c.log.Error("the recordings of a confidential call are not all deleted yet", "err", failed)
		}
		c.facts.put(erased{})
	})
}
