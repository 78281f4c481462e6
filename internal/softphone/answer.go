package softphone

import (
	"context"
	"fmt"

	"github.com/emiago/sipgo/sip"
)

// Ring tells the caller that the phone rings (180).
func (c *Call) Ring() error {
	if !c.incoming || c.chosen() || c.cancelled.fired() {
		return ErrWrongState
	}
	if err := c.tx.Respond(c.response(180, "Ringing")); err != nil {
		return err
	}
	c.rang.fire()
	return nil
}

// Answer takes the call and returns when the caller confirmed it. An *EndedError
// means that the caller hung up first.
func (c *Call) Answer(ctx context.Context) error {
	if err := c.choose(); err != nil {
		return err
	}
	if err := c.tx.Respond(c.acceptance()); err != nil || c.cancelled.fired() {
		c.cancelled.fire() // an answer that cannot be sent is no answer
		_, err := c.WaitEnded(ctx)
		if err != nil {
			return err
		}
		return &EndedError{End: c.theEnd()}
	}
	c.media.start()
	c.answered.fire()
	return c.wait(ctx, c.acked, "the confirmation of the answer")
}

// Reject refuses the call, e.g. with 486 "Busy Here".
func (c *Call) Reject(code int, reason string) error {
	if code < 300 || code > 699 {
		return fmt.Errorf("softphone: %d does not refuse a call: use 300 to 699", code)
	}
	return c.refuse(c.response(code, reason))
}

// Redirect refuses the call and names another address (302).
func (c *Call) Redirect(target string) error {
	var uri sip.Uri
	if err := sip.ParseUri(target, &uri); err != nil {
		return fmt.Errorf("softphone: cannot redirect to %q: %w", target, err)
	}
	res := c.response(302, "Moved Temporarily")
	res.ReplaceHeader(&sip.ContactHeader{Address: uri})
	return c.refuse(res)
}

func (c *Call) refuse(res *sip.Response) error {
	if err := c.choose(); err != nil {
		return err
	}
	if err := c.tx.Respond(res); err != nil {
		c.cancelled.fire()
		return err
	}
	c.finish(End{Code: res.StatusCode, Reason: res.Reason})
	return nil
}

// choose claims the right to send the one final response.
func (c *Call) choose() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.ended.fired():
		return &EndedError{End: c.end}
	case !c.incoming || c.final:
		return ErrWrongState
	}
	c.final = true
	return nil
}

func (c *Call) chosen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.final || c.ended.fired()
}

func (c *Call) response(code int, reason string) *sip.Response {
	res := sip.NewResponseFromRequest(c.invite, code, reason, nil)
	res.AppendHeader(c.dialog.contact.Clone())
	return res
}

// acceptance is our 200 to the INVITE.
func (c *Call) acceptance() *sip.Response {
	res := c.response(200, "OK")
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	acceptTimer(c.invite, res)
	res.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	res.SetBody(c.ourSDP())
	return res
}

// onAck confirms our answer; after an INVITE without an offer it carries theirs.
func (c *Call) onAck(req *sip.Request, _ sip.ServerTransaction) {
	if len(req.Body()) > 0 {
		if err := c.settle(req.Body(), false); err != nil {
			c.log.Warn("ACK not understood", "error", err)
		}
	}
	c.acked.fire()
}
