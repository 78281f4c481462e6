package acd

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// auditor follows the facts in its own simple way (maps and full scans) and finds
// fault with what no floor may do. It shares no code with Decide and Fold.
type auditor struct {
	now       int64
	seats     map[string]*auditedSeat
	calls     map[string]*auditedCall
	queues    map[string]*auditedQueue
	offers    map[int64]*Offered
	counts    map[string]*auditedCounts
	list      *auditedList
	rules     auditedRules
	lasts     map[string]auditedLast // by the caller's number
	left      map[string]auditedLeft
	asking    string // the call that asks for a callback by this input
	occupying bool   // a seat is in a call of its own by this input
	turns     int
	last      int64            // offer
	next      func(Fact) error // what has to come
	wanted    bool             // the fact at hand had to come
	merged    string           // the call whose talk has just become another
	machines  map[string]bool  // known: whether away
	cut       *auditedCut      // by this input
	done      []string         // callbacks that have to be off the list when the floor rests
}

type auditedCounts struct{ queued, answered, abandoned, overflowed, cut int }

type auditedLast struct {
	at   int64
	seat string
}

type auditedLeft struct {
	at, since   int64
	queue, call string
}

func newAuditor() *auditor {
	return &auditor{
		seats: map[string]*auditedSeat{}, calls: map[string]*auditedCall{}, queues: map[string]*auditedQueue{},
		offers: map[int64]*Offered{}, counts: map[string]*auditedCounts{}, list: newAuditedList(),
		lasts: map[string]auditedLast{}, left: map[string]auditedLeft{}, machines: map[string]bool{},
	}
}

// clone copies the books of a floor at rest.
func (a *auditor) clone() *auditor {
	b := *a
	b.seats, b.calls, b.queues, b.counts = cloneAll(a.seats), cloneAll(a.calls), cloneAll(a.queues), cloneAll(a.counts)
	for _, s := range b.seats {
		s.posts = cloneAll(s.posts)
	}
	for _, c := range b.calls {
		c.offers = slices.Clone(c.offers)
	}
	for _, q := range b.queues {
		q.told = slices.Clone(q.told)
	}
	b.offers, b.lasts, b.left = maps.Clone(a.offers), maps.Clone(a.lasts), maps.Clone(a.left)
	b.list, b.machines = a.list.clone(), maps.Clone(a.machines)
	return &b
}

func (a *auditor) count(queue string) *auditedCounts {
	if a.counts[queue] == nil {
		a.counts[queue] = &auditedCounts{}
	}
	return a.counts[queue]
}

// see takes the next fact.
func (a *auditor) see(f Fact) error {
	expect := a.next
	a.next, a.wanted = nil, expect != nil
	if expect != nil {
		if err := expect(f); err != nil {
			return err
		}
	}
	was := map[string]SeatState{}
	for id, s := range a.seats {
		was[id] = s.state()
	}
	err := a.take(f)
	for id, s := range a.seats {
		if w := was[id]; s.state() == StateReady && w != StateReady && w != StateOffered {
			a.turns++
			s.idle, s.idleTurn = a.now, a.turns
			if w == StatePaused || w == StateUnreachable {
				s.makesUpForNothing(a)
			}
		}
		if !a.rules.has(id) && s.state() == StateSignedOut {
			a.forget(id)
		}
	}
	for id, q := range a.queues {
		if !q.listed && !a.refersTo(id) {
			delete(a.queues, id)
		}
	}
	return err
}

// forget drops a seat that is no more.
func (a *auditor) forget(seat string) {
	delete(a.seats, seat)
	maps.DeleteFunc(a.lasts, func(_ string, l auditedLast) bool { return l.seat == seat })
}

func (a *auditor) refersTo(queue string) bool {
	for _, c := range a.calls {
		if c.queue == queue {
			return true
		}
	}
	for _, b := range a.list.open {
		if b.pending && b.queue == queue {
			return true
		}
	}
	return false
}

func (a *auditor) clock(at int64) error {
	if at < a.now {
		return fmt.Errorf("time ran backwards from %d to %d", a.now, at)
	}
	a.now = at
	return nil
}

func (a *auditor) take(f Fact) error {
	switch v := f.(type) {
	case *RulesLoaded:
		return cmp.Or(a.clock(v.At), a.load(v.Rules))
	case *ReserveCalled:
		return cmp.Or(a.clock(v.At), a.reserveCalled(v))
	case *ReserveReleased:
		return cmp.Or(a.clock(v.At), a.reserveReleased(v))
	case *HoursSet:
		q := a.queues[v.Queue]
		q.timed, q.open = true, v.Open
		return a.clock(v.At)
	case *CallQueued:
		return cmp.Or(a.clock(v.At), a.queued(v))
	case *Offered:
		return cmp.Or(a.clock(v.At), a.offered(v))
	case *OfferEnded:
		return cmp.Or(a.clock(v.At), a.ended(v))
	case *Answered:
		return cmp.Or(a.clock(v.At), a.answered(v))
	case *Abandoned:
		return cmp.Or(a.clock(v.At), a.abandoned(v))
	case *Overflowed:
		return cmp.Or(a.clock(v.At), a.overflowed(v))
	case *TalkEnded:
		return cmp.Or(a.clock(v.At), a.talked(v))
	case *TalkPassed:
		return cmp.Or(a.clock(v.At), a.passed(v))
	case *Relaxed:
		return cmp.Or(a.clock(v.At), a.relaxed(v))
	case *PriorityChanged:
		return cmp.Or(a.clock(v.At), a.prioritised(v))
	case *CallCutOff:
		return cmp.Or(a.clock(v.At), a.cutOff(v))
	case *MachineWentAway:
		return cmp.Or(a.clock(v.At), a.machine(v.Machine, true))
	case *MachineCame:
		return cmp.Or(a.clock(v.At), a.machine(v.Machine, false))
	default:
		return a.takeSeat(f)
	}
}

// rest checks what holds between two inputs.
func (a *auditor) rest(s *State) error {
	if a.next != nil {
		return fmt.Errorf("a fact is missing at the end: %w", a.next(nil))
	}
	for id, c := range a.calls {
		if err := cmp.Or(a.rests(id, c), a.oneToOne(id, c)); err != nil {
			return err
		}
	}
	for _, id := range a.done {
		if a.list.open[id] != nil {
			return fmt.Errorf("callback %s stays on the list, and the caller has talked to a seat", id)
		}
	}
	a.done = a.done[:0]
	return cmp.Or(a.madeGood(), a.sameMachines(s), a.sums(), a.restOfQueues(), a.list.rest(a, s), a.timers(s), a.agree(s))
}

func (a *auditor) rests(id string, c *auditedCall) error {
	q := a.queues[c.queue]
	switch {
	case c.leaving:
		return fmt.Errorf("call %s is lost", id)
	case c.talking && len(c.offers) > 0:
		return fmt.Errorf("call %s talks, and phones ring for it", id)
	case c.talking:
		return nil
	case c.unmade:
		return fmt.Errorf("call %s waits, and nobody is to be called back by it", id)
	case !q.listed:
		return fmt.Errorf("call %s waits in a queue that is not", id)
	case a.machines[c.home]:
		return a.absent(id, c)
	case c.waiting() && c.stage == alone && !a.seats[c.last].comesBack():
		return fmt.Errorf("call %s waits for seat %s, which does not come back", id, c.last)
	}
	if idle := a.ranking(c); c.inLine && len(idle) > 0 {
		return fmt.Errorf("call %s waits while seat %s is idle", id, idle[0].seat)
	}
	if !c.waiting() {
		return nil
	}
	if why := a.unserved(c); why != "" {
		return fmt.Errorf("call %s waits for nobody: %s", id, why)
	}
	return nil
}

// oneToOne checks that one seat talks with a call, and no other call with that seat.
func (a *auditor) oneToOne(id string, c *auditedCall) error {
	seats := 0
	for seat, s := range a.seats {
		if s.call != id {
			continue
		}
		if seats++; s.held != "" || s.offered != 0 || s.wrapping {
			return fmt.Errorf("seat %s has call %s and something else: %+v", seat, id, s)
		}
	}
	if want := map[bool]int{true: 1}[c.talking]; seats != want {
		return fmt.Errorf("%d seats talk with call %s", seats, id)
	}
	return nil
}

// sums checks that every call that was queued is somewhere.
func (a *auditor) sums() error {
	here := map[string]int{}
	for _, c := range a.calls {
		if !c.talking {
			here[c.queue]++
		}
	}
	for id, q := range a.counts {
		if q.queued != q.answered+q.abandoned+q.overflowed+q.cut+here[id] {
			return fmt.Errorf("queue %s: %+v and %d waiting", id, *q, here[id])
		}
	}
	return nil
}

// timers checks that the floor asks for the tick that is due first.
func (a *auditor) timers(s *State) error {
	due := a.list.dues()
	for _, o := range a.offers {
		due = append(due, o.RingUntil)
	}
	for _, st := range a.seats {
		due = append(due, st.wrapUp, st.rest, st.tried)
	}
	for _, c := range a.calls {
		due = append(due, a.dues(c)...)
	}
	for id, q := range a.queues {
		due = append(due, a.pressedAt(id, q))
	}
	due = slices.DeleteFunc(due, func(at int64) bool { return at == 0 })
	at, ok := s.NextTimer()
	if ok != (len(due) > 0) || ok && at != slices.Min(due) {
		return fmt.Errorf("next timer %d %v, due are %v", at, ok, due)
	}
	return nil
}
