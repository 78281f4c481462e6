package acd

import (
	"fmt"
	"maps"
	"slices"
)

// agree checks that the floor shows the same picture.
func (a *auditor) agree(s *State) error {
	if n, last := s.Misfits(); n > 0 {
		return fmt.Errorf("%d misfits: %s", n, last)
	}
	if len(s.Calls()) != len(a.calls) {
		return fmt.Errorf("%d calls on the floor, %d in the books", len(s.Calls()), len(a.calls))
	}
	for _, v := range s.Seats() {
		st := a.seat(v.ID)
		if v.Stance != st.stance() || v.Offer != st.offered || v.Pause != st.reason || v.Auto != st.auto || v.Until != st.until(a) ||
			v.Call != a.callOf(st) || v.Phone != st.phone {
			return fmt.Errorf("seat %+v, in the books %+v", v, st)
		}
	}
	for id, c := range a.calls {
		if err := a.agreeOn(s, id, c); err != nil {
			return err
		}
	}
	for _, v := range s.Queues() {
		if err := a.agreeOnQueue(s, v); err != nil {
			return err
		}
	}
	return nil
}

// callOf is the call that a seat has, whatever it does with it.
func (a *auditor) callOf(s *auditedSeat) string {
	if o := a.offers[s.offered]; o != nil {
		return o.Call
	}
	return s.call + s.held
}

func (a *auditor) agreeOn(s *State, id string, c *auditedCall) error {
	v, ok := s.Call(id)
	offer, last := int64(0), ""
	if len(c.offers) > 0 {
		offer = c.offers[0]
	}
	if c.stage == alone && !c.talking {
		last = c.last
	}
	if !ok || v.Queue != c.queue || v.Offer != offer || v.Offers != len(c.offers) || (v.State == CallTalking) != c.talking ||
		v.Last != last || v.From != c.from || v.Home != c.home || v.Away != a.machines[c.home] || v.Priority != c.priority || !c.talking && v.Stage != max(c.stage, 0) {
		return fmt.Errorf("call %s %+v, in the books %+v", id, v, c)
	}
	if c.talking {
		if a.seat(v.Seat).call != id {
			return fmt.Errorf("call %+v does not talk to that seat", v)
		}
		return nil
	}
	e, ok := s.Explain(id)
	if !ok || len(e.Seats) != len(a.queues[c.queue].seats) {
		return fmt.Errorf("call %s explained by %+v", id, e)
	}
	for _, x := range e.Seats {
		if x.Out != a.outOf(x.Seat, c) || x.State != a.seat(x.Seat).state() || (x.Place > 0) != (x.Out == "") {
			return fmt.Errorf("call %s explained by %+v, in the books %q", id, x, a.outOf(x.Seat, c))
		}
	}
	return nil
}

func (a *auditor) agreeOnQueue(s *State, v QueueStatus) error {
	q, line := a.queues[v.ID], []string{}
	for _, id := range slices.Sorted(maps.Keys(a.calls)) {
		if c := a.calls[id]; c.queue == v.ID && c.waiting() {
			line = append(line, id)
		}
	}
	slices.SortFunc(line, func(x, y string) int {
		if a.before(a.calls[x], a.calls[y]) {
			return -1
		}
		return 1
	})
	if q == nil || !slices.Equal(s.Line(v.ID), line) || v.Waiting != len(line) {
		return fmt.Errorf("line of %+v is %v, in the books %v", v, s.Line(v.ID), line)
	}
	for i, id := range line {
		if view, ok := s.View(id); !ok || view.Position != i+1 || view.Waiting != len(line) || view.Expected > 0 && q.record(a.now).Silent {
			return fmt.Errorf("call %s sees %+v, in the books %v", id, view, line)
		}
	}
	want := QueueStatus{ID: v.ID, Waiting: len(line), Pressed: q.pressed, Forecast: q.record(a.now)}
	for _, id := range q.seats {
		if a.seat(id).in {
			want.SignedIn++
		}
		state(&want, a.seat(id).state())
	}
	for _, id := range line {
		c := a.calls[id]
		if want.LongestWait = max(want.LongestWait, a.now-c.queued); a.machines[c.home] {
			want.Absent++
		}
	}
	if v != want {
		return fmt.Errorf("queue %+v, in the books %+v", v, want)
	}
	return nil
}

func state(v *QueueStatus, s SeatState) {
	*map[SeatState]*int{
		StateReady: &v.Ready, StateSignedOut: &v.Out.SignedOut, StatePaused: &v.Out.Paused, StateOffered: &v.Out.Offered,
		StateTalking: &v.Out.Talking, StateOnHold: &v.Out.OnHold, StateConsulting: &v.Out.Consulting,
		StateWrapUp: &v.Out.WrapUp, StateUnreachable: &v.Out.Unreachable,
		StateOccupied: &v.Out.Occupied,
	}[s]++
}
