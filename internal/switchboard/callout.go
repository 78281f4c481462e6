package switchboard

import (
	"context"
	"strings"

	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/numbering"
)

// callerFound tells which call of a number a seat's call out follows up; empty = it has
// never called, or nobody can tell.
type callerFound struct{ number, call string }

// followUp calls the other side of the seat's last talk (回访), or a number that has
// called one of the seat's centres before. No other number is dialled.
func (c *caller) followUp(number string) {
	last, talked := c.sb.lastTalks.get(c.seat)
	number = string(numbering.Caller(number))
	switch {
	case c.seat == "":
		c.notPlaced(whyNotAllowed)
	case number == "" && (!talked || last.number == ""):
		c.notPlaced(whyNobody)
	case number == "" || talked && number == last.number:
		c.followUpOf(callerFound{last.number, last.call})
	case c.sb.cfg.Callers == nil:
		c.notPlaced(whyNotAllowed)
	default:
		centres := centresOf(c.tree.Seats[c.seat])
		c.sb.spawn(func() {
			ctx, cancel := context.WithTimeout(c.ctx, requestTime)
			defer cancel()
			of, err := c.sb.cfg.Callers(ctx, number, centres)
			if err != nil {
				c.log.Warn("nobody can tell whether the number has called before", "err", err)
			}
			c.facts.put(callerFound{number, of})
		})
	}
}

func (c *caller) followUpOf(m callerFound) {
	if c.gone || c.ending || c.outside != nil {
		return
	}
	trunk, may := c.tree.TrunkForCallback(m.number)
	if m.call == "" || !may {
		c.log.Info("a seat may not call this number out", "seat", c.seat, "number", numbering.Number(m.number))
		c.notPlaced(whyNotAllowed)
		return
	}
	c.tell(call.FollowsUp{At: c.now(), Call: c.id, Seat: c.seat, Of: m.call})
	c.callOut(m.number, trunk, &calling{follow: m.number, wrapUp: wrapUpOf(c.tree, c.seat)})
}

// centresOf are those whose queues a seat serves.
func centresOf(seat dialplan.Seat) (centres []string) {
	for _, queue := range seat.Queues {
		centre, _, _ := strings.Cut(queue, "/")
		centres = append(centres, centre)
	}
	return centres
}

// numberOf is the number that an endpoint dials.
func numberOf(endpoint string) string {
	number, _, _ := strings.Cut(strings.TrimPrefix(endpoint, "PJSIP/"), "@")
	return number
}
