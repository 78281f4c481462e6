package switchboard

import (
	"context"

	"hotline/internal/call"
)

// handOnContext takes the call of a seat's telephone to another machine's engine, which
// gets the code as if it had been dialled there.
const handOnContext = "hotline-handon"

// elsewhere: a call has its home at another machine.
func (c *caller) elsewhere(home string) bool { return !c.sb.ours(home) }

// handOn lets another machine have a code that is about a call of its own. This call is
// over with that; there it begins anew.
func (c *caller) handOn(home string) {
	c.log.Info("a seat's code is about a call of another machine, and handed on", "seat", c.seat, "machine", home)
	c.end.By, c.end.Outcome, c.end.Detail = "system", call.Completed, "handed on to machine "+home
	c.part(func() error {
		for _, v := range [][2]string{{"HOTLINE_PEER", home}, {"HOTLINE_EXTEN", c.called}} {
			set := func(ctx context.Context) error { return c.phone.SetVariable(ctx, c.channel, v[0], v[1]) }
			if err := c.try("hand a code on", set); err != nil {
				return err
			}
		}
		return c.try("hand a code on", func(ctx context.Context) error {
			return c.phone.Continue(ctx, c.channel, handOnContext, "s", 1)
		})
	})
}
