// Package storm breaks a running hotline on purpose: real Asterisks and Redis, the real
// binary as processes, and calls under way, by SIPp for load and by softphones for detail.
//
// The seed decides what is broken when, and nothing else about the order of events: each
// fault is injected at its moment, or once the one before is over, and over is when a
// probe call was answered by a seat. The load goes on until the last fault is over. Then
// the callers are let go, the engines come to rest, traces and journals are read, and
// package chaos accounts for every call. Everything listens on the loopback, and ends
// with the run, by process id; the kernel ends it when the run itself is killed. What was
// written stays in the run's folder.
package storm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"hotline/internal/chaos"
	"hotline/internal/chaos/child"
	"hotline/internal/parts"
)

// Numbers that are called.
const (
	loadNumber  = "88620001"
	heardNumber = "88620002"
	probeNumber = "88620003"
)

// Options of a run.
type Options struct {
	Binary   string        // hotline
	Dir      string        // everything that is written
	Calls    int           // of the load, at least
	Faults   int           // to be injected
	Machines int           // 1: alone, without Redis; 2: a fleet
	Duration time.Duration // that both are spread over
	Seed     uint64        // of the faults
	Log      *slog.Logger
	Out      io.Writer // what people read meanwhile
}

// storm is a run.
type storm struct {
	Options
	site     *site
	machines []*machine
	redis    *child.Redis // nil: one machine is alone
	book     logbook
	faults   []chaos.Injected
}

// Run breaks and accounts. An error means that the run itself could not be made.
func Run(ctx context.Context, o Options) (chaos.Report, error) {
	// Bounded: a fault that is not recovered from takes its time, and callers have theirs.
	ctx, cancel := context.WithTimeoutCause(ctx, 2*o.Duration+5*time.Minute, errors.New("the run took more than twice its time"))
	defer cancel()
	s := &storm{Options: o}
	defer s.close()
	if err := s.setUp(ctx); err != nil {
		return chaos.Report{}, err
	}
	if err := s.blow(ctx); err != nil {
		return chaos.Report{}, err
	}
	return s.account(ctx)
}

// setUp starts Redis, then every machine's Asterisk, then the engines, then the seats.
func (s *storm) setUp(ctx context.Context) error {
	cache, err := parts.CacheDir()
	if err != nil {
		return err
	}
	sipp, err := parts.Sipp(ctx, cache, s.Log)
	if err != nil {
		return err
	}
	if s.site, err = newSite(s.Machines, sipp); err != nil {
		return err
	}
	redis := ""
	if s.Machines > 1 {
		program, err := parts.Redis(ctx, cache, s.Log)
		if err != nil {
			return err
		}
		if s.redis, err = child.NewRedis(ctx, program, s.Dir); err != nil {
			return err
		}
		redis = s.redis.Addr()
	}
	for i := range s.Machines {
		m, err := newMachine(ctx, s.Options, s.site, i)
		if err != nil {
			return err
		}
		s.machines = append(s.machines, m)
	}
	for _, m := range s.machines {
		if err := m.startEngine(s.Binary, redis); err != nil {
			return err
		}
	}
	for i, m := range s.machines {
		if err := m.man(ctx, s.site, i, &s.book); err != nil {
			return err
		}
	}
	return nil
}

// deck are the faults that fit.
func (s *storm) deck() []chaos.Kind {
	if s.redis == nil {
		return chaos.Alone()
	}
	return chaos.Fleet()
}

// blow carries calls and breaks parts.
func (s *storm) blow(ctx context.Context) error {
	began := time.Now()
	load, err := s.startLoad(ctx)
	if err != nil {
		return err
	}
	defer load.end()
	for i, f := range chaos.Schedule(s.Seed, s.deck(), len(s.machines), s.Faults, s.Duration) {
		wait(time.Until(began.Add(f.At)), ctx.Done())
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		s.say(i, began, s.inject(ctx, f))
	}
	wait(time.Until(began.Add(s.Duration)), ctx.Done())
	load.finish(ctx, s.machines)
	return nil
}

func (s *storm) say(i int, began time.Time, f chaos.Injected) {
	s.faults = append(s.faults, f)
	what := fmt.Sprintf("again at work after %.1fs", float64(f.Recovered-f.Mended)/1000)
	if f.Recovered == 0 {
		what = "not at work again: " + f.Trouble
	}
	fmt.Fprintf(s.Out, "%6.1fs  fault %d of %d: %s on %s for %.1fs: %s\n", float64(f.From-began.UnixMilli())/1000,
		i+1, s.Faults, f.Kind, cmp.Or(f.Machine, "all"), float64(f.Mended-f.From)/1000, what)
}

func (s *storm) close() {
	for _, m := range s.machines {
		m.close()
	}
	if s.redis != nil {
		s.redis.Process().Kill()
	}
}

// Usual completes options: 1,000 calls and 40 faults in ten minutes, and no less than 200
// and 10 in a shorter time.
func Usual(o Options) Options {
	share := o.Duration.Minutes() / 10
	if o.Calls == 0 {
		o.Calls = max(200, int(1000*share))
	}
	if o.Faults == 0 {
		o.Faults = max(10, int(40*share))
	}
	return o
}
