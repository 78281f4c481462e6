package acd

import (
	"cmp"
	"fmt"
)

// auditedList is the callback list as the auditor keeps it.
type auditedList struct {
	open                         map[string]*auditedCallback
	entries, finished, abandoned int
	turns                        int
}

type auditedCallback struct {
	queue, number, of string
	since, due        int64
	attempts, putOff  int
	call              string // the attempt under way
	last              CallbackEnd
	over              bool // its end has to come next
	missed, pending   bool
	cut               bool
	home              string
	turn              int // of those that are pending
}

func newAuditedList() *auditedList { return &auditedList{open: map[string]*auditedCallback{}} }

func (l *auditedList) clone() *auditedList {
	m := *l
	m.open = cloneAll(l.open)
	return &m
}

func (a *auditor) takeCallback(f Fact) error {
	switch v := f.(type) {
	case *CallbackListed:
		return cmp.Or(a.clock(v.At), a.mayBeCut(v), a.list.add(v))
	case *CallbackDue:
		return cmp.Or(a.clock(v.At), a.callbackDue(v))
	case *CallbackPutOff:
		return cmp.Or(a.clock(v.At), a.callbackPutOff(v))
	case *CallbackTried:
		return cmp.Or(a.clock(v.At), a.tried(v))
	case *CallbackDone:
		a.list.finished++
		b := a.list.open[v.Callback]
		delete(a.list.open, v.Callback)
		return cmp.Or(a.clock(v.At), a.mayBeDone(v, b))
	case *CallbackGivenUp:
		a.list.abandoned++
		b := a.list.open[v.Callback]
		delete(a.list.open, v.Callback)
		return cmp.Or(a.clock(v.At), a.mayGiveUp(v, b))
	default:
		return fmt.Errorf("unknown fact %T", f)
	}
}

func (a *auditor) listed(queue string) bool { q := a.queues[queue]; return q != nil && q.listed }

func (a *auditor) mayBeDone(v *CallbackDone, b *auditedCallback) error {
	if b == nil || b.queue != v.Queue || b.call != "" {
		return fmt.Errorf("callback done: %+v", b)
	}
	if v.By == a.asking && v.By != "" && b.missed {
		return nil // he asks himself now
	}
	if c := a.calls[v.By]; v.By != "" && (c == nil || !c.talking || c.from != b.number || c.queue != b.queue || b.over && b.last != CallbackCalledUs) ||
		v.By == "" && (!b.over || b.last != CallbackReached) {
		return fmt.Errorf("callback done: %+v, %+v", b, c)
	}
	return nil
}

func (a *auditor) mayGiveUp(v *CallbackGivenUp, b *auditedCallback) error {
	switch {
	case b == nil || b.call != "" || b.queue != v.Queue:
	case v.Reason == GivenUpTooOld && b.due <= v.At && v.At-b.since > 30*24*3_600_000:
		return nil
	case v.Reason == GivenUpAttempts && b.over && b.attempts-b.putOff >= a.attempts(b) && b.last != CallbackReached && b.last != CallbackUnwanted:
		return nil
	case v.Reason == GivenUpUnwanted && b.over && b.last == CallbackUnwanted:
		return nil
	case v.Reason == GivenUpQueueRemoved && !a.listed(v.Queue) && (b.due <= v.At || b.pending):
		return nil
	}
	return fmt.Errorf("callback given up: %+v", b)
}

func (a *auditor) callbackRules(b *auditedCallback) (r CallbackRules) {
	if q := a.queues[b.queue]; q != nil {
		r = q.rules.Callback
	}
	return r
}

func (a *auditor) attempts(b *auditedCallback) int { return cmp.Or(a.callbackRules(b).Attempts, 3) }

func (a *auditor) pause(b *auditedCallback) int64 { return cmp.Or(a.callbackRules(b).Pause, 600_000) }

func (l *auditedList) add(v *CallbackListed) error {
	for id, b := range l.open {
		if b.queue == v.Queue && b.number == v.Number && (id != v.Same || v.Missed) {
			return fmt.Errorf("callback %s twice on the list: %+v", v.Callback, b)
		}
	}
	if v.Same != "" {
		if b := l.open[v.Same]; b == nil || b.queue != v.Queue || b.number != v.Number || b.due != v.Due {
			return fmt.Errorf("callback %s is not the same as %+v", v.Callback, b)
		}
		return nil
	}
	if l.open[v.Callback] != nil || !v.Cut && v.Due < v.At || v.Since > v.Due {
		return fmt.Errorf("callback listed: %+v", v)
	}
	l.entries++
	l.open[v.Callback] = &auditedCallback{
		queue: v.Queue, number: v.Number, of: v.Of, since: v.Since, due: v.Due, missed: v.Missed, cut: v.Cut, home: v.Home,
	}
	return nil
}

// missed is what has to come after a caller gave up waiting.
func (l *auditedList) missed(q *auditedQueue, c *auditedCall, v *Abandoned) func(Fact) error {
	rules := q.rules.Callback
	id := v.Call + "-back"
	if !rules.Missed || c.from == "" || v.Waited < rules.Least || l.open[id] != nil {
		return nil
	}
	for _, b := range l.open {
		if b.queue == v.Queue && b.number == c.from {
			return nil
		}
	}
	return func(f Fact) error {
		got, ok := f.(*CallbackListed)
		if !ok || *got != (CallbackListed{v.At, id, v.Call, v.Queue, c.from, c.since, v.At + rules.Delay, "", true, false, c.home}) {
			return fmt.Errorf("%+v, but the caller of %s was missed", f, v.Call)
		}
		return nil
	}
}

// reached remembers that a caller needs no callback any more.
func (l *auditedList) reached(a *auditor, queue string, c *auditedCall) {
	for id, b := range l.open {
		if c.callback == "" && b.queue == queue && b.number == c.from && (b.call == "" || !a.calls[b.call].talking) {
			a.done = append(a.done, id)
		}
	}
}

// isOpen tells whether callbacks of a queue may be made, or when next.
func (q *auditedQueue) isOpen(now int64) (open bool, next int64) {
	for _, w := range q.open {
		if now < w.To {
			return w.From <= now, w.From
		}
	}
	return !q.timed, now + 3_600_000
}

// spare counts the seats that are idle for any call of the queue.
func (a *auditor) spare(queue string) int { return len(a.ranking(&auditedCall{queue: queue})) }

func (a *auditor) callbackDue(v *CallbackDue) error {
	b := a.list.open[v.Callback]
	if b == nil || !b.missed || b.pending || b.call != "" || b.due > v.At || b.queue != v.Queue {
		return fmt.Errorf("callback due: %+v", b)
	}
	q := a.queues[v.Queue]
	if open, _ := q.isOpen(v.At); !open || a.onFloor(b.number) || v.By != v.At+cmp.Or(q.rules.Callback.Patience, 1_800_000) {
		return fmt.Errorf("callback due at a wrong time: %+v", b)
	}
	a.list.turns++
	b.pending, b.due, b.turn = true, v.By, a.list.turns
	return nil
}

func (a *auditor) callbackPutOff(v *CallbackPutOff) error {
	b := a.list.open[v.Callback]
	if c := a.cut; b != nil && c != nil && v.Reason == PutOffCutOff && b.call == "" && !b.over &&
		b.queue == c.queue && v.Queue == c.queue && b.number == c.number && v.Due == min(b.since, c.since) {
		b.since, b.due, b.missed, b.pending, b.cut = v.Due, v.Due, false, false, true
		return nil
	}
	if b == nil || b.call != "" || b.over || b.queue != v.Queue || v.Due <= v.At {
		return fmt.Errorf("callback put off: %+v", b)
	}
	open, next := a.queues[v.Queue].isOpen(v.At)
	switch {
	case v.Reason == PutOffClosed && !open && v.Due == next:
	case v.Reason == PutOffOnTheLine && open && a.onFloor(b.number) && v.Due == v.At+a.pause(b):
	default:
		return fmt.Errorf("callback put off: %+v, open %v (%d)", b, open, next)
	}
	b.pending, b.due = false, v.Due
	return nil
}

// mayCallBack checks that nobody is called twice at a time, nor too early, nor before
// others.
func (a *auditor) mayCallBack(v *CallQueued) error {
	b, q := a.list.open[v.Callback.ID], a.queues[v.Queue]
	if b == nil || b.call != "" || b.over || b.queue != v.Queue || !q.listed ||
		v.Callback != (Callback{v.Callback.ID, b.of, b.number, b.attempts + 1}) {
		return fmt.Errorf("callback made of %+v", b)
	}
	if home := a.homeFor(b); v.Home != home {
		return fmt.Errorf("callback of %+v made at %q, not %q", b, v.Home, home)
	}
	waiting, _ := a.lineOf(v.Queue)
	open, _ := q.isOpen(v.At)
	switch {
	case !open || a.onFloor(b.number):
		return fmt.Errorf("callback of %+v out of hours, or he is on the line", b)
	case !b.missed && (b.due > v.At || v.Since != b.since):
		return fmt.Errorf("callback of %+v too early", b)
	case b.missed && (!b.pending || v.Since != v.At):
		return fmt.Errorf("callback of %+v, who did not ask for it", b)
	case b.missed && b.due > v.At && (waiting > 0 || a.spare(v.Queue) <= q.rules.Callback.Spare || a.first(v.Queue) != b):
		return fmt.Errorf("callback of %+v, and %d others wait", b, waiting)
	}
	b.call, b.pending = v.Call, false
	return nil
}

// first is the pending callback of a queue whose caller came first.
func (a *auditor) first(queue string) (first *auditedCallback) {
	for _, b := range a.list.open {
		if b.pending && b.queue == queue &&
			(first == nil || cmp.Or(cmp.Compare(b.since, first.since), cmp.Compare(b.turn, first.turn)) < 0) {
			first = b
		}
	}
	return first
}

// unmade checks that a call does not end without a word on its attempt.
func (l *auditedList) unmade(call string) error {
	for id, b := range l.open {
		if b.call == call {
			return fmt.Errorf("call %s is over, and callback %s still counts on it", call, id)
		}
	}
	return nil
}

func (a *auditor) tried(v *CallbackTried) error {
	b, c := a.list.open[v.Callback], a.calls[v.Call]
	switch {
	case b == nil || b.over || b.queue != v.Queue || v.Attempt != b.attempts+1:
		return fmt.Errorf("attempt out of place: %+v", b)
	case c == nil || b.call != "" && b.call != v.Call || b.call == "" && b.due > v.At && !b.pending:
		return fmt.Errorf("attempt by another call: %+v", b)
	case !a.mayBeTried(v, b, c):
		return fmt.Errorf("attempt with a seat, or without one: %+v", b)
	}
	if due, err := a.again(v, b); err != nil || v.Due != due {
		return fmt.Errorf("next attempt at %d, not %d: %w", v.Due, due, err)
	}
	if v.Result == CallbackNotNow {
		b.putOff++
	}
	if v.Result == CallbackReached {
		c.callback = "" // he waits like others, or talks
	} else if b.call != "" {
		c.unmade = !c.talking
	}
	b.attempts, b.due, b.last, b.call, b.over, b.pending = v.Attempt, v.Due, v.Result, "", v.Due == 0, false
	return nil
}

// mayBeTried tells whether the attempt can have ended so. It needs a seat, unless the
// caller comes first.
func (a *auditor) mayBeTried(v *CallbackTried, b *auditedCallback, c *auditedCall) bool {
	switch v.Result {
	case CallbackFailed:
		return true
	case CallbackNotNow, CallbackCalledUs:
		return !c.talking
	}
	return c.talking || a.callbackRules(b).First == FirstCaller
}

// again tells when the next attempt is, or 0.
func (a *auditor) again(v *CallbackTried, b *auditedCallback) (int64, error) {
	open, opens := a.queues[b.queue].isOpen(v.At)
	switch {
	case v.Result == CallbackNotNow && a.machines[a.calls[v.Call].home] && a.there(a.homeFor(b)):
		return v.At, nil
	case v.Result == CallbackNotNow && !open:
		return opens, nil
	case v.Result == CallbackNotNow:
		for id, c := range a.calls {
			if id != v.Call && c.person() == b.number {
				return v.At + a.pause(b), nil
			}
		}
		return 0, fmt.Errorf("nothing keeps %+v from being made", b)
	case v.Result == CallbackReached, v.Result == CallbackCalledUs, v.Result == CallbackUnwanted, v.Attempt-b.putOff >= a.attempts(b):
		return 0, nil
	}
	return v.At + a.pause(b), nil
}

// dues are those that wait for their time.
func (l *auditedList) dues() (all []int64) {
	for _, b := range l.open {
		if b.call == "" {
			all = append(all, b.due)
		}
	}
	return all
}

// rest checks that every callback is somewhere, that the floor shows the same, and that
// nobody is kept from being called back.
func (l *auditedList) rest(a *auditor, s *State) error {
	if l.entries != l.finished+l.abandoned+len(l.open) {
		return fmt.Errorf("%d callbacks listed, %d done, %d given up, %d open", l.entries, l.finished, l.abandoned, len(l.open))
	}
	if n := len(s.Callbacks()); n != len(l.open) {
		return fmt.Errorf("%d callbacks on the list, %d in the books", n, len(l.open))
	}
	for id, b := range l.open {
		v, ok := s.Callback(id)
		if b.over || !ok || v.Queue != b.queue || v.Number != b.number || v.Of != b.of || v.Missed != b.missed || v.Cut != b.cut || v.Home != b.home ||
			v.Since != b.since || b.call == "" && v.Due != b.due || v.Attempts != b.attempts || v.Call != b.call {
			return fmt.Errorf("callback %s %+v, in the books %+v", id, v, b)
		}
	}
	for id, q := range a.queues {
		b := a.first(id)
		if waiting, _ := a.lineOf(id); b != nil && q.listed && waiting == 0 && a.spare(id) > q.rules.Callback.Spare {
			return fmt.Errorf("a seat is idle, and nobody calls %+v back", b)
		}
	}
	return nil
}
