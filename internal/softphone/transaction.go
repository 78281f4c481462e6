package softphone

import (
	"context"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

// allowed lists what the phone understands.
const allowed = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY"

// do sends a request, authenticates if asked to, and waits for the final answer.
// used is the number (CSeq) of the request that got it.
func (p *Phone) do(ctx context.Context, req *sip.Request) (res *sip.Response, used uint32, err error) {
	used = req.CSeq().SeqNo
	if !p.enter() {
		return nil, used, ErrNotRunning
	}
	defer p.work.Done()
	ctx, cancel := within(ctx, p.ctx)
	defer cancel()
	res, err = p.client.Do(ctx, req, sipgo.ClientRequestAddVia)
	if err == nil && res == nil {
		err = ErrNotRunning // the transaction was cut off by Close
	}
	if err != nil || !p.canAnswer(res) {
		return res, used, err
	}
	// A copy: the first transaction may still be reading its request.
	again := req.Clone()
	res, err = p.client.DoDigestAuth(ctx, again, res, p.credentials())
	if err == nil && res == nil {
		err = ErrNotRunning
	}
	return res, again.CSeq().SeqNo, err
}

// within is ctx, ended early when life ends.
func within(ctx, life context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(life, cancel) //nolint:contextcheck // life is the other parent
	return ctx, func() {
		stop()
		cancel()
	}
}

// canAnswer reports whether the response is a challenge we have a password for.
func (p *Phone) canAnswer(res *sip.Response) bool {
	if p.cfg.Password == "" {
		return false
	}
	switch res.StatusCode {
	case sip.StatusUnauthorized:
		return p.trusts(res.GetHeader("WWW-Authenticate"))
	case sip.StatusProxyAuthRequired:
		return p.trusts(res.GetHeader("Proxy-Authenticate"))
	}
	return false
}

// trusts reports whether a challenge comes from whom the password is for.
func (p *Phone) trusts(challenge sip.Header) bool {
	if challenge == nil || p.cfg.Realm == "" {
		return challenge != nil
	}
	asked, err := digest.ParseChallenge(challenge.Value())
	return err == nil && asked.Realm == p.cfg.Realm
}

func (p *Phone) credentials() sipgo.DigestAuth {
	return sipgo.DigestAuth{Username: p.cfg.User, Password: p.cfg.Password}
}

// in sends a request inside a dialog and fails unless the answer is a success.
func (p *Phone) in(ctx context.Context, d *dialog, req *sip.Request) (res *sip.Response, used uint32, err error) {
	res, used, err = p.do(ctx, req)
	d.used(used)
	if err == nil && !res.IsSuccess() {
		err = &StatusError{Method: string(req.Method), Code: res.StatusCode, Reason: res.Reason}
	}
	return res, used, err
}

// respond answers a request that needs no more than a status.
func (p *Phone) respond(req *sip.Request, tx sip.ServerTransaction, code int, reason string, headers ...sip.Header) {
	res := sip.NewResponseFromRequest(req, code, reason, nil)
	for _, h := range headers {
		res.AppendHeader(h)
	}
	if err := tx.Respond(res); err != nil {
		p.log.Debug("response not sent", "method", req.Method, "code", code, "error", err)
	}
}
