package soak

import (
	"context"
	"time"
)

// task is something that happens at its time.
type task func(ctx context.Context, now time.Time) error

type entry struct {
	at time.Time
	do task
}

// agenda is a heap of what is to happen, the soonest first.
type agenda []entry

// wait is how long nothing happens.
func (a agenda) wait(now time.Time) time.Duration {
	if len(a) == 0 {
		return time.Second
	}
	return max(0, a[0].at.Sub(now))
}

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }

// Push implements heap.Interface.
func (a *agenda) Push(x any) { *a = append(*a, x.(entry)) }

// Pop implements heap.Interface.
func (a *agenda) Pop() any {
	old := *a
	last := old[len(old)-1]
	old[len(old)-1] = entry{}
	*a = old[:len(old)-1]
	return last
}
