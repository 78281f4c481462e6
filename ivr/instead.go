package ivr

import (
	"time"

	"hotline/internal/yamlfile"
)

const (
	mostCalls = 10_000
	leastWait = 10 * time.Second
	mostWait  = 4 * time.Hour
)

// instead says where a call goes that the queue cannot serve.
type instead struct {
	noSeat   *exit
	wait     time.Duration
	waitOver *exit
	calls    int // waiting before this one
	full     *exit
}

func loadInstead(n yamlfile.Node) instead {
	var v instead
	m, _ := n.Map()
	m.Only("no-seat", "wait-over", "full")
	v.noSeat = unaskedExit(m, "no-seat")
	if n, ok := m.Get("wait-over"); ok {
		v.waitOver = loadLimit(n, "limit", func(n yamlfile.Node) { v.wait, _ = n.Duration(leastWait, mostWait) })
	}
	if n, ok := m.Get("full"); ok {
		v.full = loadLimit(n, "calls", func(n yamlfile.Node) { v.calls, _ = n.Int(1, mostCalls) })
	}
	if v.full != nil {
		v.full.unasked = true
	}
	return v
}

// loadLimit is {name: limit, to: step}; it gives the way to the step.
func loadLimit(n yamlfile.Node, name string, load func(yamlfile.Node)) *exit {
	m, ok := n.Map()
	if !ok {
		return nil
	}
	m.Only(name, "to")
	m.Need("to")
	if limit, ok := m.Need(name); ok {
		load(limit)
	}
	return exitOf(m, "to")
}

// exit is the way out for the reason that a call left the queue, or nil.
func (v *instead) exit(reason string) *exit {
	switch reason {
	case "no-seat":
		return v.noSeat
	case "wait":
		return v.waitOver
	case "size":
		return v.full
	}
	return nil
}
