package softphone

import (
	"context"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/google/uuid"
)

// registration keeps the phone known to its server.
type registration struct {
	p      *Phone
	callID sip.CallIDHeader
	tag    string

	turn    chan struct{} // holds a token: one REGISTER at a time
	seq     uint32
	active  bool
	refresh *time.Timer
}

func (r *registration) init(p *Phone) {
	r.p, r.callID, r.tag = p, sip.CallIDHeader(uuid.NewString()), sip.GenerateTagN(16)
	r.turn = make(chan struct{}, 1)
}

// take waits for the turn to register; give ends it.
func (r *registration) take(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *registration) give() { <-r.turn }

const (
	refreshLimit = 10 * time.Second // how long a refresh may take
	retryAfter   = 5 * time.Second  // the pause after one that failed
)

// Register makes the phone known to the server and keeps it so until Unregister or
// Close. A refusal is a *StatusError; errors.Is(err, ErrCredentials) tells a wrong
// user name or password. It may be called again at any time, e.g. when the server
// was restarted.
func (p *Phone) Register(ctx context.Context) error {
	r := &p.reg
	if err := r.take(ctx); err != nil {
		return err
	}
	defer r.give()
	granted, err := r.send(ctx, p.cfg.Expires)
	if err != nil {
		return err
	}
	r.active = true
	r.schedule(granted * 4 / 5)
	return nil
}

// Unregister tells the server to forget the phone, if it was registered.
func (p *Phone) Unregister(ctx context.Context) error {
	r := &p.reg
	if err := r.take(ctx); err != nil {
		return err
	}
	defer r.give()
	if !r.active {
		return nil
	}
	r.active = false
	r.refresh.Stop()
	_, err := r.send(ctx, 0)
	return err
}

// schedule sets the time of the next refresh. The caller has the turn.
func (r *registration) schedule(after time.Duration) {
	if r.refresh != nil {
		r.refresh.Stop()
	}
	r.refresh = time.AfterFunc(after, func() { r.p.spawn(r.again) })
}

func (r *registration) again() {
	ctx, cancel := context.WithTimeout(r.p.ctx, refreshLimit)
	defer cancel()
	if r.take(ctx) != nil {
		return
	}
	defer r.give()
	if !r.active {
		return
	}
	granted, err := r.send(ctx, r.p.cfg.Expires)
	if err != nil {
		r.p.log.Warn("registration not refreshed", "error", err, "retry", retryAfter)
		r.schedule(retryAfter)
		return
	}
	r.schedule(granted * 4 / 5)
}

// send registers for expires (zero: unregisters) and returns what was granted.
func (r *registration) send(ctx context.Context, expires time.Duration) (time.Duration, error) {
	req, err := r.request(expires)
	if err != nil {
		return 0, err
	}
	res, used, err := r.p.do(ctx, req)
	r.seq = max(r.seq, used)
	if err != nil {
		return 0, err
	}
	if !res.IsSuccess() {
		return 0, &StatusError{Method: "REGISTER", Code: res.StatusCode, Reason: res.Reason}
	}
	return granted(res, expires), nil
}

func (r *registration) request(expires time.Duration) (*sip.Request, error) {
	p := r.p
	if err := p.ready(); err != nil {
		return nil, err
	}
	r.seq++
	aor := sip.Uri{Scheme: "sip", User: p.cfg.User, Host: p.cfg.Domain}
	req := sip.NewRequest(sip.REGISTER, sip.Uri{Scheme: "sip", Host: p.cfg.Domain})
	req.Laddr = p.sipAddr()
	req.SetTransport("UDP")
	req.SetDestination(p.cfg.Server)
	hops, callID, contact, lasts := sip.MaxForwardsHeader(70), r.callID, p.contact(), sip.ExpiresHeader(expires.Seconds())
	from := &sip.FromHeader{Address: aor}
	from.Params.Add("tag", r.tag)
	for _, h := range []sip.Header{
		&hops, from, &sip.ToHeader{Address: aor}, &callID,
		&sip.CSeqHeader{SeqNo: r.seq, MethodName: sip.REGISTER}, &contact, &lasts, sip.NewHeader("Allow", allowed),
	} {
		req.AppendHeader(h)
	}
	req.SetBody(nil)
	return req, nil
}

// ready reports whether the phone runs and has a server to talk to.
func (p *Phone) ready() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.phase != running && p.phase != leaving {
		return ErrNotRunning
	}
	if p.cfg.Server == "" {
		return errNoServer
	}
	return nil
}

// granted is the time the server granted our contact, or asked if it does not say.
func granted(res *sip.Response, asked time.Duration) time.Duration {
	var text string
	if contact := res.Contact(); contact != nil {
		text, _ = contact.Params.Get("expires")
	}
	if h := res.GetHeader("Expires"); text == "" && h != nil {
		text = h.Value()
	}
	seconds, err := time.ParseDuration(text + "s")
	if err != nil || seconds <= 0 {
		return asked
	}
	return seconds
}
