package ivr

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	mostCalls = 10_000
	leastWait = 10 * time.Second
	mostWait  = 4 * time.Hour
)

// Why a call cannot be served by a centre: the reasons of its chain.
const (
	whyClosed    = "closed"
	whyFull      = "full"
	whyUnstaffed = "unstaffed"
)

// instead says where a call goes that the queue cannot serve.
type instead struct {
	noSeat   *exit
	wait     time.Duration
	waitOver *exit
	calls    int // waiting before this one
	full     *exit
	expected time.Duration
	long     *exit
}

// insteadForm is how it is written.
type insteadForm struct{ whole, waitOver, full, long []schema.Field }

func newInsteadForm() insteadForm {
	to := needed("to", "The step it leads to.", stepRef())
	wait := schema.Duration(leastWait, mostWait)
	f := insteadForm{
		waitOver: []schema.Field{needed("limit", "The longest wait.", wait), to},
		full:     []schema.Field{needed("calls", "Calls that wait before this one.", schema.Int(1, mostCalls)), to},
		long:     []schema.Field{needed("limit", "The longest wait to be expected.", wait), to},
	}
	f.whole = []schema.Field{
		field("no-seat", "The step when no seat of the queue is signed in.", stepRef()),
		field("wait-over", "The step when the caller has waited so long.", schema.Form(f.waitOver...)),
		field("full", "The step when so many calls wait already.", schema.Form(f.full...)),
		field("expected-over", "The step when the expected wait is longer.", schema.Form(f.long...)),
	}
	return f
}

func loadInstead(n yamlfile.Node, f insteadForm) instead {
	var v instead
	m, _ := n.Map()
	m.Fields(f.whole)
	v.noSeat = unaskedExit(m, "no-seat")
	v.waitOver = loadLimit(m, "wait-over", f.waitOver, func(n yamlfile.Node) { v.wait, _ = n.Duration(leastWait, mostWait) })
	v.full = loadLimit(m, "full", f.full, func(n yamlfile.Node) { v.calls, _ = n.Int(1, mostCalls) })
	v.long = loadLimit(m, "expected-over", f.long, func(n yamlfile.Node) { v.expected, _ = n.Duration(leastWait, mostWait) })
	for _, e := range []*exit{v.full, v.long} {
		if e != nil {
			e.unasked = true
		}
	}
	return v
}

// loadLimit is key: {limit: …, to: step}, the limit being the first of the
// fields; it gives the way to the step.
func loadLimit(m yamlfile.Map, key string, fields []schema.Field, load func(yamlfile.Node)) *exit {
	n, ok := m.Get(key)
	if !ok {
		return nil
	}
	limit, ok := n.Map()
	if !ok {
		return nil
	}
	limit.Fields(fields)
	if n, ok := limit.Get(fields[0].Name); ok {
		load(n)
	}
	e := exitOf(limit, "to")
	if e != nil {
		e.way = key
	}
	return e
}

func (v *instead) exits() []*exit { return []*exit{v.noSeat, v.waitOver, v.full, v.long} }

// exit is the way out for the reason that a call left the queue, or nil, and why
// the centre cannot serve it.
func (v *instead) exit(reason string) (*exit, string) {
	switch reason {
	case "no-seat":
		return v.noSeat, whyUnstaffed
	case "wait":
		return v.waitOver, whyFull
	case "size":
		return v.full, whyFull
	case "expected":
		return v.long, whyFull
	}
	return nil, ""
}
