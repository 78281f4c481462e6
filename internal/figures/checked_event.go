package figures

import (
	"strings"

	"hotline/internal/record"
)

// events are the same things as [record.Store.Events].
func (q *checked) events() (list []record.Event) {
	came := map[string]bool{}
	for _, s := range q.stays {
		came[s.call] = came[s.call] || q.within(s.joined)
	}
	for id, here := range came {
		if here {
			list = append(list, record.Event{Kind: "call", Call: id, From: q.arrived[id]})
		}
	}
	for _, s := range q.stays {
		if came[s.call] {
			end := strings.TrimSpace(s.fate + " " + s.reason)
			list = append(list, record.Event{Kind: "stay", Floor: s.floor, Call: s.call, Queue: s.queue, From: s.joined, To: s.left, End: end})
		}
	}
	for _, o := range q.offers {
		if q.within(o.at) {
			list = append(list, record.Event{Kind: "offer", Floor: o.floor, Call: o.call, Queue: o.queue, Seat: o.seat, From: o.at, End: string(o.result)})
		}
	}
	for _, t := range q.talks {
		if q.within(t.begun) {
			list = append(list, record.Event{Kind: "talk", Floor: t.floor, Call: t.call, Queue: t.queue, Seat: t.seat, From: t.begun, Mid: t.ended, To: t.done})
		}
	}
	for _, s := range q.allSpells() {
		if s.from < q.until && (s.end == 0 || s.end > q.since) {
			list = append(list, record.Event{Kind: "spell", Floor: s.floor, Seat: s.seat, From: s.from, To: s.end, End: s.state.String()})
		}
	}
	for _, b := range q.backs {
		if q.within(b.listed) {
			list = append(list, b.event())
		}
	}
	return list
}

func (b *checkedBack) event() record.Event {
	e := record.Event{Kind: "callback", Floor: b.floor, Call: b.of, Queue: b.queue, From: b.listed}
	switch {
	case b.reached != 0:
		e.To, e.End = b.reached, "reached"
	case b.givenUp != 0:
		e.To, e.End = b.givenUp, "given-up"
	}
	return e
}

func (q *checked) within(at int64) bool { return at >= q.since && at < q.until }
