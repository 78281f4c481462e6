package arena

import (
	"context"
	"path/filepath"
	"strconv"
	"time"

	"hotline/internal/bench"
)

// filling is how many callers come a second while memory is measured.
const filling = 30

// Memory measures what talking and waiting calls take: first as many callers come as there
// are seats, then so many more. The arena must be fresh: what Asterisk once had from the
// kernel it does not give back.
func (a *Arena) Memory(ctx context.Context, c Contender, waiting int) (m bench.Memory, err error) {
	m = bench.Memory{Contender: c.Name, Seats: a.Seats, Waiting: waiting}
	if err := a.music(ctx, false); err != nil {
		return m, err
	}
	err = a.With(ctx, c, "memory-"+c.Name, func(r *round) error { return r.weigh(ctx, &m) })
	return m, err
}

func (r *round) weigh(ctx context.Context, m *bench.Memory) error {
	long := Load{Rate: filling, Talk: time.Hour}
	all := bench.Callers(0, measured, m.Seats+m.Waiting, long.Talk)
	for i := range all {
		all[i].Talk = long.Talk
	}
	warm := bench.Callers(0, warmUp, warmers, 100*time.Millisecond)
	seats, err := r.seats(ctx, r.dir, all, warm)
	if err != nil {
		return err
	}
	defer seats.proc.Kill()
	if err := r.warm(ctx, r.dir, long, warm, new(bench.Raw)); err != nil {
		return err
	}
	before, err := r.weight()
	if err != nil {
		return err
	}
	m.Idle = before.Engine
	talks, err := r.fill(ctx, "talking", long, all[:m.Seats])
	if err != nil {
		return err
	}
	waits, err := r.fill(ctx, "waiting", long, all[m.Seats:])
	if err != nil {
		return err
	}
	m.Talk, m.Wait = each(before, talks, m.Seats), each(talks, waits, m.Waiting)
	return r.arena.empty(ctx)
}

// fill lets callers come who stay, and weighs what runs then.
func (r *round) fill(ctx context.Context, name string, l Load, callers []bench.Caller) (bench.Pair, error) {
	p, err := r.callers(ctx, r.dir, name, l, callers, "-l", strconv.Itoa(len(callers)))
	if err != nil {
		return bench.Pair{}, err
	}
	r.later = append(r.later, p.proc.Kill)
	come := time.Duration(float64(len(callers)) / l.Rate * float64(time.Second))
	if err := pause(ctx, come+3*time.Second); err != nil {
		return bench.Pair{}, err
	}
	w, err := r.weight()
	if err == nil {
		err = keep(r.dir, filepath.Base(name)+".json", w)
	}
	return w, err
}

// weight is the memory of both processes now, in kB.
func (r *round) weight() (p bench.Pair, err error) {
	if p.Asterisk, err = resident(r.arena.rig.Server.PID()); err != nil || r.engine == nil {
		return p, err
	}
	p.Engine, err = resident(r.engine.proc.PID())
	return p, err
}

// each is what one of n calls added.
func each(before, after bench.Pair, n int) bench.Pair {
	return bench.Pair{
		Asterisk: (after.Asterisk - before.Asterisk) / float64(n),
		Engine:   (after.Engine - before.Engine) / float64(n),
	}
}
