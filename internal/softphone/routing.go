package softphone

import (
	"strings"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// route says who handles which request.
func (p *Phone) route(server *sipgo.Server) {
	on := func(method sip.RequestMethod, h func(*Call, *sip.Request, sip.ServerTransaction)) {
		server.OnRequest(method, p.inCall(h))
	}
	server.OnInvite(p.handler(p.onInvite))
	server.OnOptions(p.handler(p.onOptions))
	server.OnNotify(p.handler(p.onNotify))
	on(sip.ACK, (*Call).onAck)
	on(sip.BYE, (*Call).onBye)
	on(sip.INFO, (*Call).onInfo)
	on(sip.UPDATE, (*Call).onUpdate)
	// A CANCEL that meets its INVITE never comes here.
	server.OnCancel(p.handler(p.outside))
	server.OnNoRoute(p.handler(func(req *sip.Request, tx sip.ServerTransaction) {
		p.respond(req, tx, 405, "Method Not Allowed", sip.NewHeader("Allow", allowed))
	}))
}

// handler lets a request in while the phone runs, and makes Close wait for it. It
// works on a copy: sipgo's transaction goes on reading the original.
func (p *Phone) handler(h sipgo.RequestHandler) sipgo.RequestHandler {
	return func(req *sip.Request, tx sip.ServerTransaction) {
		if !p.enter() {
			// For a request that was read just before the port was closed, sipgo
			// opens a port of its own to answer from. It is not wanted any more.
			_ = p.ua.TransportLayer().Close()
			return
		}
		defer p.work.Done()
		h(req.Clone(), tx)
	}
}

// inCall passes a request to the call it belongs to.
func (p *Phone) inCall(h func(*Call, *sip.Request, sip.ServerTransaction)) sipgo.RequestHandler {
	return p.handler(func(req *sip.Request, tx sip.ServerTransaction) {
		if c := p.find(req.CallID(), tag(req.To().Params)); c != nil {
			h(c, req, tx)
			return
		}
		p.outside(req, tx)
	})
}

func (p *Phone) outside(req *sip.Request, tx sip.ServerTransaction) {
	if !req.IsAck() {
		p.respond(req, tx, 481, "Call/Transaction Does Not Exist")
	}
}

func (p *Phone) onInvite(req *sip.Request, tx sip.ServerTransaction) {
	if tag(req.To().Params) == "" {
		p.ringFor(req, tx)
		return
	}
	c := p.find(req.CallID(), tag(req.To().Params))
	if c == nil {
		p.outside(req, tx)
		return
	}
	c.onReinvite(req, tx)
}

// onOptions answers the question whether the phone is alive.
func (p *Phone) onOptions(req *sip.Request, tx sip.ServerTransaction) {
	p.respond(req, tx, 200, "OK", sip.NewHeader("Allow", allowed), sip.NewHeader("Accept", "application/sdp"))
}

// strayResponse repeats the ACK when an answer is repeated: its transaction is
// over, but the other side did not get the first ACK.
func (p *Phone) strayResponse(res *sip.Response) {
	seq := res.CSeq()
	if seq == nil || seq.MethodName != sip.INVITE || !res.IsSuccess() || res.From() == nil {
		return
	}
	c := p.find(res.CallID(), tag(res.From().Params))
	if c == nil {
		return
	}
	if ack := c.dialog.repeatAck(seq.SeqNo); ack != nil {
		c.write(ack)
	}
}

// unsupported lists the extensions a request demands and the phone does not have.
func unsupported(req *sip.Request) []string {
	var unknown []string
	for _, h := range req.GetHeaders("Require") {
		for option := range strings.SplitSeq(h.Value(), ",") {
			if option = strings.TrimSpace(option); option != "" && option != "timer" {
				unknown = append(unknown, option)
			}
		}
	}
	return unknown
}
