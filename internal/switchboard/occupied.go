package switchboard

import (
	"maps"
	"slices"
	"sync"

	"hotline/acd"
)

// occupied counts the calls that a seat is in without a queue's having given them to
// it. A floor knows one of them at a time; when that one ends, it is told of another
// one, or that there is none.
type occupied struct {
	mu    sync.Mutex
	calls map[string][]string // by seat, oldest first
}

func newOccupied() *occupied { return &occupied{calls: map[string][]string{}} }

// call is the last of a seat's calls; empty = it is in none.
func (o *occupied) call(seat string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return last(o.calls[seat])
}

func (o *occupied) add(seat, call string) (news bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if slices.Contains(o.calls[seat], call) {
		return false
	}
	o.calls[seat] = append(o.calls[seat], call)
	return true
}

// drop returns the call that the seat is still in, or nothing.
func (o *occupied) drop(seat, call string) (left string, news bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	i := slices.Index(o.calls[seat], call)
	if i < 0 {
		return "", false
	}
	o.calls[seat] = slices.Delete(o.calls[seat], i, i+1)
	left = last(o.calls[seat])
	if left == "" {
		delete(o.calls, seat)
	}
	return left, true
}

func last(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return of[len(of)-1]
}

// occupy tells the seat's floor that its telephone is in this call, which no queue gave
// it: it is offered none meanwhile. It may be told twice.
func (sb *Switchboard) occupy(seat, call string) {
	if sb.occupied.add(seat, call) {
		sb.toSeat(seat, acd.Occupy{At: sb.now(), Seat: seat, Call: call})
	}
}

// vacate: the call is over for the seat, which has wrapUp ms for its notes if it is in
// no other.
func (sb *Switchboard) vacate(seat, call string, wrapUp int64) {
	left, news := sb.occupied.drop(seat, call)
	switch {
	case !news:
	case left != "":
		sb.toSeat(seat, acd.Occupy{At: sb.now(), Seat: seat, Call: left})
	default:
		sb.toSeat(seat, acd.Vacate{At: sb.now(), Seat: seat, Call: call, WrapUp: wrapUp})
	}
}

func (sb *Switchboard) toSeat(seat string, in acd.Input) {
	if name := sb.tree.Load().FloorOfSeat(seat); name != "" {
		sb.floor(name).send(in)
	}
}

// occupyAgain tells a floor that a seat which has done with something else, or has come
// to work, is in such a call all the while.
func (sb *Switchboard) occupyAgain(f *floor, fact acd.Fact) {
	seat := ""
	switch fact := fact.(type) {
	case *acd.SeatSignedIn:
		seat = fact.Seat
	case *acd.TalkEnded:
		seat = fact.Seat
	case *acd.TalkPassed:
		seat = fact.From
	}
	if call := sb.occupied.call(seat); call != "" {
		f.send(acd.Occupy{At: f.now(), Seat: seat, Call: call})
	}
}

// keepOccupied gives a call that is taken up the seats that were in it.
func (c *caller) keepOccupied() {
	for _, seat := range slices.Sorted(maps.Keys(c.sb.strays)) {
		if c.sb.strays[seat] == c.id {
			delete(c.sb.strays, seat)
			c.sb.occupied.add(seat, c.id) // its floor knows
			c.occupies = append(c.occupies, seat)
		}
	}
}

// vacateStrays frees the other seats: their call ended just before the engine did.
func (sb *Switchboard) vacateStrays() {
	for _, seat := range slices.Sorted(maps.Keys(sb.strays)) {
		sb.toSeat(seat, acd.Vacate{At: sb.now(), Seat: seat, Call: sb.strays[seat]})
	}
	sb.strays = nil
}

// occupy and vacate keep which seats this call occupies, so that none stays so.
func (c *caller) occupy(seat string) {
	if seat != "" && !slices.Contains(c.occupies, seat) {
		c.occupies = append(c.occupies, seat)
		c.sb.occupy(seat, c.id)
	}
}

func (c *caller) vacate(seat string, wrapUp int64) {
	if i := slices.Index(c.occupies, seat); i >= 0 {
		c.occupies = slices.Delete(c.occupies, i, i+1)
		c.sb.vacate(seat, c.id, wrapUp)
	}
}

// vacateAll frees every seat that this call kept.
func (c *caller) vacateAll() {
	for len(c.occupies) > 0 {
		c.vacate(c.occupies[0], 0)
	}
}
