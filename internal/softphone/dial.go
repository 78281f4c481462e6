package softphone

import (
	"context"
	"fmt"
	"strings"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
	"github.com/google/uuid"
)

// Privacy is what a caller tells about its number.
type Privacy int

// Normal shows the number, Anonymous hides it as RFC 3323 says, NoNumber sends an
// address without a user part, as some carriers do.
const (
	Normal Privacy = iota
	Anonymous
	NoNumber
)

// DialOptions changes what a call says about the caller.
type DialOptions struct {
	From    string // user part instead of Config.User
	Display string // instead of Config.Display; control characters are escaped
	// RawDisplay, unless nil, is sent between the quotes of the name as it is: any
	// bytes in any encoding, escaped or wrongly so. Only a line break is an error.
	RawDisplay []byte
	Privacy    Privacy
	Headers    map[string]string // further headers of the INVITE
}

// Dial calls target: a number or name at the phone's server, or a whole sip: URI.
// It returns as soon as the INVITE is sent; ctx bounds only that.
func (p *Phone) Dial(ctx context.Context, target string, opts DialOptions) (*Call, error) {
	uri, direct, err := p.targetURI(target)
	if err != nil {
		return nil, err
	}
	if !p.enter() {
		return nil, ErrNotRunning
	}
	defer p.work.Done()
	name, err := opts.display(p.cfg.Display)
	if err != nil {
		return nil, err
	}
	c, err := p.newCall(false)
	if err != nil {
		return nil, err
	}
	c.prepare(uri, direct, name, opts)
	if err := p.keep(c); err != nil {
		c.media.close()
		return nil, err
	}
	tx, err := p.client.TransactionRequest(ctx, c.invite, sipgo.ClientRequestAddVia)
	if err != nil {
		c.finish(End{Reason: err.Error()})
		return nil, fmt.Errorf("softphone: cannot call %s: %w", uri.Host, err)
	}
	//nolint:contextcheck // the call outlives ctx, which bounds the sending only
	p.spawn(func() { (&outgoing{Call: c, tx: tx, sent: c.invite}).run() })
	return c, nil
}

// targetURI turns what was dialled into an address. direct means that it says
// itself where to go.
func (p *Phone) targetURI(target string) (uri sip.Uri, direct bool, err error) {
	if strings.HasPrefix(target, "sip:") {
		err := sip.ParseUri(target, &uri)
		if err != nil {
			return uri, false, fmt.Errorf("softphone: cannot call %q: %w", target, err)
		}
		return uri, p.cfg.Server == "", nil
	}
	if p.cfg.Server == "" {
		return uri, false, fmt.Errorf("softphone: cannot call %q: without Config.Server only sip: addresses can be called", target)
	}
	return sip.Uri{Scheme: "sip", User: target, Host: p.cfg.Domain}, false, nil
}

// prepare builds the INVITE and our half of the dialog.
func (c *Call) prepare(uri sip.Uri, direct bool, name string, opts DialOptions) {
	p := c.phone
	d := &c.dialog
	d.callID = sip.CallIDHeader(uuid.NewString())
	d.local = p.from(name, opts)
	d.remote = sip.ToHeader{Address: sip.Uri{Scheme: "sip", User: uri.User, Host: uri.Host, Port: uri.Port}}
	d.target = uri
	c.log = p.log.With("call", d.callID)
	invite := d.request(sip.INVITE)
	if !direct {
		invite.SetDestination(p.cfg.Server)
	}
	invite.AppendHeader(sip.NewHeader("Allow", allowed))
	if opts.Privacy == Anonymous {
		invite.AppendHeader(sip.NewHeader("Privacy", "id"))
	}
	for name, value := range opts.Headers {
		invite.AppendHeader(sip.NewHeader(name, value))
	}
	invite.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
	invite.SetBody(c.ours.write(c.session, c.version))
	c.invite = invite
}

func (p *Phone) from(name string, opts DialOptions) sip.FromHeader {
	host := p.cfg.Domain
	if host == "" {
		host = p.laddr.Addr().String()
	}
	from := sip.FromHeader{DisplayName: name, Address: sip.Uri{Scheme: "sip", User: p.cfg.User, Host: host}}
	if opts.From != "" {
		from.Address.User = opts.From
	}
	switch opts.Privacy {
	case Normal:
	case Anonymous:
		from.DisplayName = "Anonymous"
		from.Address = sip.Uri{Scheme: "sip", User: "anonymous", Host: "anonymous.invalid"}
	case NoNumber:
		from.DisplayName, from.Address.User = "", ""
	}
	from.Params.Add("tag", sip.GenerateTagN(16))
	return from
}
