package arena

import (
	"cmp"
	"time"

	"hotline/internal/bench"
)

// full is everything, some hours of it with many rounds, about one with three.
func (p Plan) full() []house {
	bare := []Contender{Dial(), Queue(), Hotline()}
	waiters := []Contender{AnsweredQueue(), Hotline()}
	idle := job{bench.Spare, bare, idle(time.Second)}
	some, many := job{bench.Queued, waiters, waiting(100, 15*time.Second)}, job{bench.Queued, waiters, waiting(500, 15*time.Second)}
	growth := func(n int) job { return job{bench.Growth, waiters, waiting(n, 15*time.Second)} }
	return []house{
		{10, 0, 5, 100, []job{idle, growth(25), some, many}},
		{40, 0, 0, 0, []job{growth(100)}},
		{160, 0, 0, 0, []job{growth(400)}},
		{200, 0, 20, 300, []job{
			idle,
			{bench.Sounding, bare, sounding(time.Second)},
			{bench.Greeting, []Contender{GreetedQueue(), Greeted()}, sounding(time.Second)},
			some, many,
			{bench.Steps, []Contender{Queue(), Hotline()}, nil},
		}},
		// So many that Dial() and hotline fail before the seats are all busy.
		{1000, 0, 20, 300, []job{idle, some, many, {bench.Steps, []Contender{Dial(), Hotline()}, nil}}},
		// Ten of the seats serve the queue: two thousand talks would need more files than
		// many a kernel lets Asterisk have open.
		{2000, 10, 0, 0, []job{{bench.Huge, []Contender{Hotline()}, waiting(1000, 15*time.Second)}}},
	}
}

// quick is a rough picture: no more than the six figures need.
func (p Plan) quick() []house {
	return []house{
		{10, 0, 10, 30, []job{
			{bench.Spare, []Contender{Queue(), Hotline()}, idle(500 * time.Millisecond)},
			{bench.Queued, []Contender{AnsweredQueue(), Hotline()}, waiting(20, 5*time.Second)},
		}},
		{200, 0, 0, 0, []job{{bench.Steps, []Contender{Queue(), Hotline()}, nil}}},
		{1000, 0, 30, 60, []job{
			{bench.Spare, []Contender{Queue(), Hotline()}, idle(time.Second)},
			{bench.Steps, []Contender{Dial(), Hotline()}, nil},
		}},
	}
}

// idle callers come at a rate at which there is nearly always an idle seat.
func idle(talk time.Duration) func(house) Load {
	return func(h house) Load { return Load{Rate: h.rate, Callers: h.callers, Talk: talk} }
}

func sounding(talk time.Duration) func(house) Load {
	return func(h house) Load { return Load{Rate: h.rate, Callers: h.callers, Talk: talk, Sound: true} }
}

// waiting callers are so many all the time. Talks are as long as it takes for ten seats to
// become free a second.
func waiting(n int, window time.Duration) func(house) Load {
	return func(h house) Load {
		return Load{Rate: 40, Waiting: n, Window: window, Talk: time.Duration(cmp.Or(h.serve, h.seats)) * time.Second / 10}
	}
}
