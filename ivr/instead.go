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

func insteadType() schema.Type {
	to := needed("to", "The step it leads to.", stepRef())
	return schema.Form(
		field("no-seat", "The step when no seat of the queue is signed in.", stepRef()),
		field("wait-over", "The step when the caller has waited so long.", schema.Form(needed("limit", "The longest wait.", schema.Duration(leastWait, mostWait)), to)),
		field("full", "The step when so many calls wait already.", schema.Form(needed("calls", "Calls that wait before this one.", schema.Int(1, mostCalls)), to)),
		field("expected-over", "The step when the expected wait is longer.", schema.Form(needed("limit", "The longest wait to be expected.", schema.Duration(leastWait, mostWait)), to)))
}

func loadInstead(n yamlfile.Node) instead {
	var v instead
	m, _ := n.Map()
	m.Only("no-seat", "wait-over", "full", "expected-over")
	v.noSeat = unaskedExit(m, "no-seat")
	v.waitOver = loadLimit(m, "wait-over", "limit", func(n yamlfile.Node) { v.wait, _ = n.Duration(leastWait, mostWait) })
	v.full = loadLimit(m, "full", "calls", func(n yamlfile.Node) { v.calls, _ = n.Int(1, mostCalls) })
	v.long = loadLimit(m, "expected-over", "limit", func(n yamlfile.Node) { v.expected, _ = n.Duration(leastWait, mostWait) })
	for _, e := range []*exit{v.full, v.long} {
		if e != nil {
			e.unasked = true
		}
	}
	return v
}

// loadLimit is key: {name: limit, to: step}; it gives the way to the step.
func loadLimit(m yamlfile.Map, key, name string, load func(yamlfile.Node)) *exit {
	n, ok := m.Get(key)
	if !ok {
		return nil
	}
	limit, ok := n.Map()
	if !ok {
		return nil
	}
	limit.Only(name, "to")
	limit.Need("to")
	if n, ok := limit.Need(name); ok {
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
