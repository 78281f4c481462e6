package acd

import (
	"fmt"
)

func (a *auditor) queued(v *CallQueued) error {
	if a.calls[v.Call] != nil {
		return fmt.Errorf("call %s queued twice", v.Call)
	}
	if v.Callback.ID != "" {
		if err := a.mayCallBack(v); err != nil {
			return err
		}
	}
	a.turns++
	c := &auditedCall{
		queue: v.Queue, since: v.Since, priority: v.Priority, queued: v.At, turn: a.turns, limits: v.Limits, from: v.From,
		needs: v.Needs, prefer: v.Prefer, number: v.Callback.Number, callback: v.Callback.ID, inLine: true,
		position: v.Position, expected: v.Expected, low: v.Low, high: v.High, home: v.Home,
	}
	if a.queues[v.Queue] == nil {
		a.queues[v.Queue] = &auditedQueue{}
	}
	if err := a.remembers(v, c); err != nil {
		return err
	}
	a.calls[v.Call] = c
	a.count(v.Queue).queued++
	return a.joins(v, c)
}

// remembers checks what the queue knows of the caller.
func (a *auditor) remembers(v *CallQueued, c *auditedCall) error {
	q := a.queues[v.Queue]
	again, last := "", ""
	if v.From != "" && q.listed {
		if b, ok := a.left[v.From]; ok && b.queue == v.Queue && q.rules.Return > 0 && v.At-b.at <= q.rules.Return {
			again = b.call
			if v.Since > b.since {
				return fmt.Errorf("call %s does not get its place back: %+v", v.Call, b)
			}
			delete(a.left, v.From)
		}
		if l, ok := a.lasts[v.From]; ok && q.rules.LastSeat > 0 && v.At-l.at <= q.rules.LastSeat {
			s := a.seats[l.seat]
			if _, posted := a.rules.post(v.Queue, l.seat); posted && a.barred(l.seat, c, len(q.rules.Relax)) == "" && (s.state() == StateReady || q.rules.LastWait > 0 && s.comesBack()) {
				last, c.last, c.stage = l.seat, l.seat, alone
			}
		}
	}
	if v.Again != again || v.Last != last {
		return fmt.Errorf("call %s: again %q, last seat %q; in the books %q and %q", v.Call, v.Again, v.Last, again, last)
	}
	return nil
}

// joins checks what the call is told, and whether it may stay.
func (a *auditor) joins(v *CallQueued, c *auditedCall) error {
	q, ahead := a.queues[v.Queue], 0
	for _, o := range a.calls {
		if o.queue == v.Queue && o.waiting() && a.before(o, c) {
			ahead++
		}
	}
	if v.Position != ahead+1 {
		return fmt.Errorf("call %s told position %d behind %d others", v.Call, v.Position, ahead)
	}
	expected := int64(0)
	if q.listed && c.callback == "" && v.Last == "" && len(a.ranking(c)) == 0 {
		expected = a.expected(q, ahead)
	}
	if v.Expected != expected || v.Low < 0 || v.High < v.Low || (v.High > 0) != (expected > 0) {
		return fmt.Errorf("call %s told to wait %d, %d to %d, not %d", v.Call, v.Expected, v.Low, v.High, expected)
	}
	if why := a.refused(q, c, ahead); why != "" {
		a.next = func(f Fact) error {
			if o, ok := f.(*Overflowed); !ok || o.Call != v.Call || o.Reason != why {
				return fmt.Errorf("%+v, but call %s cannot stay: %s", f, v.Call, why)
			}
			return nil
		}
	}
	return nil
}

// refused tells why the queue may not keep a call that joins.
func (a *auditor) refused(q *auditedQueue, c *auditedCall, ahead int) string {
	l, staff, ready := c.limits, 0, 0
	for _, id := range a.everFor(c) {
		if a.seat(id).in {
			staff++
		}
		if a.seat(id).state() == StateReady {
			ready++
		}
	}
	switch {
	case !q.listed:
		return OverflowQueueRemoved
	case a.unserved(c) != "":
		return a.unserved(c)
	case staff < l.Staff:
		return OverflowStaff
	case l.AllBusy && ready == 0:
		return OverflowAllBusy
	case l.Size > 0 && ahead > l.Size:
		return OverflowSize
	case l.Expected > 0 && len(a.ranking(c)) == 0 && a.expected(q, ahead) > l.Expected:
		return OverflowExpected
	}
	return ""
}

// unserved tells why a call does not wait on: nobody of those who could ever have it is
// there.
func (a *auditor) unserved(c *auditedCall) string {
	staff, working := 0, 0
	for _, id := range a.everFor(c) {
		if a.seat(id).in {
			staff++
		}
		if a.seat(id).working() {
			working++
		}
	}
	switch {
	case c.stage == alone:
	case c.limits.NoSeat && staff == 0:
		return OverflowNoSeat
	case c.limits.AllPaused && working == 0:
		return OverflowAllPaused
	}
	return ""
}
