package ivr

import (
	"slices"
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	mostCalls = 10_000
	mostStaff = 10_000
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
	noSeat    *exit
	allPaused *exit
	allBusy   *exit
	staff     int // signed in, at least
	few       *exit
	wait      time.Duration
	waitOver  *exit
	calls     int // waiting before this one
	full      *exit
	expected  time.Duration
	long      *exit
}

// insteadForm is how it is written.
type insteadForm struct{ whole, staff, waitOver, full, long []schema.Field }

func newInsteadForm() insteadForm {
	to := needed("to", "The step it leads to.", stepRef())
	wait := schema.Duration(leastWait, mostWait)
	f := insteadForm{
		staff:    []schema.Field{needed("fewer", "Seats that are too few: if only so many, or more, are signed in, the call waits.", schema.Int(1, mostStaff)), to},
		waitOver: []schema.Field{needed("limit", "The longest wait.", wait), to},
		full:     []schema.Field{needed("calls", "Calls that wait before this one.", schema.Int(1, mostCalls)), to},
		long:     []schema.Field{needed("limit", "The longest wait to be expected.", wait), to},
	}
	f.whole = []schema.Field{
		field("no-seat", "The step when no seat of the queue is signed in.", stepRef()),
		field("all-paused", "The step when no seat that is signed in wants calls now, at first or later.", stepRef()),
		field("all-busy", "The step when no seat is free as the call comes.", stepRef()),
		field("staff", "The step when fewer seats are signed in as the call comes.", schema.Form(f.staff...)),
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
	v.noSeat, v.allPaused, v.allBusy = unaskedExit(m, "no-seat"), unaskedExit(m, "all-paused"), unaskedExit(m, "all-busy")
	v.few = loadLimit(m, "staff", f.staff, func(n yamlfile.Node) { v.staff, _ = n.Int(1, mostStaff) })
	v.waitOver = loadLimit(m, "wait-over", f.waitOver, func(n yamlfile.Node) { v.wait, _ = n.Duration(leastWait, mostWait) })
	v.full = loadLimit(m, "full", f.full, func(n yamlfile.Node) { v.calls, _ = n.Int(1, mostCalls) })
	v.long = loadLimit(m, "expected-over", f.long, func(n yamlfile.Node) { v.expected, _ = n.Duration(leastWait, mostWait) })
	for _, e := range []*exit{v.few, v.full, v.long} {
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

func (v *instead) exits() []*exit {
	return []*exit{v.noSeat, v.allPaused, v.allBusy, v.few, v.waitOver, v.full, v.long}
}

// unstaffed are the ways of a call that finds nobody signed in: that of no-seat, or
// one of those where it is the same as nobody being free.
func (v *instead) unstaffed() []*exit {
	if v.noSeat != nil {
		return []*exit{v.noSeat}
	}
	return slices.DeleteFunc([]*exit{v.allPaused, v.allBusy, v.few}, func(e *exit) bool { return e == nil })
}

// exit is the way out for the reason that a call left the queue, or nil, and why
// the centre cannot serve it.
func (v *instead) exit(reason string) (*exit, string) {
	switch reason {
	case "no-seat":
		return v.noSeat, whyUnstaffed
	case "all-paused":
		return v.allPaused, whyUnstaffed
	case "staff":
		return v.few, whyUnstaffed
	case "all-busy":
		return v.allBusy, whyFull
	case "wait":
		return v.waitOver, whyFull
	case "size":
		return v.full, whyFull
	case "expected":
		return v.long, whyFull
	}
	return nil, ""
}
