package softphone

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// onNotify takes the reports of transfers. Other news (message waiting and the
// like), which the phone has no use for, is accepted.
func (p *Phone) onNotify(req *sip.Request, tx sip.ServerTransaction) {
	event, id := referEvent(req)
	if !event {
		p.respond(req, tx, 200, "OK")
		return
	}
	t := p.transferOf(req, id)
	if t == nil && !terminated(req) && p.handedOn(req) {
		p.respond(req, tx, 200, "OK") // the last report overtook it; to refuse it would end the call
		return
	}
	if t == nil {
		p.outside(req, tx)
		return
	}
	over := t.report(fragment(req.Body()), terminated(req))
	p.respond(req, tx, 200, "OK") // before we hang up: the dialog ends with that
	if over {
		t.settled()
	}
}

// referEvent reports whether a NOTIFY is about a transfer, and the number of the
// REFER it is about; 0 is not said.
func referEvent(req *sip.Request) (event bool, id uint32) {
	h := req.GetHeader("Event")
	if h == nil {
		if h = req.GetHeader("o"); h == nil {
			return false, 0
		}
	}
	name, params, _ := strings.Cut(h.Value(), ";")
	for param := range strings.SplitSeq(params, ";") {
		if key, value, _ := strings.Cut(strings.TrimSpace(param), "="); key == "id" {
			n, _ := strconv.ParseUint(value, 10, 32) // no number: as if it were not there
			id = uint32(n)
		}
	}
	return strings.TrimSpace(name) == "refer", id
}

// terminated reports whether a NOTIFY is the last.
func terminated(req *sip.Request) bool {
	h := req.GetHeader("Subscription-State")
	if h == nil {
		return false
	}
	state, _, _ := strings.Cut(h.Value(), ";")
	return strings.EqualFold(strings.TrimSpace(state), "terminated")
}

var statusLine = regexp.MustCompile(`^SIP/2\.0 +([1-6]\d\d)\b`)

// fragment reads the status from a message/sipfrag; 0 is none.
func fragment(body []byte) int {
	m := statusLine.FindSubmatch(body)
	if m == nil {
		return 0
	}
	code, _ := strconv.Atoi(string(m[1])) // three digits
	return code
}

// transferOf finds the transfer that a NOTIFY is about: the newest one of the
// dialog, not newer than its id. (A REFER that was repeated with a password has a
// higher number than the transfer knows.)
func (p *Phone) transferOf(req *sip.Request, id uint32) *Transfer {
	if req.CallID() == nil || req.To() == nil {
		return nil
	}
	key := dialogKey(*req.CallID(), tag(req.To().Params))
	p.mu.Lock()
	defer p.mu.Unlock()
	var newest *Transfer
	for t := range p.transfers {
		if t.key == key && (id == 0 || t.first <= id) && (newest == nil || t.first > newest.first) {
			newest = t
		}
	}
	return newest
}

// handedOn: a report is about a call of which a transfer is settled.
func (p *Phone) handedOn(req *sip.Request) bool {
	c := p.find(req.CallID(), tag(req.To().Params))
	return c != nil && c.referred.Load()
}

func (p *Phone) follow(t *Transfer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.transfers[t] = struct{}{}
}

func (p *Phone) unfollow(t *Transfer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.transfers, t)
}
