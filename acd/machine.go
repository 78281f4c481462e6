package acd

import "slices"

// MachineStatus is one of the machines that have the floor's calls.
type MachineStatus struct {
	ID   string `json:"id"`
	Away bool   `json:"away,omitempty"` // its calls are offered to nobody
}

// Machines looks at all machines that were ever told of, by id. There are none where
// one machine has all calls.
func (s *State) Machines() []MachineStatus {
	all := make([]MachineStatus, 0, len(s.machines))
	for _, id := range sortedKeys(s.machines) {
		all = append(all, MachineStatus{id, s.machines[id]})
	}
	return all
}

// know notes whether a machine is away.
func (s *State) know(machine string, away bool) {
	if s.machines == nil {
		s.machines = map[string]bool{}
	}
	s.machines[machine] = away
}

// there tells whether a machine is known and not away.
func (s *State) there(machine string) bool {
	away, known := s.machines[machine]
	return known && !away
}

// homeFor is the machine that makes the next call of a callback: its own, or else the
// first that is there. Where none is it waits for its own.
func (s *State) homeFor(b *callback) string {
	if len(s.machines) == 0 {
		return ""
	}
	if s.there(b.home) {
		return b.home
	}
	for _, id := range sortedKeys(s.machines) {
		if !s.machines[id] {
			return id
		}
	}
	return b.home
}

// machineMoved takes the calls of a machine out of their lines, where they keep their
// places, or puts them back.
func (s *State) machineMoved(f Fact, machine string, away bool) {
	if was, known := s.machines[machine]; machine == "" || known && was == away {
		s.refuse(f, "machine "+machine+" has no name, or is so already")
		return
	}
	s.know(machine, away)
	for _, c := range s.calls {
		if c.home == machine && c.away != away {
			s.setAway(c, away)
		}
	}
}

// setAway stops all that may happen to a call, or starts it again.
func (s *State) setAway(c *call, away bool) {
	waiting := c.state == CallWaiting
	if waiting {
		s.endWait(c)
	}
	c.leaveLine()
	s.unstage(c)
	c.away = away
	if waiting || c.state == CallOffered {
		s.restage(c)
	}
	if waiting {
		s.wait(c)
	}
}

// lines are the calls that wait or are offered, of those that may be, in their order.
func (t *turn) lines(may func(*call) bool) (all []*call) {
	for _, c := range t.s.calls {
		if (c.state == CallWaiting || c.state == CallOffered) && may(c) {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, inLine)
	return all
}

func (t *turn) machineLost(in MachineLost) {
	if away := t.s.machines[in.Machine]; in.Machine == "" || away {
		return
	}
	t.emit(&MachineWentAway{At: t.now, Machine: in.Machine})
	for _, c := range t.lines(func(c *call) bool { return c.home == in.Machine }) {
		for len(c.offers) > 0 {
			st := c.offers[0].seat
			t.endOffer(c.offers[0], Withdrawn)
			t.touchSeat(st)
		}
		q := c.queue
		t.elsewhere(c)
		t.freed(q)
	}
}

// elsewhere lets another machine call somebody back whose call waits at one that is away:
// nobody is on that line.
func (t *turn) elsewhere(c *call) {
	b := c.callback
	if b == nil || !t.s.there(t.s.homeFor(b)) {
		return
	}
	t.emit(&CallbackTried{
		At: t.now, Callback: b.id, Call: c.id, Queue: b.queue, Result: CallbackNotNow, Attempt: b.attempts + 1, Due: t.now,
	})
	t.overflow(c, OverflowLeft)
}

func (t *turn) machineBack(in MachineBack) {
	if in.Machine == "" || t.s.there(in.Machine) {
		return
	}
	t.emit(&MachineCame{At: t.now, Machine: in.Machine})
	for _, c := range t.lines(func(c *call) bool { return c.home == in.Machine }) {
		q := c.queue
		t.goOn(c)
		t.touch(q.base[0])
	}
	for _, c := range t.lines(func(c *call) bool { return c.away && c.callback != nil }) {
		t.elsewhere(c)
	}
}
