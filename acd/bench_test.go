package acd

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// BenchmarkDecide is a floor under full load: every seat talks, calls wait, and an
// event is one of the four of a call's life, in turn: a call joins, a talk ends (its
// seat is offered the next call), the seat answers; and one in ten callers hangs up
// somewhere in the middle of the line.
func BenchmarkDecide(b *testing.B) {
	for _, size := range []struct{ seats, queues, waiting int }{
		{100, 1, 1000},
		{100, 1, 100_000},
		{10_000, 1, 1000},
		{10_000, 1, 100_000},
		{10_000, 1000, 1000},
		{10_000, 1000, 100_000},
	} {
		name := fmt.Sprintf("seats=%d/queues=%d/waiting=%d", size.seats, size.queues, size.waiting)
		b.Run(name, func(b *testing.B) {
			l := newLoad(size.seats, size.queues, size.waiting)
			b.ReportAllocs()
			b.ResetTimer()
			before := processor(b)
			for range b.N {
				l.step()
			}
			spent := processor(b) - before
			b.ReportMetric(float64(b.N)/spent.Seconds(), "events/cpu-s")
			if n := len(l.s.calls) - size.seats; n < size.waiting-size.waiting/100-2 || n > size.waiting+2 {
				b.Fatalf("%d calls wait, not %d", n, size.waiting)
			}
			b.ReportMetric(float64(l.facts)/float64(b.N), "facts/op")
		})
	}
}

// processor is the time that the process has had on processors, in all its threads.
func processor(b *testing.B) time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// load drives a floor.
type load struct {
	s      *State
	at     int64
	queues []string
	ids    []string // of calls, made beforehand
	next   int      // call to join
	middle int      // of the line, in calls from its end
	phase  int
	facts  int
	talks  []string // ring of calls in talk
	offer  int64
	called string
}

func newLoad(seats, queues, waiting int) *load {
	l := &load{s: New("load"), at: dawn}
	r := Rules{Hash: "v1"}
	for q := range queues {
		l.queues = append(l.queues, fmt.Sprint("q", q))
		r.Queues = append(r.Queues, Queue{ID: l.queues[q], Strategy: LongestIdle, Ring: 20_000})
	}
	for i := range seats {
		seat := Seat{ID: fmt.Sprint("s", i)}
		for n := range min(3, queues) {
			seat.Queues = append(seat.Queues, Post{Queue: l.queues[(i+n*7)%queues]})
		}
		r.Seats = append(r.Seats, seat)
	}
	for i := range 4 * (seats + waiting) {
		l.ids = append(l.ids, fmt.Sprint("call-", i))
	}
	Decide(l.s, LoadRules{l.at, r})
	for _, seat := range r.Seats {
		Decide(l.s, SignIn{l.at, seat.ID, ""})
	}
	for len(l.talks) < seats {
		l.join()
		if l.offer != 0 {
			l.answer()
		}
	}
	for range waiting {
		l.join()
	}
	l.middle = waiting / 2
	return l
}

func (l *load) give(in Input) {
	facts := Decide(l.s, in)
	for _, f := range facts {
		l.facts++
		if o, ok := f.(*Offered); ok {
			l.offer, l.called = o.Offer, o.Call
		}
	}
	l.s.Reuse(facts)
}

func (l *load) join() {
	l.at += 3
	id := l.ids[l.next%len(l.ids)]
	l.give(Enqueue{At: l.at, Call: id, Queue: l.queues[l.next%len(l.queues)], Since: l.at})
	l.next++
}

func (l *load) answer() {
	l.give(SeatAnswered{l.at, l.offer})
	l.talks = append(l.talks, l.called)
	l.offer = 0
}

func (l *load) step() {
	switch l.phase % 30 {
	case 10: // a caller from the middle of the line, in place of a talk that ends
		l.give(HangUp{l.at, l.ids[(l.next-l.middle)%len(l.ids)]})
		l.phase++
	default:
		l.cycle()
	}
	l.phase++
}

func (l *load) cycle() {
	switch l.phase % 3 {
	case 0:
		l.join()
	case 1:
		call := l.talks[0]
		l.talks = l.talks[1:]
		l.give(TalkOver{l.at, call, Agent})
	case 2:
		l.answer()
	}
}
