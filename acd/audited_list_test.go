package acd

import (
	"fmt"
)

// auditedList is the callback list as the auditor keeps it.
type auditedList struct {
	open                  map[string]*auditedCallback
	listed, done, givenUp int
}

type auditedCallback struct {
	queue, number, of string
	due               int64
	attempts          int
	call              string // the attempt under way
	last              CallbackEnd
	over              bool // its end has to come next
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
		if err := a.clock(v.At); err != nil {
			return err
		}
		return a.list.add(v)
	case *CallbackTried:
		if err := a.clock(v.At); err != nil {
			return err
		}
		return a.list.tried(v, a.calls[v.Call])
	case *CallbackDone:
		a.list.done++
		if b := a.list.open[v.Callback]; b == nil || !b.over || b.last != CallbackReached {
			return fmt.Errorf("callback %s done: %+v", v.Callback, b)
		}
		delete(a.list.open, v.Callback)
		return a.clock(v.At)
	case *CallbackGivenUp:
		a.list.givenUp++
		b := a.list.open[v.Callback]
		delete(a.list.open, v.Callback)
		return b.mayGiveUp(v, a.knows(v.Queue))
	default:
		return fmt.Errorf("unknown fact %T", f)
	}
}

func (a *auditor) knows(queue string) bool {
	for _, q := range a.rules.Queues {
		if q.ID == queue {
			return true
		}
	}
	return false
}

func (b *auditedCallback) mayGiveUp(v *CallbackGivenUp, known bool) error {
	switch {
	case b == nil || b.call != "" || b.queue != v.Queue:
	case v.Reason == GivenUpAttempts && b.over && b.attempts == CallbackAttempts && b.last != CallbackReached:
		return nil
	case v.Reason == GivenUpQueueRemoved && !known && b.due <= v.At:
		return nil
	}
	return fmt.Errorf("callback given up: %+v, %+v", v, b)
}

func (l *auditedList) add(v *CallbackListed) error {
	for id, b := range l.open {
		if b.queue == v.Queue && b.number == v.Number && id != v.Same {
			return fmt.Errorf("callback %s twice on the list: %+v", v.Callback, b)
		}
	}
	if v.Same != "" {
		if b := l.open[v.Same]; b == nil || b.queue != v.Queue || b.number != v.Number || b.due != v.Due {
			return fmt.Errorf("callback %s is not the same as %+v", v.Callback, b)
		}
		return nil
	}
	if l.open[v.Callback] != nil || v.Due < v.At || v.Since > v.Due {
		return fmt.Errorf("callback listed: %+v", v)
	}
	l.listed++
	l.open[v.Callback] = &auditedCallback{queue: v.Queue, number: v.Number, of: v.Of, due: v.Due}
	return nil
}

// made checks that nobody is called twice at a time, nor too early.
func (l *auditedList) made(v *CallQueued) error {
	b := l.open[v.Callback.ID]
	if b == nil || b.call != "" || b.over || b.due > v.At || b.queue != v.Queue ||
		v.Callback != (Callback{v.Callback.ID, b.of, b.number, b.attempts + 1}) {
		return fmt.Errorf("callback %+v made of %+v", v.Callback, b)
	}
	b.call = v.Call
	return nil
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

func (l *auditedList) tried(v *CallbackTried, c *auditedCall) error {
	b := l.open[v.Callback]
	switch {
	case b == nil || b.over || b.queue != v.Queue || v.Attempt != b.attempts+1:
		return fmt.Errorf("attempt out of place: %+v, %+v", v, b)
	case c == nil || b.call != "" && b.call != v.Call || b.call == "" && b.due > v.At:
		return fmt.Errorf("attempt by another call: %+v, %+v", v, b)
	case v.Result != CallbackFailed && !c.talking:
		return fmt.Errorf("attempt without a seat: %+v", v)
	}
	due := v.At + CallbackPause
	if v.Result == CallbackReached || v.Attempt == CallbackAttempts {
		due = 0
	}
	if v.Due != due {
		return fmt.Errorf("next attempt at %d, not %d", v.Due, due)
	}
	b.attempts, b.due, b.last, b.call, b.over = v.Attempt, v.Due, v.Result, "", v.Due == 0
	return nil
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

// rest checks that every callback is somewhere, and that the floor shows the same.
func (l *auditedList) rest(s *State) error {
	if l.listed != l.done+l.givenUp+len(l.open) {
		return fmt.Errorf("%d callbacks listed, %d done, %d given up, %d open", l.listed, l.done, l.givenUp, len(l.open))
	}
	if n := len(s.Callbacks()); n != len(l.open) {
		return fmt.Errorf("%d callbacks on the list, %d in the books", n, len(l.open))
	}
	for id, b := range l.open {
		v, ok := s.Callback(id)
		if b.over || !ok || v.Queue != b.queue || v.Number != b.number || v.Of != b.of ||
			v.Due != b.due || v.Attempts != b.attempts || v.Call != b.call {
			return fmt.Errorf("callback %s %+v, in the books %+v", id, v, b)
		}
	}
	return nil
}
