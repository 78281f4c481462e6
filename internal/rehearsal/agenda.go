package rehearsal

import (
	"container/heap"
	"time"
)

// entry is something that will happen at a certain time.
type entry struct {
	at    time.Time
	order int // of making: what comes at the same time happens in this order
	place int // in the heap; -1 = not on the agenda
	do    func() (woke bool)
}

// agenda is what will happen, the next thing first.
type agenda struct {
	entries entries
	made    int
}

func (a *agenda) add(at time.Time, do func() bool) *entry {
	a.made++
	e := &entry{at: at, order: a.made, do: do}
	heap.Push(&a.entries, e)
	return e
}

// drop takes an entry off the agenda, if it is on it.
func (a *agenda) drop(e *entry) {
	if e != nil && e.place >= 0 {
		heap.Remove(&a.entries, e.place)
	}
}

func (a *agenda) next() (*entry, bool) {
	if len(a.entries) == 0 {
		return nil, false
	}
	return a.entries[0], true
}

type entries []*entry

func (e entries) Len() int { return len(e) }

func (e entries) Less(i, j int) bool {
	if e[i].at.Equal(e[j].at) {
		return e[i].order < e[j].order
	}
	return e[i].at.Before(e[j].at)
}

func (e entries) Swap(i, j int) {
	e[i], e[j] = e[j], e[i]
	e[i].place, e[j].place = i, j
}

// Push implements heap.Interface.
func (e *entries) Push(x any) {
	one := x.(*entry)
	one.place = len(*e)
	*e = append(*e, one)
}

// Pop implements heap.Interface.
func (e *entries) Pop() any {
	last := len(*e) - 1
	one := (*e)[last]
	(*e)[last] = nil
	*e = (*e)[:last]
	one.place = -1
	return one
}
