package softphone

import (
	"context"
	"strings"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// settle takes over the other side's SDP. If it is an offer, our SDP is made to
// answer it; if it is an answer to ours, ours stays.
func (c *Call) settle(body []byte, offer bool) error {
	theirs, err := parseDescription(body)
	if err != nil {
		return err
	}
	codec, err := theirs.common(c.phone.cfg.Codecs)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if offer {
		c.fit(theirs)
	}
	c.media.agree(theirs, codec, c.ours.dir.sends() && theirs.dir.receives())
	return nil
}

// fit makes our SDP the answer to an offer. It stays the same, version and all,
// when the offer is only repeated. The caller holds mu.
func (c *Call) fit(theirs description) {
	next := c.ours
	next.dir = theirs.dir.answer()
	if c.onHold {
		next.dir = next.dir.held()
	}
	if theirs.events != 0 {
		// Their number for keys becomes ours: both sides then use the same.
		next.events = theirs.events
		c.media.in.events.Store(uint32(theirs.events))
	}
	if next.dir != c.ours.dir || next.events != c.ours.events {
		c.version++
	}
	c.ours = next
}

func (c *Call) ourSDP() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ours.write(c.session, c.version)
}

// onReinvite accepts a change, or the mere refresh, of a running session.
func (c *Call) onReinvite(req *sip.Request, tx sip.ServerTransaction) { c.renegotiate(req, tx, true) }

// onUpdate does the same for UPDATE, which may come without SDP.
func (c *Call) onUpdate(req *sip.Request, tx sip.ServerTransaction) { c.renegotiate(req, tx, false) }

func (c *Call) renegotiate(req *sip.Request, tx sip.ServerTransaction, alwaysSDP bool) {
	offer := req.Body()
	if len(offer) > 0 {
		if err := c.settle(offer, true); err != nil {
			c.log.Warn("change of the session refused", "error", err)
			c.phone.respond(req, tx, 488, "Not Acceptable Here")
			return
		}
	}
	c.dialog.refreshed(req.Contact())
	res := sip.NewResponseFromRequest(req, 200, "OK", nil)
	res.AppendHeader(c.dialog.contact.Clone())
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	acceptTimer(req, res)
	if alwaysSDP || len(offer) > 0 {
		res.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
		res.SetBody(c.ourSDP())
	}
	if err := tx.Respond(res); err != nil {
		c.log.Warn("change of the session not confirmed", "error", err)
	}
}

// acceptTimer agrees to the session timer of a request, with its sender as the one
// who refreshes (RFC 4028); without a timer in the request there is none.
func acceptTimer(req *sip.Request, res *sip.Response) {
	expires := req.GetHeader("Session-Expires")
	if expires == nil || !lists(req, "timer", "Supported", "Require") {
		return
	}
	seconds, refresher := sessionExpires(expires.Value())
	if refresher == "uas" {
		return
	}
	res.AppendHeader(sip.NewHeader("Require", "timer"))
	res.AppendHeader(sip.NewHeader("Session-Expires", seconds+";refresher=uac"))
}

// lists reports whether one of the headers names the option.
func lists(req *sip.Request, option string, headers ...string) bool {
	for _, name := range headers {
		for _, h := range req.GetHeaders(name) {
			for listed := range strings.SplitSeq(h.Value(), ",") {
				if strings.TrimSpace(listed) == option {
					return true
				}
			}
		}
	}
	return false
}

// sessionExpires splits a Session-Expires header into seconds and refresher.
func sessionExpires(value string) (seconds, refresher string) {
	seconds, params, _ := strings.Cut(value, ";")
	for param := range strings.SplitSeq(params, ";") {
		if name, who, _ := strings.Cut(strings.TrimSpace(param), "="); name == "refresher" {
			refresher = who
		}
	}
	return strings.TrimSpace(seconds), refresher
}

// Hold tells the other side that we stop listening.
func (c *Call) Hold(ctx context.Context) error { return c.offer(ctx, true) }

// Resume takes Hold back. Without a Hold before, it refreshes the session.
func (c *Call) Resume(ctx context.Context) error { return c.offer(ctx, false) }

// offer sends a re-INVITE.
func (c *Call) offer(ctx context.Context, hold bool) error {
	if !c.answered.fired() || c.ended.fired() {
		return ErrWrongState
	}
	req := c.dialog.request(sip.INVITE)
	req.AppendHeader(sip.NewHeader("Allow", allowed))
	req.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	req.SetBody(c.offerSDP(hold))
	res, used, err := c.request(ctx, req)
	if err != nil {
		return err
	}
	c.dialog.refreshed(res.Contact())
	c.write(c.dialog.ack(used))
	return c.settle(res.Body(), false)
}

// offerSDP is our SDP for a re-INVITE.
func (c *Call) offerSDP(hold bool) []byte {
	dir := sendRecv
	if hold {
		dir = sendOnly
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ours.dir != dir {
		c.version++
	}
	c.onHold, c.ours.dir = hold, dir
	return c.ours.write(c.session, c.version)
}

// addViaOnce leaves a Via that is there already alone.
func addViaOnce(client *sipgo.Client, req *sip.Request) error {
	if req.Via() != nil {
		return nil
	}
	return sipgo.ClientRequestAddVia(client, req)
}
