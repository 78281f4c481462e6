package arena

import (
	"context"
	"path/filepath"
	"strconv"

	"hotline/internal/bench"
)

// Contender is a way in which a caller reaches a seat.
type Contender struct {
	Name   string                              // short, for files and tables
	Title  string                              // what it is
	number func(seats, i int) string           // what the i-th caller calls
	start  func(context.Context, *round) error // makes it ready; nil: nothing is needed
	stop   func(context.Context, *round) error
}

// The numbers that callers call. The last one is what a call to one seat begins with.
const (
	queueNumber         = "60001"
	greetedQueueNumber  = "60002"
	answeredQueueNumber = "60003"
	hotlineNumber       = "70001"
	greetedNumber       = "70002"
	dialPrefix          = "61"
)

// Dial is Dial() in the dialplan: the seats take turns, busy or not.
func Dial() Contender {
	return Contender{
		Name: bench.Dial, Title: "Dial()",
		number: func(seats, i int) string { return dialPrefix + seat(i%seats) },
	}
}

// Queue is Queue() of app_queue, and nothing before it: the caller is answered by the seat.
func Queue() Contender { return queue(bench.Queue, "Queue()", queueNumber) }

// AnsweredQueue is Answer() and Queue(), so that who waits hears music.
func AnsweredQueue() Contender {
	return queue(bench.AnsweredQueue, "Answer() + Queue()", answeredQueueNumber)
}

// GreetedQueue is Playback() and Queue().
func GreetedQueue() Contender {
	return queue(bench.GreetedQueue, "Playback() + Queue()", greetedQueueNumber)
}

// Hotline is hotline with a flow whose first step is queue.
func Hotline() Contender { return hotline(bench.Hotline, "hotline: queue", hotlineNumber) }

// Greeted is hotline with the greeting of GreetedQueue, then queue.
func Greeted() Contender { return hotline(bench.Greeted, "hotline: say, queue", greetedNumber) }

func queue(name, title, number string) Contender {
	return Contender{
		Name: name, Title: title,
		number: func(int, int) string { return number },
		start: func(ctx context.Context, r *round) error {
			if err := r.arena.members(ctx, r.arena.Serves); err != nil {
				return err
			}
			return r.arena.until(ctx, "members of app_queue", func() bool {
				said, err := r.arena.rig.Server.CLI(ctx, "queue show bench")
				return err == nil && freeMembers(said) == r.arena.Serves
			})
		},
		stop: func(ctx context.Context, r *round) error { return r.arena.members(ctx, 0) },
	}
}

func hotline(name, title, number string) Contender {
	return Contender{
		Name: name, Title: title,
		number: func(int, int) string { return number },
		start: func(ctx context.Context, r *round) (err error) {
			a := r.arena
			cfg := a.rig.EngineConfig()
			r.engine, err = startEngine(ctx, a.Binary, r.dir, a.Seats,
				"--dialplans", cfg.Dialplans, "--sounds", cfg.Sounds,
				"--ari-url", cfg.ARI.URL, "--secrets", filepath.Join(a.Dir, "secrets.yaml"))
			if err != nil || a.rest.Engine != 0 {
				return err
			}
			a.rest.Engine, err = resting(ctx, r.engine.proc.PID())
			if err != nil {
				r.engine.stop()
			}
			return err
		},
		stop: func(ctx context.Context, r *round) error {
			said, _ := r.engine.get(ctx, "/metrics") // for whoever asks why; an engine that is gone has none
			r.engine.stop()
			r.engine = nil
			return write(r.dir, "engine.metrics", said)
		},
	}
}

// seat is the number of the i-th seat.
func seat(i int) string { return strconv.Itoa(10_001 + i) }
