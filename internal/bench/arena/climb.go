package arena

import (
	"context"
	"fmt"
	"math"
	"time"

	"hotline/internal/bench"
)

// Climb says how the highest rate is looked for.
type Climb struct {
	Ramp     bench.Ramp
	Step     time.Duration // how long callers come at one rate
	Patience time.Duration // how long after its longest talk a step may have calls left: for who waited
	Twice    bool          // a rate has failed when it failed twice
	Seed     uint64
	Index    int
}

// stepTalk is the mean of talks while rates are tried, as it is with idle seats.
const stepTalk = time.Second

// ringing is how long a seat rings before it is picked up, as in seat.xml.
const ringing = 50 * time.Millisecond

// seated is how many calls a second the seats can take. A step with more would be clean only
// because it ends before the queue is long.
func seated(seats int) float64 { return math.Floor(float64(seats) / (stepTalk + ringing).Seconds()) }

// Climb tries one rate after the other with one contender.
func (a *Arena) Climb(ctx context.Context, c Contender, o Climb) (best bench.Rate, steps []bench.Round, err error) {
	if err := a.music(ctx, false); err != nil {
		return best, nil, err
	}
	best = bench.Rate{Contender: c.Name, Index: o.Index, Seats: a.Seats}
	dir := fmt.Sprintf("%s-%d-%s", bench.Steps, o.Index, c.Name)
	err = a.With(ctx, c, dir, func(r *round) error {
		for {
			rate, more := o.Ramp.Next()
			if !more {
				best.Best = o.Ramp.Best()
				return nil
			}
			step, err := r.step(ctx, o, rate, len(steps))
			if err != nil {
				return err
			}
			steps = append(steps, step)
			if !step.Clean() && o.Twice {
				if step, err = r.step(ctx, o, rate, len(steps)); err != nil {
					return err
				}
				steps = append(steps, step)
			}
			o.Ramp.Tell(rate, step.Clean())
		}
	})
	return best, steps, err
}

// step tries one rate.
func (r *round) step(ctx context.Context, o Climb, rate float64, n int) (bench.Round, error) {
	l := Load{
		Part: bench.Steps, Index: o.Index, Seed: o.Seed, Rate: rate, Talk: stepTalk,
		Callers: max(1, int(rate*o.Step.Seconds())), Patience: o.Patience, Cold: n > 0,
	}
	out, err := r.carry(ctx, l, fmt.Sprintf("%02d-at-%.0f", n, rate))
	if err != nil {
		return out, err
	}
	if !out.Clean() {
		return out, r.arena.empty(ctx)
	}
	return out, nil
}
