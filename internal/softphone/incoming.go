package softphone

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// ringFor takes a new call and stays with its transaction until a final response
// was sent and, if it was an answer, confirmed.
func (p *Phone) ringFor(req *sip.Request, tx sip.ServerTransaction) {
	arrived := time.Now()
	if unknown := unsupported(req); len(unknown) > 0 {
		p.respond(req, tx, 420, "Bad Extension", sip.NewHeader("Unsupported", strings.Join(unknown, ", ")))
		return
	}
	c, err := p.receive(req, tx, arrived)
	if err != nil {
		p.log.Warn("call refused", "error", err)
		p.respond(req, tx, 488, "Not Acceptable Here")
		return
	}
	if !tx.OnCancel(func(*sip.Request) { c.cancelled.fire() }) {
		c.media.close()
		return
	}
	if err := p.deliver(c); err != nil {
		p.log.Warn("call refused", "error", err)
		c.media.close()
		p.respond(c.invite, tx, 503, "Service Unavailable")
		return
	}
	c.attend()
}

// receive builds the call that an INVITE offers.
func (p *Phone) receive(req *sip.Request, tx sip.ServerTransaction, arrived time.Time) (*Call, error) {
	if req.Contact() == nil {
		return nil, errors.New("softphone: INVITE without Contact")
	}
	localTag := sip.GenerateTagN(16)
	c, err := p.newCall(true)
	if err != nil {
		return nil, err
	}
	c.tx, c.began = tx, arrived
	c.dialog.openedFor(req, localTag)
	req.To().Params.Add("tag", localTag) // all our responses carry it
	c.invite = req
	c.log = p.log.With("call", c.ID())
	if len(req.Body()) > 0 {
		if err := c.settle(req.Body(), true); err != nil {
			c.media.close()
			return nil, err
		}
	}
	return c, nil
}

func (p *Phone) deliver(c *Call) error {
	if err := p.keep(c); err != nil {
		return err
	}
	select {
	case p.incoming <- c:
		return nil
	default:
		p.forget(c)
		return fmt.Errorf("softphone: %d calls wait already: nobody reads Incoming", incomingBacklog)
	}
}

// attend waits for what becomes of a ringing call.
func (c *Call) attend() {
	select {
	case <-c.answered.done:
		c.confirm()
	case <-c.cancelled.done:
		c.finish(End{ByRemote: true, Code: 487, Reason: "cancelled"})
	case <-c.ended.done:
	case <-c.phone.ctx.Done():
	}
}

const (
	firstRepeat = 500 * time.Millisecond // T1
	slowRepeat  = 4 * time.Second        // T2
)

// confirm repeats our answer until the caller confirms it (RFC 3261 §13.3.1.4).
func (c *Call) confirm() {
	answer := c.acceptance()
	limit := time.After(cancelLimit)
	for pause := firstRepeat; ; pause = min(2*pause, slowRepeat) {
		select {
		case <-time.After(pause):
			_ = c.tx.Respond(answer) // the next round tries again
		case <-c.acked.done:
			return
		case <-c.ended.done:
			return
		case <-limit:
			c.giveUpUnconfirmed()
			return
		case <-c.phone.ctx.Done():
			return
		}
	}
}

func (c *Call) giveUpUnconfirmed() {
	ctx, cancel := context.WithTimeout(c.phone.ctx, farewell)
	defer cancel()
	_, _, _ = c.phone.in(ctx, &c.dialog, c.dialog.request(sip.BYE)) // nobody may be there
	c.finish(End{Code: 408, Reason: "the answer was never confirmed"})
}
