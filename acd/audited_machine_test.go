package acd

import (
	"fmt"
	"maps"
	"slices"
)

// machine notes whether a machine is away.
func (a *auditor) machine(id string, away bool) error {
	if was, known := a.machines[id]; id == "" || known && was == away {
		return fmt.Errorf("machine %q was so already", id)
	}
	a.machines[id] = away
	return nil
}

func (a *auditor) there(id string) bool { away, known := a.machines[id]; return known && !away }

// absent checks a call whose machine is away: no phone rings for it, and it is there.
func (a *auditor) absent(id string, c *auditedCall) error {
	if len(c.offers) > 0 {
		return fmt.Errorf("phones ring for call %s, whose machine is away", id)
	}
	if b := a.list.open[c.callback]; b != nil && a.there(a.homeFor(b)) {
		return fmt.Errorf("callback %+v waits at a machine that is away", b)
	}
	return nil
}

// homeFor is the machine that makes the calls of a callback now.
func (a *auditor) homeFor(b *auditedCallback) string {
	there := slices.DeleteFunc(slices.Sorted(maps.Keys(a.machines)), func(id string) bool { return a.machines[id] })
	switch {
	case len(a.machines) == 0:
		return ""
	case a.there(b.home) || len(there) == 0:
		return b.home
	}
	return there[0]
}

func (a *auditor) sameMachines(s *State) error {
	all := map[string]bool{}
	for _, m := range s.Machines() {
		all[m.ID] = m.Away
	}
	if !maps.Equal(all, a.machines) {
		return fmt.Errorf("machines %v, in the books %v", all, a.machines)
	}
	return nil
}

// auditedCut is somebody whose call was cut off.
type auditedCut struct {
	call, queue, number, home string
	since                     int64
}

// newCut is who was on the line, or nobody.
func newCut(id string, c *auditedCall) *auditedCut {
	if c.callback != "" || c.person() == "" {
		return nil
	}
	return &auditedCut{id, c.queue, c.person(), c.home, c.since}
}

func (a *auditor) cutOff(v *CallCutOff) error {
	a.count(v.Queue).cut++
	c := a.calls[v.Call]
	if c == nil || c.callback != "" {
		return fmt.Errorf("call %s cut off, and nobody was there", v.Call)
	}
	a.leavesPlace(v.Call, c)
	a.cut = newCut(v.Call, c)
	return a.leaves(v.Call, v.Queue, v.Waited)
}

// mayBeCut checks an entry of somebody whose call was cut off.
func (a *auditor) mayBeCut(v *CallbackListed) error {
	if !v.Cut {
		return nil
	}
	c := a.cut
	if c == nil || *v != (CallbackListed{v.At, c.call + "-back", c.call, c.queue, c.number, c.since, c.since, "", false, true, c.home}) {
		return fmt.Errorf("listed as cut off: %+v", c)
	}
	a.cut = nil
	return nil
}

// madeGood checks that nobody is forgotten whose call was cut off.
func (a *auditor) madeGood() error {
	c := a.cut
	a.cut = nil
	if c == nil || !a.listed(c.queue) || a.list.open[c.call+"-back"] != nil {
		return nil
	}
	for _, b := range a.list.open {
		if b.queue == c.queue && b.number == c.number && (b.call != "" || b.cut) {
			return nil
		}
	}
	return fmt.Errorf("nobody calls back whose call was cut off: %+v", c)
}
