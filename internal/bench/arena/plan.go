package arena

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hotline/internal/bench"
	"hotline/internal/parts"
)

// Plan is a whole run.
type Plan struct {
	Binary string   // hotline
	Dir    string   // of this run; all raw data go there
	Quick  bool     // a rough picture
	Rounds int      // of everything
	Parts  []string // only these; none = all
	Sizes  []int    // only these numbers of seats; none = all
	Seed   uint64
	Out    io.Writer // gets a line for each round
	Log    *slog.Logger
}

// house is what is measured in one arena.
type house struct {
	seats   int
	serve   int     // the queue; 0 = all
	rate    float64 // of callers while seats are idle
	callers int
	work    []job
}

// job is a part with its contenders, who take turns.
type job struct {
	part       string
	contenders []Contender
	load       func(h house) Load
}

// Run carries the plan out. What was measured before an error is in the result, too.
func (p Plan) Run(ctx context.Context, into *bench.Result) error {
	cache, err := parts.CacheDir()
	if err != nil {
		return err
	}
	sipp, err := parts.Sipp(ctx, cache, p.Log)
	if err != nil {
		return err
	}
	asterisk, err := parts.Asterisk(ctx, cache, p.Log)
	if err != nil {
		return err
	}
	into.Machine = Describe(ctx, p.Binary, asterisk)
	houses := p.full()
	if p.Quick {
		houses = p.quick()
	}
	for _, h := range houses {
		h.work = slices.DeleteFunc(h.work, func(j job) bool { return !p.wants(j.part) })
		if len(h.work) == 0 || len(p.Sizes) > 0 && !slices.Contains(p.Sizes, h.seats) {
			continue
		}
		if err := p.house(ctx, sipp, h, into); err != nil {
			return err
		}
	}
	if p.Quick || !p.wants(memory) {
		return nil
	}
	return p.memory(ctx, sipp, into)
}

// memory is the name of a part that has no rounds.
const memory = "memory"

func (p Plan) wants(part string) bool { return len(p.Parts) == 0 || slices.Contains(p.Parts, part) }

func (p Plan) open(ctx context.Context, sipp parts.Program, name string, seats, serve int) (*Arena, error) {
	return Open(ctx, Options{Binary: p.Binary, Dir: filepath.Join(p.Dir, name), Seats: seats, Serves: serve, Sipp: sipp, Log: p.Log})
}

// house runs all that is measured with one number of seats.
func (p Plan) house(ctx context.Context, sipp parts.Program, h house, into *bench.Result) error {
	a, err := p.open(ctx, sipp, fmt.Sprintf("%d-seats", h.seats), h.seats, h.serve)
	if err != nil {
		return err
	}
	defer a.Close()
	for _, j := range h.work {
		for index := range p.Rounds {
			for k := range j.contenders {
				c := j.contenders[(k+index)%len(j.contenders)] // another order each time
				if err := p.turn(ctx, a, h, j, c, index, into); err != nil {
					return fmt.Errorf("%s, %d seats, %s: %w", j.part, h.seats, c.Name, err)
				}
			}
		}
	}
	return nil
}

// turn is one contender's turn in one round.
func (p Plan) turn(ctx context.Context, a *Arena, h house, j job, c Contender, index int, into *bench.Result) error {
	if j.part == bench.Steps {
		best, steps, err := a.Climb(ctx, c, p.climb(h, c, index, into.Rates))
		into.Rates = append(into.Rates, best)
		into.Rounds = append(into.Rounds, steps...)
		p.say("%-9s %4d seats  %-14s round %d: %.0f calls a second in %d steps", j.part, h.seats, c.Name, index+1, best.Best, len(steps))
		return err
	}
	l := j.load(h)
	l.Part, l.Index, l.Seed = part(j.part, l), index, p.Seed+uint64(index)
	r, err := a.Run(ctx, c, l)
	if err != nil {
		return err
	}
	r.Part = j.part
	into.Rounds = append(into.Rounds, r)
	p.say("%-9s %4d seats  %-14s round %d: %s", j.part, h.seats, c.Name, index+1, summary(r))
	return nil
}

// summary is a round in a line.
func summary(r bench.Round) string {
	delay := fmt.Sprintf("INVITE to seat's INVITE %.1f ms", r.Setup.P50)
	if r.Waiting > 0 {
		delay = fmt.Sprintf("%d wait, seat free to its INVITE %.1f ms", r.Kept, r.Free.P50)
	}
	text := fmt.Sprintf("%d calls, %s; a call takes %.1f + %.1f ms", r.Calls, delay, r.Asterisk, r.Engine)
	if len(r.Marks) > 0 {
		text += " (" + strings.Join(r.Marks, "; ") + ")"
	}
	return text
}

// part names a round's folder.
func part(name string, l Load) string {
	if l.Waiting == 0 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, l.Waiting)
}

func (p Plan) say(format string, args ...any) { fmt.Fprintf(p.Out, format+"\n", args...) }

// climb is how the highest rate of a contender is looked for. From the second round on it begins
// where the one before ended.
func (p Plan) climb(h house, c Contender, index int, before []bench.Rate) Climb {
	o := Climb{
		Ramp: bench.Ramp{Start: 60, Factor: 1.6, Close: 1.08, Limit: seated(h.seats)},
		Step: 10 * time.Second, Patience: 4 * time.Second, Twice: true,
		Seed: p.Seed + uint64(index), Index: index,
	}
	if p.Quick {
		o.Ramp.Start, o.Ramp.Factor, o.Ramp.Close = 150, 2.5, 1.8
		o.Step, o.Patience, o.Twice = 3*time.Second, 2*time.Second, false
	}
	if c.Name == bench.Dial { // is known to do more
		o.Ramp.Start = 250
	}
	for _, r := range before {
		if r.Contender == c.Name && r.Seats == h.seats && r.Best > 0 {
			o.Ramp.Start, o.Ramp.Factor = r.Best, o.Ramp.Close
		}
	}
	o.Ramp.Start = min(o.Ramp.Start, o.Ramp.Limit)
	return o
}

// memory is measured with an Asterisk of its own for each contender.
func (p Plan) memory(ctx context.Context, sipp parts.Program, into *bench.Result) error {
	for _, c := range []Contender{AnsweredQueue(), Hotline()} {
		a, err := p.open(ctx, sipp, "memory-"+c.Name, 200, 0)
		if err != nil {
			return err
		}
		m, err := a.Memory(ctx, c, 500)
		a.Close()
		if err != nil {
			return fmt.Errorf("memory, %s: %w", c.Name, err)
		}
		into.Memory = append(into.Memory, m)
		p.say("memory    %4d seats  %-14s a talk %.0f + %.0f kB, a wait %.0f + %.0f kB", m.Seats, c.Name,
			m.Talk.Asterisk, m.Talk.Engine, m.Wait.Asterisk, m.Wait.Engine)
	}
	return nil
}
