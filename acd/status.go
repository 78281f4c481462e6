package acd

import (
	"cmp"
	"maps"
	"slices"
)

// SeatStatus is a seat as it stands.
type SeatStatus struct {
	ID     string   `json:"id"`
	Stance Stance   `json:"stance"`
	Since  int64    `json:"since"`            // of Stance.Now, ms since the Unix epoch
	Pause  string   `json:"pause,omitempty"`  // the reason of the pause, now or next
	Auto   bool     `json:"auto,omitempty"`   // the pause is the distributor's own
	Call   string   `json:"call,omitempty"`   // offered or talking, or that occupies it
	Offer  int64    `json:"offer,omitempty"`  // 0 = none
	Queues []string `json:"queues,omitempty"` // that it serves
	Until  int64    `json:"until,omitempty"`  // when Stance.Now is over by itself; 0 = it is not
	Phone  string   `json:"phone,omitempty"`  // where it is signed in; empty = at its own
}

// Seat looks at one seat.
func (s *State) Seat(id string) (SeatStatus, bool) {
	st := s.seat(id)
	if st == nil {
		return SeatStatus{}, false
	}
	return st.status(), true
}

// Seats looks at all seats, by id.
func (s *State) Seats() []SeatStatus {
	all := make([]SeatStatus, 0, len(s.seats))
	for _, id := range slices.Sorted(maps.Keys(s.seats)) {
		all = append(all, s.seat(id).status())
	}
	return all
}

func (st *seat) status() SeatStatus {
	v := SeatStatus{
		ID: st.id, Stance: st.stance, Since: st.since, Pause: st.reason, Auto: st.auto, Call: st.held, Phone: st.phone,
	}
	switch {
	case st.offer != nil:
		v.Offer, v.Call = st.offer.id, st.offer.call.id
	case st.call != nil:
		v.Call = st.call.id
	}
	v.Until = st.until()
	for _, p := range st.posts {
		v.Queues = append(v.Queues, p.queue.id)
	}
	return v
}

// until is when what the seat does now is over by itself; 0 = it is not.
func (st *seat) until() int64 {
	switch st.stance.Now {
	case StateOffered:
		if st.offer != nil {
			return st.offer.until
		}
	case StateWrapUp:
		return st.wrap.timer.major
	case StatePaused:
		return st.rest.major
	case StateUnreachable:
		return st.lost.major
	default:
	}
	return 0
}

// CallStatus is a call as it stands.
type CallStatus struct {
	ID       string    `json:"id"`
	Queue    string    `json:"queue"`
	State    CallState `json:"state"`
	Since    int64     `json:"since"`  // as enqueued, ms since the Unix epoch
	Queued   int64     `json:"queued"` // when it joined this queue
	Priority int64     `json:"priority,omitempty"`
	Answered int64     `json:"answered,omitempty"` // 0 = not yet
	Seat     string    `json:"seat,omitempty"`     // offered to or talking to
	Offer    int64     `json:"offer,omitempty"`    // the first; 0 = none
	Offers   int       `json:"offers,omitempty"`   // how many phones ring
	Stage    int       `json:"stage,omitempty"`    // of Queue.Relax
	Last     string    `json:"last,omitempty"`     // the seat for which alone it waits
	From     string    `json:"from,omitempty"`     // the caller's number
	Callback string    `json:"callback,omitempty"` // that it makes; empty = none, or the caller was reached
	Home     string    `json:"home,omitempty"`     // the machine that has it; empty = there is but one
	Away     bool      `json:"away,omitempty"`     // that machine is away
}

// Call looks at one call that is on the floor.
func (s *State) Call(id string) (CallStatus, bool) {
	c := s.call(id)
	if c == nil {
		return CallStatus{}, false
	}
	return c.status(), true
}

// Calls looks at all calls on the floor, by id.
func (s *State) Calls() []CallStatus {
	all := make([]CallStatus, 0, len(s.calls))
	for _, id := range slices.Sorted(maps.Keys(s.calls)) {
		all = append(all, s.call(id).status())
	}
	return all
}

func (c *call) status() CallStatus {
	v := CallStatus{
		ID: c.id, Queue: c.queue.id, State: c.state, Since: c.since,
		Queued: c.queued, Priority: c.priority, Answered: c.answered, Stage: max(c.stage, 0), From: c.from,
		Home: c.home, Away: c.away,
	}
	if c.stage == alone && c.state != CallTalking {
		v.Last = c.last.id
	}
	switch {
	case len(c.offers) > 0:
		v.Offer, v.Seat = c.offers[0].id, c.offers[0].seat.id
		v.Offers = len(c.offers)
	case c.seat != nil:
		v.Seat = c.seat.id
	}
	if c.callback != nil {
		v.Callback = c.callback.id
	}
	return v
}

// QueueStatus is a queue as it stands.
type QueueStatus struct {
	ID       string `json:"id"`
	Waiting  int    `json:"waiting"`          // calls in line, those being offered apart
	Absent   int    `json:"absent,omitempty"` // of these, whose machine is away
	SignedIn int    `json:"signed_in"`        // its seats at work
	Ready    int    `json:"ready"`            // its seats that are idle
	Out      Out    `json:"out"`              // its other seats, by cause
	Pressed  bool   `json:"pressed"`          // seats in reserve take its calls

	LongestWait int64    `json:"longest_wait"` // of a call in line, since it joined, ms
	Forecast    Forecast `json:"forecast"`
}

// Forecast is how the waits that a queue expects prove true.
type Forecast struct {
	Told   int  `json:"told"`   // calls of the last hours whose wait is known and was expected
	Held   int  `json:"held"`   // those whose wait was between Low and High
	Silent bool `json:"silent"` // callers are not told: too few, or too few of them held
}

// Queue looks at one queue.
func (s *State) Queue(id string) (QueueStatus, bool) {
	q := s.known(id)
	if q == nil {
		return QueueStatus{}, false
	}
	return q.status(s.now), true
}

// Queues looks at all queues, by id.
func (s *State) Queues() []QueueStatus {
	all := make([]QueueStatus, 0, len(s.queues))
	for _, id := range slices.Sorted(maps.Keys(s.queues)) {
		all = append(all, s.known(id).status(s.now))
	}
	return all
}

func (q *queue) status(now int64) QueueStatus {
	v := QueueStatus{
		ID: q.id, Waiting: q.waiting, Absent: q.absent, SignedIn: q.staff, Ready: q.tally[StateReady],
		Pressed: q.pressed, LongestWait: q.longestWait(now, true), Forecast: q.forecast.record(now),
	}
	t := q.tally
	v.Out = Out{
		SignedOut: t[StateSignedOut], Paused: t[StatePaused], Offered: t[StateOffered], Talking: t[StateTalking],
		OnHold: t[StateOnHold], Consulting: t[StateConsulting], WrapUp: t[StateWrapUp], Unreachable: t[StateUnreachable],
		Occupied: t[StateOccupied],
	}
	return v
}

// Line lists the calls waiting in a queue, next first, those being offered apart.
func (s *State) Line(queue string) []string {
	q := s.known(queue)
	if q == nil {
		return nil
	}
	var calls []*call
	collect := func(l *lane) {
		for _, c := range l.line.all() {
			if c.state == CallWaiting {
				calls = append(calls, c)
			}
		}
		calls = append(calls, l.away.all()...)
	}
	for _, l := range q.base {
		collect(l)
	}
	for _, l := range q.lanes {
		collect(l)
	}
	slices.SortFunc(calls, inLine)
	ids := make([]string, 0, len(calls))
	for _, c := range calls {
		ids = append(ids, c.id)
	}
	return ids
}

// inLine compares the places of calls.
func inLine(a, b *call) int {
	return cmp.Or(cmp.Compare(a.key.major, b.key.major), cmp.Compare(a.key.minor, b.key.minor))
}
