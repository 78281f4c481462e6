package softphone

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Transfer is a call that we handed on (RFC 3515). The other side reports what
// becomes of it; its reports may come after our own call has ended.
type Transfer struct {
	call *Call
	legs []*Call // ours, to hang up when it succeeded
	key  string  // of the dialog it was asked in

	mu    sync.Mutex
	first uint32 // number of our REFER, which its reports name
	codes []int
	final *latch
}

// Refer hands the other side on to target, a number at our server or a whole sip:
// URI, as the transfer button of a desk phone does (blind transfer). It returns
// when the other side has agreed to try; a refusal is a *StatusError. The call
// itself goes on, see [Config.HangupTransferred].
func (c *Call) Refer(ctx context.Context, target string) (*Transfer, error) {
	uri, _, err := c.phone.targetURI(target)
	if err != nil {
		return nil, err
	}
	return c.refer(ctx, "<"+uri.String()+">", c)
}

// ReferTo connects the other side of this call with the other side of another one,
// whose place it takes there (attended transfer, RFC 3891). Both must be answered;
// usually one of them is on hold. It returns as Refer does.
func (c *Call) ReferTo(ctx context.Context, other *Call) (*Transfer, error) {
	if !other.answered.fired() || other.ended.fired() {
		return nil, fmt.Errorf("softphone: the call to transfer to: %w", ErrWrongState)
	}
	return c.refer(ctx, other.replacing(), c, other)
}

func (c *Call) refer(ctx context.Context, to string, legs ...*Call) (*Transfer, error) {
	if !c.answered.fired() || c.ended.fired() {
		return nil, ErrWrongState
	}
	req := c.dialog.request(sip.REFER)
	req.AppendHeader(sip.NewHeader("Refer-To", to))
	us := req.From().Address
	req.AppendHeader(sip.NewHeader("Referred-By", "<"+us.String()+">"))
	t := &Transfer{call: c, legs: legs, key: c.dialog.key(), first: req.CSeq().SeqNo, final: newLatch()}
	c.phone.follow(t) // before it is sent: the first report may come before the answer
	if _, _, err := c.request(ctx, req); err != nil {
		c.phone.unfollow(t)
		return nil, err
	}
	return t, nil
}

// Codes are the states that were reported so far, e.g. 100, 180, 200.
func (t *Transfer) Codes() []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.codes)
}

// Wait waits for the last report: 200 when the new call was answered, another code
// when it failed, 0 when the reports ended without saying. The end of our own call
// does not end the wait; the end of the phone does.
func (t *Transfer) Wait(ctx context.Context) (code int, err error) {
	select {
	case <-t.final.done:
		return t.result(), nil
	case <-t.call.phone.ctx.Done():
		return 0, ErrNotRunning
	case <-ctx.Done():
		return 0, fmt.Errorf("softphone: waiting for the transfer, reported so far %v: %w", t.Codes(), ctx.Err())
	}
}

// EndedAt is when the last report came; zero before.
func (t *Transfer) EndedAt() time.Time { return t.final.time() }

func (t *Transfer) result() int {
	if codes := t.Codes(); len(codes) > 0 && codes[len(codes)-1] >= 200 {
		return codes[len(codes)-1]
	}
	return 0
}

// report takes a report in and says whether the transfer is over.
func (t *Transfer) report(code int, terminated bool) (over bool) {
	t.mu.Lock()
	settled := len(t.codes) > 0 && t.codes[len(t.codes)-1] >= 200 // what comes now was overtaken
	if code > 0 && !settled && !t.final.fired() {
		t.codes = append(t.codes, code)
	}
	t.mu.Unlock()
	return code >= 200 || terminated
}

// settled ends the transfer and, if it succeeded and the phone is of that kind,
// our own legs.
func (t *Transfer) settled() {
	p := t.call.phone
	t.call.referred.Store(true)
	p.unfollow(t)
	t.final.fire()
	if code := t.result(); code < 200 || code > 299 || !p.cfg.HangupTransferred {
		return
	}
	for _, leg := range t.legs {
		leg.phone.spawn(func() {
			ctx, cancel := context.WithTimeout(leg.phone.ctx, farewell)
			defer cancel()
			if err := leg.Hangup(ctx); err != nil {
				leg.log.Debug("hang-up after the transfer", "error", err)
			}
		})
	}
}

// Replaces is the header of that name with which an INVITE asks for our place in this
// call (RFC 3891 §6.1: the tags as its other side sees them).
func (c *Call) Replaces() string {
	_, _, localTag, remoteTag := c.dialog.addresses()
	return fmt.Sprintf("%s;to-tag=%s;from-tag=%s", c.ID(), remoteTag, localTag)
}

// replacing is the Refer-To that takes our place in this call. Like a desk phone we name
// the other side by its number at the server; where there is no server, by where it is.
func (c *Call) replacing() string {
	name, target, _, _ := c.dialog.addresses()
	if c.phone.cfg.Server == "" {
		name = target
	}
	return fmt.Sprintf("<%s?Replaces=%s>", name.Addr(), url.QueryEscape(c.Replaces()))
}
