package whatif

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/simulate"
)

// Extra is seats besides those of the day; it is written as harbin/advice=2, or as
// harbin/advice=2@09:00-12:00.
type Extra struct {
	Queue    string
	Count    int
	From, To time.Duration // since midnight; both 0: as long as anybody is at work
}

const mostExtra = 1000

// UnmarshalText reads what is written.
func (e *Extra) UnmarshalText(text []byte) error {
	queue, rest, ok := strings.Cut(string(text), "=")
	number, times, timed := strings.Cut(rest, "@")
	count, err := strconv.Atoi(number)
	if !ok || queue == "" || err != nil || count < 1 || count > mostExtra {
		return fmt.Errorf("expected seats such as harbin/advice=2 or harbin/advice=2@09:00-12:00, found %q", text)
	}
	*e = Extra{Queue: queue, Count: count}
	if timed {
		from, to, _ := strings.Cut(times, "-")
		ok1, ok2 := clock(from, &e.From), clock(to, &e.To)
		if !ok1 || !ok2 || e.From >= e.To {
			return fmt.Errorf("expected times such as 09:00-12:00, found %q", times)
		}
	}
	return nil
}

func clock(text string, into *time.Duration) bool {
	if text == "24:00" {
		*into = day
		return true
	}
	t, err := time.Parse("15:04", text)
	*into = time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	return err == nil
}

// Check finds extra seats of queues that the rules do not have.
func (e Extra) Check(rules acd.Rules) error {
	if known := idsOf(rules); !known[e.Queue] {
		return fmt.Errorf("there is no queue %q on this floor; known here: %s", e.Queue, strings.Join(sortedKeys(known), ", "))
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// addSeats adds seats that are like the first one of their queue.
func (d *Day) addSeats(m *simulate.Model, extra []Extra) {
	from, to := d.atWork()
	for _, e := range extra {
		if e.To == 0 {
			e.From, e.To = from, to
		}
		like := likeIn(m.Seats, e.Queue)
		for range e.Count {
			like.ID = fmt.Sprintf("extra-%d", len(m.Seats)+1)
			m.Seats = append(m.Seats, like)
			m.Shifts = append(m.Shifts, simulate.Shift{Seat: like.ID, Span: simulate.Span{From: e.From, To: e.To}})
		}
	}
}

// likeIn is a seat that serves this queue alone, as the first that does.
func likeIn(seats []acd.Seat, queue string) acd.Seat {
	for _, s := range seats {
		for _, post := range s.Queues {
			if post.Queue == queue {
				s.Queues = []acd.Post{post}
				return s
			}
		}
	}
	return acd.Seat{Queues: acd.Serving(queue)}
}

// atWork is from when to when anybody was.
func (d *Day) atWork() (from, to time.Duration) {
	from, to = day, 0
	for _, o := range d.outside {
		switch o.In.(type) {
		case acd.SignIn:
			from = min(from, o.At)
		case acd.SignOut:
			to = max(to, o.At)
		}
	}
	if from >= to {
		return 0, day
	}
	return from, to
}
