package softphone

import (
	"slices"
	"sync"

	"github.com/emiago/sipgo/sip"
)

// dialog is what both ends of a call agree on (RFC 3261 §12): names, numbering of
// requests, and where requests go. It builds the requests of the call.
type dialog struct {
	contact sip.ContactHeader
	laddr   sip.Addr

	mu     sync.Mutex
	callID sip.CallIDHeader
	local  sip.FromHeader // we, as From of our requests
	remote sip.ToHeader   // the other side, as To of our requests
	seq    uint32         // number of our last request
	target sip.Uri
	routes []string
	acks   map[uint32]*sip.Request // our ACKs, to repeat when an answer is repeated
}

// dialogKey finds the dialog of an incoming request or a stray response.
func dialogKey(callID sip.CallIDHeader, localTag string) string {
	return string(callID) + "|" + localTag
}

func (d *dialog) key() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return dialogKey(d.callID, tag(d.local.Params))
}

func tag(params sip.HeaderParams) string {
	value, _ := params.Get("tag")
	return value
}

// openedBy completes the dialog that our INVITE began with the answer to it.
func (d *dialog) openedBy(invite *sip.Request, res *sip.Response) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seq = max(d.seq, invite.CSeq().SeqNo)
	d.remote = *sip.HeaderClone(res.To()).(*sip.ToHeader)
	d.routes = recordRoutes(res.GetHeaders("Record-Route"))
	slices.Reverse(d.routes)
	d.retarget(res.Contact())
}

// openedFor is our end of the dialog that their INVITE begins; localTag is ours.
func (d *dialog) openedFor(invite *sip.Request, localTag string) {
	from, to := invite.From().AsTo(), invite.To().AsFrom()
	to.Params.Add("tag", localTag)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.callID, d.local, d.remote = *invite.CallID(), to, from
	d.routes = recordRoutes(invite.GetHeaders("Record-Route"))
	d.retarget(invite.Contact())
}

// refreshed takes over a new address of the other side.
func (d *dialog) refreshed(contact *sip.ContactHeader) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.retarget(contact)
}

func (d *dialog) retarget(contact *sip.ContactHeader) {
	if contact != nil {
		d.target = *contact.Address.Clone()
	}
}

func recordRoutes(headers []sip.Header) []string {
	routes := make([]string, 0, len(headers))
	for _, h := range headers {
		routes = append(routes, h.Value())
	}
	return routes
}

// request builds the next request of the dialog.
func (d *dialog) request(method sip.RequestMethod) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seq++
	return d.build(method, d.seq)
}

// ack builds, and keeps, the ACK for the answer to the INVITE numbered seq.
func (d *dialog) ack(seq uint32) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	ack := d.build(sip.ACK, seq)
	if d.acks == nil {
		d.acks = make(map[uint32]*sip.Request)
	}
	d.acks[seq] = ack
	return ack.Clone()
}

// repeatAck is the ACK that was sent before for the INVITE numbered seq, or nil.
func (d *dialog) repeatAck(seq uint32) *sip.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ack := d.acks[seq]; ack != nil {
		return ack.Clone()
	}
	return nil
}

// used says that a request went out with this number (authentication repeats a
// request under the next number).
func (d *dialog) used(seq uint32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seq = max(d.seq, seq)
}

// addresses is what a transfer to the other side needs: its name, where its
// requests go, and the tags of both ends.
func (d *dialog) addresses() (name, target sip.Uri, localTag, remoteTag string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.remote.Address, d.target, tag(d.local.Params), tag(d.remote.Params)
}

func (d *dialog) build(method sip.RequestMethod, seq uint32) *sip.Request {
	req := sip.NewRequest(method, d.target)
	req.Laddr = d.laddr
	req.SetTransport("UDP")
	hops, callID := sip.MaxForwardsHeader(70), d.callID
	for _, route := range d.routes {
		req.AppendHeader(sip.NewHeader("Route", route))
	}
	req.AppendHeader(&hops)
	req.AppendHeader(sip.HeaderClone(&d.local))
	req.AppendHeader(sip.HeaderClone(&d.remote))
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: seq, MethodName: method})
	req.AppendHeader(d.contact.Clone())
	req.SetBody(nil)
	return req
}
