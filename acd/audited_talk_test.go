package acd

import "fmt"

// part is the end of a seat's part in a talk.
type part struct {
	call, queue, seat string
	talked, until     int64
	open, lasts       bool // wrap-up until ended; none, as the seat goes on
}

func (a *auditor) talked(v *TalkEnded) error {
	c := a.calls[v.Call]
	err := a.partOver(part{v.Call, v.Queue, v.Seat, v.Talked, v.WrapUpUntil, v.WrapUpOpen, v.Into != ""})
	if err != nil {
		return err
	}
	delete(a.calls, v.Call)
	switch {
	case v.Into != "":
		a.goesOn(v)
	case v.By == Breakdown:
		a.leavesPlace(v.Call, c)
		a.cut = newCut(v.Call, c)
	case v.By != System:
		a.handled(c, v.Seat, v.At, v.Talked, v.WrapUpUntil)
	}
	return a.list.unmade(v.Call)
}

// goesOn: the seat of a talk that ends by becoming another has to take that one now.
func (a *auditor) goesOn(v *TalkEnded) {
	a.seat(v.Seat).held, a.merged = v.Into, v.Call
	a.next = func(f Fact) error {
		if got, ok := f.(*TalkPassed); !ok || got.Call != v.Into || got.To != v.Seat || got.By != v.Call || v.By != Agent {
			return fmt.Errorf("%+v, but seat %s goes on with %s", f, v.Seat, v.Into)
		}
		return nil
	}
}

func (a *auditor) passed(v *TalkPassed) error {
	c, to := a.calls[v.Call], a.seat(v.To)
	by := a.merged
	a.merged = ""
	if to.held == "" || v.To == v.From || v.By != by {
		return fmt.Errorf("seat %+v goes on with a talk", to)
	}
	if err := a.partOver(part{v.Call, v.Queue, v.From, v.Talked, v.WrapUpUntil, v.WrapUpOpen, false}); err != nil {
		return err
	}
	a.handled(c, v.From, v.At, v.Talked, v.WrapUpUntil)
	to.call, to.doing, to.held = v.Call, StateTalking, ""
	c.began, c.passed = v.At, true
	a.talksTo(c, v.To)
	return nil
}

// partOver checks that the seat had the talk, for how long, and its wrap-up.
func (a *auditor) partOver(p part) error {
	c, s := a.calls[p.call], a.seat(p.seat)
	if c == nil || !c.talking || s.call != p.call || p.queue != c.queue || p.talked != a.now-c.began {
		return fmt.Errorf("end of a talk that is not: %+v", c)
	}
	q := a.queues[c.queue]
	span, mode := q.rules.WrapUp, q.rules.WrapUpMode
	if st := a.rules.seats[p.seat]; st.WrapUp != nil {
		span = *st.WrapUp
	}
	if st := a.rules.seats[p.seat]; st.WrapUpMode != nil {
		mode = *st.WrapUpMode
	}
	wraps := s.in && !p.lasts
	until, open := int64(0), wraps && mode == WrapUpUntilEnded
	if wraps && !open && span > 0 {
		until = later(a.now, span)
	}
	if p.until != until || p.open != open {
		return fmt.Errorf("wrap-up of seat %+v, not until %d %v", s, until, open)
	}
	if posted := s.posts[c.queue]; posted != nil {
		posted.talk += p.talked
	}
	s.call, s.doing = "", 0
	if s.wrapping, s.wrapUp = until != 0 || open, until; until != 0 && mode == WrapUpExtendable {
		s.most = 1 << 62
		if q.rules.WrapUpMost > 0 {
			s.most = a.now + q.rules.WrapUpMost
		}
	}
	return nil
}

// handled learns how long a call keeps a seat of its queue.
func (a *auditor) handled(c *auditedCall, seat string, at, talked, wrapUpUntil int64) {
	if _, posted := a.rules.post(c.queue, seat); c.passed && !posted {
		return
	}
	if wrapUpUntil != 0 {
		talked += wrapUpUntil - at
	}
	q := a.queues[c.queue]
	q.talks = min(q.talks+1, handlingSpan)
	q.mean += (talked - q.mean) / q.talks
}

func (a *auditor) occupied(v *SeatOccupied) error {
	s := a.seat(v.Seat)
	if !s.in && s.held == "" || s.offered != 0 || s.call != "" || s.held == v.Call || v.Call == "" {
		return fmt.Errorf("seat %+v occupied", s)
	}
	s.held = v.Call
	s.endWrapUp()
	return nil
}

func (a *auditor) vacated(v *SeatVacated) error {
	s := a.seat(v.Seat)
	if s.held != v.Call || v.WrapUpUntil != 0 && (!s.in || v.WrapUpUntil <= v.At) {
		return fmt.Errorf("seat %+v vacated", s)
	}
	s.held = ""
	s.wrapping, s.wrapUp = v.WrapUpUntil != 0, v.WrapUpUntil
	return nil
}
