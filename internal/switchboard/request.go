package switchboard

import (
	"context"
	"errors"

	"hotline/internal/asterisk"
)

// request bounds one request to Asterisk.
func (c *caller) request() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(c.ctx), requestTime)
}

// try sends a request. A channel that is gone is ordinary: its end is on the
// way. Anything else is logged; the error comes back for those who care.
func (c *caller) try(what string, send func(context.Context) error) error {
	c.settleAnswer()
	return c.tryBeside(what, send)
}

// tryBeside is try for what has nothing to do with the caller's channel.
func (c *caller) tryBeside(what string, send func(context.Context) error) error {
	ctx, cancel := c.request()
	defer cancel()
	err := send(ctx)
	c.note(what, err)
	return err
}

func (c *caller) note(what string, err error) {
	if err != nil && !errors.Is(err, asterisk.Gone) {
		c.log.Warn("request to Asterisk failed", "what", what, "err", err)
	}
}

// settled: what was to be ended has ended.
func settled(err error) bool { return err == nil || errors.Is(err, asterisk.Gone) }

// linkFailed: the request may or may not have arrived, and that is not the
// matter of whom it was about.
func linkFailed(err error) bool {
	for _, kind := range []asterisk.Kind{asterisk.Unreachable, asterisk.Timeout, asterisk.Cancelled, asterisk.Closed} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
