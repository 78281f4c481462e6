package switchboard

import (
	"time"

	"hotline/internal/calendar"
	"hotline/ivr"
)

// askHours looks whether a centre is open now.
func (c *caller) askHours(e ivr.AskHours) {
	now := c.moment()
	answer := c.tree.OpenAt(e.Centre, now)
	c.inputs = append(c.inputs, ivr.Hours{
		Open: answer.Open, Why: string(answer.Why), Reason: answer.Reason, Next: answer.NextWords(now), Known: answer.Known,
	})
}

// moment is the time as the script sees it: China has one zone, whatever the
// machine's is.
func (c *caller) moment() time.Time { return c.sb.cfg.Clock.Now().In(calendar.China()) }
