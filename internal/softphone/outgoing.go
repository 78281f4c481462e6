package softphone

import (
	"context"
	"fmt"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// cancelLimit is how long a cancelled call may go on without a final answer
// (RFC 3261 §9.1: 64*T1).
const cancelLimit = 32 * time.Second

// outgoing follows the INVITE of a call to its final answer.
type outgoing struct {
	*Call
	tx          sip.ClientTransaction
	sent        *sip.Request // the INVITE as it was sent last
	provisional bool         // the other side has the INVITE: it can be cancelled
	cancelSent  bool
	challenged  bool
	limit       <-chan time.Time // after CANCEL
}

func (o *outgoing) run() {
	giveUp := o.giveUp.done
	for {
		select {
		case res := <-o.tx.Responses():
			o.reached.fire()
			if o.response(res) {
				return
			}
		case <-giveUp:
			giveUp = nil
			o.cancel()
		case <-o.limit:
			o.tx.Terminate()
			o.finish(End{Code: 487, Reason: "cancelled, unconfirmed"})
			return
		case <-o.tx.Done():
			o.finish(End{Code: 408, Reason: fmt.Sprintf("no answer to the INVITE: %v", o.tx.Err())})
			return
		case <-o.phone.ctx.Done():
			return
		}
	}
}

// response handles an answer and reports whether it was the last.
func (o *outgoing) response(res *sip.Response) bool {
	switch {
	case res.IsProvisional():
		o.progress(res)
		return false
	case res.IsSuccess():
		o.accepted(res)
		return true
	case !o.challenged && !o.giveUp.fired() && o.phone.canAnswer(res):
		return o.authenticate(res)
	}
	o.finish(o.refusal(res))
	return true
}

// refusal is the end that a final response makes. A challenge that is not taken
// up, because the call is not wanted any more, is our own end.
func (o *outgoing) refusal(res *sip.Response) End {
	end := End{ByRemote: true, Code: res.StatusCode, Reason: res.Reason}
	switch {
	case !o.giveUp.fired():
	case res.StatusCode == sip.StatusRequestTerminated:
		end.ByRemote = false
	case o.phone.canAnswer(res):
		end = End{Code: sip.StatusRequestTerminated, Reason: "cancelled"}
	}
	return end
}

func (o *outgoing) progress(res *sip.Response) {
	o.provisional = true
	if o.giveUp.fired() {
		o.cancel()
		return
	}
	if len(res.Body()) > 0 {
		if err := o.settle(res.Body(), false); err != nil {
			o.log.Warn("early media not understood", "error", err)
		} else {
			o.media.start()
			o.progressed.fire()
		}
	}
	if res.StatusCode == sip.StatusRinging {
		o.rang.fire()
	}
}

// cancel sends CANCEL as soon as it may be sent.
func (o *outgoing) cancel() {
	if o.cancelSent || !o.provisional {
		return
	}
	o.cancelSent = true
	o.limit = time.After(cancelLimit)
	req := cancelFor(o.sent)
	o.phone.spawn(func() {
		keep := func(*sipgo.Client, *sip.Request) error { return nil } // the Via is the INVITE's
		if _, err := o.phone.client.Do(o.phone.ctx, req, keep); err != nil {
			o.log.Debug("CANCEL unanswered", "error", err)
		}
	})
}

// cancelFor builds the CANCEL for an INVITE (RFC 3261 §9.1).
func cancelFor(invite *sip.Request) *sip.Request {
	req := sip.NewRequest(sip.CANCEL, invite.Recipient)
	req.Laddr = invite.Laddr
	req.SetTransport("UDP")
	req.SetDestination(invite.Destination())
	req.AppendHeader(invite.Via().Clone())
	for _, name := range []string{"Route", "Max-Forwards", "From", "To", "Call-ID"} {
		sip.CopyHeaders(name, invite, req)
	}
	req.AppendHeader(&sip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: sip.CANCEL})
	req.SetBody(nil)
	return req
}

// authenticate sends the INVITE again with the password and reports failure.
func (o *outgoing) authenticate(res *sip.Response) (over bool) {
	o.challenged = true
	invite := o.sent.Clone() // the first transaction may still be reading its request
	tx, err := o.phone.client.TransactionDigestAuth(o.phone.ctx, invite, res, o.phone.credentials())
	if err != nil {
		o.finish(End{Code: res.StatusCode, Reason: fmt.Sprintf("cannot authenticate: %v", err)})
		return true
	}
	o.sent, o.tx, o.provisional = invite, tx, false
	o.dialog.used(invite.CSeq().SeqNo)
	return false
}

// accepted confirms the answer; a call that nobody wants any more ends at once.
func (o *outgoing) accepted(res *sip.Response) {
	o.dialog.openedBy(o.sent, res)
	o.write(o.dialog.ack(o.sent.CSeq().SeqNo))
	o.tx.Terminate() // repeated answers now come as stray responses
	if o.giveUp.fired() {
		o.dismiss(End{Code: 200, Reason: "answered while being cancelled"})
		return
	}
	if err := o.settle(res.Body(), false); err != nil {
		o.log.Warn("answer not understood", "error", err)
		o.dismiss(End{Code: 488, Reason: err.Error()})
		return
	}
	o.media.start()
	o.answered.fire()
}

// dismiss ends an answered call.
func (o *outgoing) dismiss(end End) {
	ctx, cancel := context.WithTimeout(o.phone.ctx, cancelLimit)
	defer cancel()
	if _, _, err := o.phone.in(ctx, &o.dialog, o.dialog.request(sip.BYE)); err != nil {
		o.log.Debug("BYE unanswered", "error", err)
	}
	o.finish(end)
}
