package switchboard

import (
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/ivr"
)

// enqueue asks the queue's floor to take the call.
func (c *caller) enqueue(e ivr.Queue) {
	name := c.tree.FloorOfQueue(e.Queue)
	if name == "" {
		c.inputs = append(c.inputs, ivr.Result{What: ivr.Left, Reason: "queue-removed"})
		return
	}
	if c.since == 0 {
		c.since = c.now()
	}
	c.floor, c.queued, c.talkQueue = c.sb.floor(name), e, ""
	c.deciding = !c.sb.shares() // a fleet may take long: he is not to hear nothing meanwhile
	c.floor.send(acd.Enqueue{
		At: c.now(), Call: c.id, Queue: e.Queue, Since: c.since, Priority: e.Priority.Milliseconds(),
		Limits: limits(e), From: c.ownNumber(), Needs: needs(e.Needs), Prefer: e.Prefer,
	})
}

func limits(e ivr.Queue) acd.Limits {
	return acd.Limits{
		NoSeat: e.NoSeat, AllPaused: e.AllPaused, AllBusy: e.AllBusy, Staff: e.Staff,
		Wait: e.MaxWait.Milliseconds(), Size: e.MaxCalls, Expected: e.Expected.Milliseconds(),
	}
}

func needs(of []ivr.Need) (skills []acd.Skill) {
	for _, n := range of {
		skills = append(skills, acd.Skill(n))
	}
	return skills
}

// ownNumber is the caller's number in the form in which he would be called back;
// empty if it is withheld, or a seat's.
func (c *caller) ownNumber() string {
	if c.account != "" {
		return ""
	}
	return c.numberOf(c.number)
}

func (c *caller) numberOf(raw string) string {
	return string(c.tree.Trunks[c.trunk].Rules.Caller(raw))
}

// look asks for the caller's place, or for the figures of a queue that he has not
// joined.
func (c *caller) look(queue string) {
	if queue == "" {
		if c.floor != nil {
			c.floor.send(look{call: c.id})
		}
		return
	}
	name := c.tree.FloorOfQueue(queue)
	if name == "" {
		c.inputs = append(c.inputs, ivr.View{})
		return
	}
	c.sb.floor(name).send(look{call: c.id, queue: queue})
}

func (c *caller) placed(p placed) {
	if !p.ok {
		c.step(ivr.View{Kept: p.kept})
		return
	}
	c.step(ivr.View{
		Position: p.view.Position, Waiting: p.view.Waiting, Seats: p.view.SignedIn,
		Expected: millis(p.view.Expected), Low: millis(p.view.Low), High: millis(p.view.High),
	})
}

func millis(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

// abandoned is the floor's last word on a caller who hung up.
func (c *caller) abandoned(f *acd.Abandoned) {
	c.floor = nil
	if c.end.Outcome != "" {
		return // handed over: not his doing
	}
	c.end.Outcome = call.AbandonedInQueue
	if f.Ringing != "" {
		c.end.Outcome = call.AbandonedRinging
	}
}

// left: the queue did not keep the call; the script knows what to do instead.
func (c *caller) left(f *acd.Overflowed) {
	if f.Reason == acd.OverflowMoved {
		return // it waits elsewhere now
	}
	c.floor = nil
	if c.sent {
		c.goOnward(dialplan.Target{}) // nobody there: back to where he waited
		return
	}
	c.overflowed = true
	c.stopMusic()
	switch {
	case c.gone || c.ending:
	case c.session == nil && (c.account != "" || c.back != nil):
		c.farewell(whyNobody)
		return
	}
	c.step(ivr.Result{What: ivr.Left, Reason: f.Reason})
}
