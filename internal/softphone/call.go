package softphone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Call is one call, in either direction. Ringing, answer and end are signals that
// fire at most once; waits return as soon as the signal fires, or with an
// *EndedError when the call ended first.
type Call struct {
	phone    *Phone
	log      *slog.Logger
	incoming bool
	invite   *sip.Request
	dialog   dialog
	media    *media
	ear      *Ear
	digits   chan Digit
	began    time.Time
	tx       sip.ServerTransaction // of the INVITE, incoming calls only

	reached    *latch // outgoing: the other side has said anything at all
	progressed *latch // early media
	rang       *latch
	answered   *latch
	acked      *latch // incoming: the caller knows that we answered
	cancelled  *latch // incoming: the caller gave up while it rang
	giveUp     *latch // outgoing: we do not want it any more
	ended      *latch
	alive      context.Context // done when the call has ended
	kill       context.CancelFunc
	referred   atomic.Bool // a transfer of it is settled

	mu      sync.Mutex
	final   bool // incoming: a final response was chosen
	end     End
	session uint64      // SDP session id
	version int         // of our SDP
	ours    description // our newest SDP
	onHold  bool        // by us
}

// End is why a call is over.
type End struct {
	ByRemote bool   // the other side ended or refused it
	Code     int    // final SIP status: 200 after a talk, 487 cancelled, 486 busy…; 0: no answer was got
	Reason   string // reason phrase, or the Reason header of a BYE
}

func (e End) String() string {
	side := "by us"
	if e.ByRemote {
		side = "by the other side"
	}
	return fmt.Sprintf("%s: %d %s", side, e.Code, e.Reason)
}

// digitBacklog is how many received keys may wait for a reader.
const digitBacklog = 128

func (p *Phone) newCall(incoming bool) (*Call, error) {
	c := &Call{
		phone: p, incoming: incoming, began: time.Now(),
		digits:  make(chan Digit, digitBacklog),
		reached: newLatch(), progressed: newLatch(), rang: newLatch(), answered: newLatch(), acked: newLatch(),
		cancelled: newLatch(), giveUp: newLatch(), ended: newLatch(),
		session: rand.Uint64() >> 2, version: 1,
	}
	c.alive, c.kill = context.WithCancel(context.Background())
	c.dialog.contact, c.dialog.laddr = p.contact(), p.sipAddr()
	var err error
	if c.media, err = openMedia(p.laddr.Addr(), c.heardDigit); err != nil {
		return nil, err
	}
	c.ear = &Ear{rec: c.media.in.heard}
	c.ours = description{addr: c.media.addr, codecs: p.cfg.Codecs, events: eventPayload, dir: sendRecv}
	return c, nil
}

// ID is the Call-ID.
func (c *Call) ID() string { return c.invite.CallID().Value() }

// IsIncoming reports whether the other side called.
func (c *Call) IsIncoming() bool { return c.incoming }

// From is the address of the caller, as the INVITE gives it.
func (c *Call) From() Party { return partyOf(c.invite.From().DisplayName, c.invite.From().Address) }

// To is the address that was called, as the INVITE gives it.
func (c *Call) To() Party { return partyOf(c.invite.To().DisplayName, c.invite.To().Address) }

// Party is one end of a call. Display is without quotes and escapes, in whatever
// bytes the other side sent.
type Party struct{ User, Display, Host string }

// Header is the value of a header of the INVITE, or "".
func (c *Call) Header(name string) string {
	if h := c.invite.GetHeader(name); h != nil {
		return h.Value()
	}
	return ""
}

// Began is when the INVITE was sent, or arrived.
func (c *Call) Began() time.Time { return c.began }

// Hangup ends the call, whatever its state: CANCEL before the answer, BYE after it,
// 603 for an incoming call that rings. It returns when the call is over. If the
// other side answers in the same instant, it is told BYE.
func (c *Call) Hangup(ctx context.Context) error {
	switch {
	case c.ended.fired():
		return nil
	case c.answered.fired():
		return c.bye(ctx)
	case c.incoming:
		return c.decline(ctx)
	}
	c.giveUp.fire()
	select {
	case <-c.ended.done:
		return nil
	case <-c.answered.done: // it was too late to cancel
		return c.bye(ctx)
	case <-ctx.Done():
		return fmt.Errorf("softphone: waiting for the cancelled call to end: %w", ctx.Err())
	}
}

// decline refuses a ringing call, or ends it if it was answered meanwhile.
func (c *Call) decline(ctx context.Context) error {
	err := c.Reject(603, "Decline")
	if err == nil || c.ended.fired() {
		return nil
	}
	if err := c.WaitAnswered(ctx); err != nil {
		_, err = c.WaitEnded(ctx)
		return err
	}
	return c.bye(ctx)
}

func (c *Call) bye(ctx context.Context) error {
	if c.incoming { // RFC 3261 §15: not before the caller confirmed our answer
		if err := c.wait(ctx, c.acked, "the confirmation of the answer"); err != nil {
			if c.ended.fired() {
				return nil
			}
			return err
		}
	}
	c.over(End{Code: 200, Reason: "hung up"})
	defer c.phone.forget(c) // not before: their BYE may cross ours
	_, _, err := c.phone.in(ctx, &c.dialog, c.dialog.request(sip.BYE))
	if status := (*StatusError)(nil); errors.As(err, &status) && status.Code == 481 {
		return nil // it hung up in the same instant
	}
	return err
}

func (c *Call) onBye(req *sip.Request, tx sip.ServerTransaction) {
	reason := "hung up"
	if h := req.GetHeader("Reason"); h != nil {
		reason = h.Value()
	}
	// First over, then confirmed: the other side may be gone right after.
	c.over(End{ByRemote: true, Code: 200, Reason: reason})
	c.phone.respond(req, tx, 200, "OK")
	c.phone.forget(c)
}

// finish makes the phone forget the call, and ends it.
func (c *Call) finish(end End) {
	c.phone.forget(c)
	c.over(end)
}

// over says that the call has ended. Only the first reason counts.
func (c *Call) over(end End) {
	c.mu.Lock()
	first := !c.ended.fired()
	if first {
		c.end = end
		c.ended.fire()
		c.kill()
	}
	c.mu.Unlock()
	c.media.close()
	if first {
		c.log.Debug("call ended", "code", end.Code, "remote", end.ByRemote)
	}
}

// request sends a request of a running call and waits for its success. The end of
// the call ends the wait.
func (c *Call) request(ctx context.Context, req *sip.Request) (res *sip.Response, used uint32, err error) {
	if c.ended.fired() {
		return nil, 0, &EndedError{End: c.theEnd()}
	}
	ctx, cancel := within(ctx, c.alive)
	defer cancel()
	res, used, err = c.phone.in(ctx, &c.dialog, req)
	if err != nil && c.ended.fired() {
		err = &EndedError{End: c.theEnd()}
	}
	return res, used, err
}

// write sends a request that gets no answer.
func (c *Call) write(ack *sip.Request) {
	if !c.phone.enter() {
		return
	}
	defer c.phone.work.Done()
	if err := c.phone.client.WriteRequest(ack, addViaOnce); err != nil {
		c.log.Warn("ACK not sent", "error", err)
	}
}
