package acd

import (
	"cmp"
	"fmt"
	"slices"
)

// auditor follows the facts in its own simple way (maps and full scans) and finds
// fault with what no floor may do. It shares no code with Fold.
type auditor struct {
	now     int64
	rules   Rules
	seats   map[string]*auditedSeat
	calls   map[string]*auditedCall
	offers  map[int64]*Offered
	list    *auditedList
	last    int64 // offer
	turns   int
	counts  map[string]*auditedQueue
	pending string // the call whose Answered has to come next
	blamed  string // the seat that failed to take an offer, and has to be paused by now
}

type auditedSeat struct {
	in, paused bool
	offered    int64
	call       string
	wrapUp     int64
	idle       int64
	idleTurn   int
}

type auditedCall struct {
	queue            string
	key, queued      int64
	turn             int
	limits           Limits
	offered          int64
	talking, leaving bool
	answered         int64
	callback         string // whose attempt this is
}

type auditedQueue struct{ queued, answered, abandoned, overflowed int }

func newAuditor() *auditor {
	return &auditor{
		seats: map[string]*auditedSeat{}, calls: map[string]*auditedCall{},
		offers: map[int64]*Offered{}, counts: map[string]*auditedQueue{}, list: newAuditedList(),
	}
}

func (s *auditedSeat) ready() bool {
	return s.in && !s.paused && s.offered == 0 && s.call == "" && s.wrapUp == 0
}

func (c *auditedCall) waiting() bool { return c.offered == 0 && !c.talking && !c.leaving }

func (a *auditor) seat(id string) *auditedSeat {
	if a.seats[id] == nil {
		a.seats[id] = &auditedSeat{}
	}
	return a.seats[id]
}

func (a *auditor) count(queue string) *auditedQueue {
	if a.counts[queue] == nil {
		a.counts[queue] = &auditedQueue{}
	}
	return a.counts[queue]
}

func (a *auditor) serves(seat, queue string) bool {
	return slices.ContainsFunc(a.rules.Queues, func(q Queue) bool { return q.ID == queue }) &&
		slices.ContainsFunc(a.rules.Seats, func(s Seat) bool {
			return s.ID == seat && slices.Contains(s.Queues, queue)
		})
}

// staff counts the seats of a queue that are at work.
func (a *auditor) staff(queue string) (n int) {
	for id, s := range a.seats {
		if s.in && a.serves(id, queue) {
			n++
		}
	}
	return n
}

// see takes the next fact.
func (a *auditor) see(f Fact) error {
	if a.pending != "" {
		if v, ok := f.(*Answered); !ok || v.Call != a.pending {
			return fmt.Errorf("%T after the accepted offer of %s", f, a.pending)
		}
	}
	if s := a.seats[a.blamed]; s != nil {
		if _, ok := f.(*SeatPaused); !ok && !s.paused {
			return fmt.Errorf("seat %s goes on after an offer it failed", a.blamed)
		}
	}
	blamed := a.blamed
	a.blamed = ""
	was := map[string]bool{}
	for id, s := range a.seats {
		was[id] = s.ready()
	}
	err := a.take(f, blamed)
	for id, s := range a.seats {
		spoilt := !isOfferEnd(f)
		if s.ready() && !was[id] && spoilt {
			a.turns++
			s.idle, s.idleTurn = a.now, a.turns
		}
	}
	return err
}

func isOfferEnd(f Fact) bool { _, ok := f.(*OfferEnded); return ok }

func (a *auditor) clock(at int64) error {
	if at < a.now {
		return fmt.Errorf("time ran backwards from %d to %d", a.now, at)
	}
	a.now = at
	return nil
}

func (a *auditor) take(f Fact, blamed string) error {
	switch v := f.(type) {
	case *RulesLoaded:
		a.rules = v.Rules
		return a.clock(v.At)
	case *SeatSignedIn:
		s := a.seat(v.Seat)
		if s.in || s.offered != 0 || s.wrapUp != 0 {
			return fmt.Errorf("sign-in of %+v", s)
		}
		s.in, s.paused = true, false
		return a.clock(v.At)
	case *SeatSignedOut:
		s := a.seat(v.Seat)
		if !s.in || s.offered != 0 {
			return fmt.Errorf("sign-out of %+v", s)
		}
		s.in, s.wrapUp = false, 0
		return a.clock(v.At)
	case *SeatPaused:
		s := a.seat(v.Seat)
		if !s.in || v.Auto && v.Seat != blamed {
			return fmt.Errorf("pause of %+v", s)
		}
		s.paused = true
		return a.clock(v.At)
	case *SeatReady:
		s := a.seat(v.Seat)
		if !s.in || !s.paused {
			return fmt.Errorf("ready of %+v", s)
		}
		s.paused = false
		return a.clock(v.At)
	case *WrapUpEnded:
		s := a.seat(v.Seat)
		if s.wrapUp == 0 {
			return fmt.Errorf("end of wrap-up of %+v", s)
		}
		s.wrapUp = 0
		return a.clock(v.At)
	default:
		return a.takeCall(f)
	}
}

func (a *auditor) takeCall(f Fact) error {
	switch v := f.(type) {
	case *CallQueued:
		return cmp.Or(a.clock(v.At), a.queued(v))
	case *Offered:
		return cmp.Or(a.clock(v.At), a.offered(v))
	case *OfferEnded:
		return cmp.Or(a.clock(v.At), a.ended(v))
	case *Answered:
		return cmp.Or(a.clock(v.At), a.answered(v))
	case *Abandoned:
		a.count(v.Queue).abandoned++
		if c := a.calls[v.Call]; c != nil && c.callback != "" {
			return fmt.Errorf("call %s abandoned, and nobody was there", v.Call)
		}
		return cmp.Or(a.clock(v.At), a.left(v.Call, v.Queue, v.Waited))
	case *Overflowed:
		a.count(v.Queue).overflowed++
		return cmp.Or(a.clock(v.At), a.overflowed(v), a.left(v.Call, v.Queue, v.Waited))
	case *TalkEnded:
		return cmp.Or(a.clock(v.At), a.talked(v))
	default:
		return a.takeCallback(f)
	}
}

func (a *auditor) queued(v *CallQueued) error {
	if a.calls[v.Call] != nil {
		return fmt.Errorf("call %s queued twice", v.Call)
	}
	a.turns++
	c := &auditedCall{queue: v.Queue, key: v.Since - v.Priority, queued: v.At, turn: a.turns, limits: v.Limits}
	ahead := 0
	for _, o := range a.calls {
		if o.queue == v.Queue && o.waiting() && o.before(c) {
			ahead++
		}
	}
	a.calls[v.Call] = c
	a.count(v.Queue).queued++
	if v.Callback.ID != "" {
		c.callback = v.Callback.ID
		if err := a.list.made(v); err != nil {
			return err
		}
	}
	if v.Position != ahead+1 {
		return fmt.Errorf("call %s told position %d behind %d others", v.Call, v.Position, ahead)
	}
	return nil
}

func (c *auditedCall) before(o *auditedCall) bool {
	return cmp.Or(cmp.Compare(c.key, o.key), cmp.Compare(c.turn, o.turn)) < 0
}

// offered is where nearly all invariants of the distributor show.
func (a *auditor) offered(v *Offered) error {
	c, s := a.calls[v.Call], a.seat(v.Seat)
	switch {
	case c == nil || !c.waiting() || c.queue != v.Queue:
		return fmt.Errorf("offer of call %s, which does not wait in %s", v.Call, v.Queue)
	case !s.ready():
		return fmt.Errorf("offer to seat %s, which is not ready: %+v", v.Seat, s)
	case !a.serves(v.Seat, v.Queue):
		return fmt.Errorf("offer to seat %s, which does not serve %s", v.Seat, v.Queue)
	case v.Offer <= a.last:
		return fmt.Errorf("offer %d after %d", v.Offer, a.last)
	}
	for id, o := range a.calls {
		if o.waiting() && a.serves(v.Seat, o.queue) && o.before(c) {
			return fmt.Errorf("seat %s gets call %s before %s", v.Seat, v.Call, id)
		}
	}
	ready := 0
	for id, o := range a.seats {
		if !o.ready() || !a.serves(id, v.Queue) {
			continue
		}
		ready++
		if o.idleTurn < s.idleTurn {
			return fmt.Errorf("seat %s is asked before %s, idle for longer", v.Seat, id)
		}
	}
	if want := min(ready-1, runnersUp); len(v.Considered.RunnersUp) != want {
		return fmt.Errorf("%d runners-up of %d", len(v.Considered.RunnersUp), want)
	}
	a.last = v.Offer
	a.offers[v.Offer] = v
	c.offered, s.offered = v.Offer, v.Offer
	return a.outs(v)
}

// outs checks that the seats that were ready and those that were out are all.
func (a *auditor) outs(v *Offered) error {
	all, ready := 0, 1
	for id, s := range a.seats {
		if a.serves(id, v.Queue) && s.ready() {
			ready++
		}
	}
	for _, s := range a.rules.Seats {
		if a.serves(s.ID, v.Queue) {
			all++
		}
	}
	o := v.Considered.Out
	if out := o.SignedOut + o.Paused + o.Offered + o.Talking + o.WrapUp; out+ready != all {
		return fmt.Errorf("%d seats out and %d ready of %d", out, ready, all)
	}
	return nil
}

func (a *auditor) ended(v *OfferEnded) error {
	o, ok := a.offers[v.Offer]
	c, s := a.calls[v.Call], a.seat(v.Seat)
	if !ok || o.Call != v.Call || o.Seat != v.Seat || c == nil || c.offered != v.Offer || s.offered != v.Offer {
		return fmt.Errorf("end of offer %d, which is not: %+v", v.Offer, v)
	}
	delete(a.offers, v.Offer)
	c.offered, s.offered = 0, 0
	switch v.Result {
	case Accepted:
		a.pending, s.call = v.Call, v.Call
		c.talking, c.answered = true, v.At
	case CallerGone:
		c.leaving = true
	case SeatGone, Withdrawn:
	default:
		a.blamed = v.Seat
	}
	return nil
}

func (a *auditor) answered(v *Answered) error {
	c := a.calls[v.Call]
	if a.pending != v.Call || a.seat(v.Seat).call != v.Call || c.queue != v.Queue || v.Waited != v.At-c.queued {
		return fmt.Errorf("answer out of place: %+v", v)
	}
	a.pending = ""
	a.count(v.Queue).answered++
	return nil
}

func (a *auditor) left(call, queue string, waited int64) error {
	c := a.calls[call]
	if c == nil || c.talking || c.offered != 0 || c.queue != queue || waited != a.now-c.queued {
		return fmt.Errorf("call %s leaves %s: %+v", call, queue, c)
	}
	delete(a.calls, call)
	return a.list.unmade(call)
}

func (a *auditor) overflowed(v *Overflowed) error {
	c := a.calls[v.Call]
	switch {
	case v.Reason == OverflowNoSeat && (!c.limits.NoSeat || a.staff(v.Queue) > 0):
		return fmt.Errorf("call %s told that nobody is there", v.Call)
	case v.Reason == OverflowExpected && (c.limits.Expected == 0 || v.Waited > 0 || a.staff(v.Queue) == 0):
		return fmt.Errorf("call %s told of a wait that nobody can know", v.Call)
	case v.Reason == OverflowWait && (c.limits.Wait == 0 || v.At < c.queued+c.limits.Wait):
		return fmt.Errorf("call %s sent away before its time", v.Call)
	}
	return nil
}

func (a *auditor) talked(v *TalkEnded) error {
	c, s := a.calls[v.Call], a.seat(v.Seat)
	if c == nil || !c.talking || s.call != v.Call || v.Talked != v.At-c.answered {
		return fmt.Errorf("end of a talk that is not: %+v", v)
	}
	if !s.in && v.WrapUpUntil != 0 {
		return fmt.Errorf("wrap-up of seat %s, which has left", v.Seat)
	}
	s.call, s.wrapUp = "", v.WrapUpUntil
	delete(a.calls, v.Call)
	return a.list.unmade(v.Call)
}

// rest checks what holds between two inputs.
func (a *auditor) rest(s *State) error {
	for id, c := range a.calls {
		if c.leaving {
			return fmt.Errorf("call %s is lost", id)
		}
		if !c.waiting() {
			continue
		}
		for seat, st := range a.seats {
			if st.ready() && a.serves(seat, c.queue) {
				return fmt.Errorf("call %s waits while seat %s is idle", id, seat)
			}
		}
		if c.limits.NoSeat && a.staff(c.queue) == 0 {
			return fmt.Errorf("call %s waits for nobody", id)
		}
	}
	return cmp.Or(a.sums(), a.list.rest(s), a.timers(s), a.agree(s))
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
		if q.queued != q.answered+q.abandoned+q.overflowed+here[id] {
			return fmt.Errorf("queue %s: %+v and %d waiting", id, *q, here[id])
		}
	}
	return nil
}

// timers checks that the floor asks for the tick that is due first.
func (a *auditor) timers(s *State) error {
	var due []int64
	for _, o := range a.offers {
		if o.RingUntil != 0 {
			due = append(due, o.RingUntil)
		}
	}
	for _, st := range a.seats {
		if st.wrapUp != 0 {
			due = append(due, st.wrapUp)
		}
	}
	for _, c := range a.calls {
		if c.waiting() && c.limits.Wait > 0 {
			due = append(due, c.queued+c.limits.Wait)
		}
	}
	due = append(due, a.list.dues()...)
	at, ok := s.NextTimer()
	if ok != (len(due) > 0) || ok && at != slices.Min(due) {
		return fmt.Errorf("next timer %d %v, due are %v", at, ok, due)
	}
	return nil
}

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
		if v.Stance.SignedIn() != st.in || (v.Stance.Now == StateReady) != st.ready() ||
			(v.Stance.Next == StatePaused) != (st.in && st.paused) || v.Offer != st.offered {
			return fmt.Errorf("seat %+v, in the books %+v", v, st)
		}
	}
	for id, c := range a.calls {
		v, ok := s.Call(id)
		if !ok || v.Queue != c.queue || v.Offer != c.offered || (v.State == CallTalking) != c.talking {
			return fmt.Errorf("call %s %+v, in the books %+v", id, v, c)
		}
	}
	return nil
}
