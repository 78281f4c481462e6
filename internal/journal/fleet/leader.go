package fleet

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"hotline/internal/journal"
)

// leader decides for a log while it has the lease. Its decider is a state of its own:
// what it decides goes to Redis, and comes back to every replica if it was accepted. When
// anything fails, all of it is thrown away.
type leader struct {
	log     *Log
	lease   *lease
	decider Decider
	epoch   string
	head    int64 // of what we have put on record
	cursor  int64 // the last input that we have looked at
	clock   int64 // the log's: never backwards
	applied map[string]int64
	alive   []string
	wait    []decided // not yet put on record
}

// decided is an entry, and the last input that was looked at by then.
type decided struct {
	entry
	cursor int64
}

// leads is the life of a leader.
func (l *Log) leads(one *lease, e *envelope) {
	defer nudge(l.hurry)
	defer one.end()
	d := &leader{log: l, lease: one, head: e.Place, clock: e.At, applied: maps.Clone(e.Applied)}
	if d.applied == nil {
		d.applied = map[string]int64{}
	}
	if err := d.begin(e); err != nil {
		if l.ctx.Err() == nil {
			l.log.Error("this engine cannot lead", "err", err)
		}
		if d.decider == nil {
			l.standBack(one)
		}
		return
	}
	l.log.Info("this engine leads", "token", one.token, "place", d.head)
	l.metrics.led.Inc()
	if err := d.run(); err != nil && l.ctx.Err() == nil {
		l.log.Warn("this engine leads no more", "token", one.token, "err", err)
	}
}

func (d *leader) begin(e *envelope) error {
	cursor, err := d.log.fleet.client.HGet(d.lease.ctx, d.log.keys.state, "cursor").Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	d.cursor = cursor
	if d.decider, err = d.log.lead(e.Data, e.Place); err != nil {
		return err
	}
	d.epoch = epochName(d.lease.token, d.log.machine(), rand.Text()[:8])
	before := e.Epochs.last().Name
	if before == "" {
		before = "-"
	}
	first := journal.Group{At: d.now(), Stream: d.log.name, Origin: epochMark + d.epoch}
	d.wait = append(d.wait, decided{entry{first, d.epoch, before}, d.cursor})
	d.members()
	return d.flush()
}

func (d *leader) run() error {
	inputs := make(chan news)
	d.log.tasks.Go(func() { d.log.read(d.lease.ctx, d.log.keys.inputs, idOf(d.cursor), inputs) })
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Reset(d.untilNext())
		select {
		case n := <-inputs:
			if n.err != nil {
				return n.err
			}
			if err := d.decideAll(n.messages); err != nil {
				return err
			}
		case <-timer.C:
		case <-d.lease.moved:
			d.members()
		case <-d.lease.ctx.Done():
			return errors.New("the lease was given up")
		}
		if err := d.tick(); err != nil {
			return err
		}
	}
}

// untilNext is when the decider wants to be called, or the lease ends.
func (d *leader) untilNext() time.Duration {
	left := d.lease.ends() - d.log.since()
	if at, ok := d.decider.Due(); ok {
		left = min(left, time.Duration(at-time.Now().UnixMilli())*time.Millisecond)
	}
	return max(left, 0)
}

// now is the log's clock.
func (d *leader) now() int64 {
	d.clock = max(d.clock, time.Now().UnixMilli())
	return d.clock
}

// tick puts what is due, and what waits, on record.
func (d *leader) tick() error {
	if at, ok := d.decider.Due(); ok && at <= d.now() {
		d.own(d.decider.Tick(d.clock))
	}
	return d.flush()
}

// members tells the decider if machines came or went.
func (d *leader) members() {
	alive := names(*d.lease.alive.Load())
	if slices.Equal(alive, d.alive) {
		return
	}
	d.alive = alive
	d.own(d.decider.Members(d.now(), slices.Clone(alive)))
}

// own takes what the log decided of its own accord.
func (d *leader) own(turns []Turn) {
	for i := range turns {
		t := &turns[i]
		if t.Input == nil && len(t.Facts) == 0 {
			continue
		}
		d.put(journal.Group{At: t.At, Call: t.Call, Input: t.Input, Facts: t.Facts})
	}
}

func (d *leader) put(g journal.Group) {
	g.Stream = d.log.name
	if g.At == 0 {
		g.At = d.clock
	}
	d.wait = append(d.wait, decided{entry{group: g, epoch: d.epoch}, d.cursor})
}

func (d *leader) decideAll(messages []redis.XMessage) error {
	for _, m := range messages {
		in, err := decodeInput(m)
		if err != nil {
			return err
		}
		d.cursor = in.id
		if in.n <= d.applied[in.machine] {
			continue // it came twice
		}
		d.applied[in.machine] = in.n
		if err := d.decide(&in); err != nil {
			return errors.Join(d.flush(), err)
		}
	}
	return nil
}

// decide asks the decider. Its panic ends this lead, with the input on record so that the
// next leader does not stumble over it.
func (d *leader) decide(in *input) (panics error) {
	g := journal.Group{Origin: in.origin(), At: d.now()}
	if in.unreadable {
		d.log.log.Error("an input cannot be read", "origin", g.Origin)
		d.put(g)
		return nil
	}
	g.Input = &in.entry
	var turn Turn
	var err error
	turn, panics, err = d.ask(in.entry)
	if err != nil {
		d.log.log.Error("an input cannot be decided", "origin", g.Origin, "kind", in.entry.Kind, "err", err)
		turn = Turn{}
	}
	if turn.Input != nil {
		g.Input = turn.Input
	}
	if turn.At != 0 {
		g.At = turn.At
	}
	g.Call, g.Facts = turn.Call, turn.Facts
	d.put(g)
	return panics
}

// ask keeps a panic of the decider from ending the engine.
func (d *leader) ask(in journal.Entry) (turn Turn, panics, err error) {
	defer func() {
		if r := recover(); r != nil {
			panics = fmt.Errorf("the decider panics: %v", r)
			err = panics
		}
	}()
	turn, err = d.decider.Decide(d.clock, in)
	return turn, nil, err
}

// flush puts what waits on record, in order. An error, whatever it is, ends the lead.
func (d *leader) flush() error {
	for len(d.wait) > 0 {
		n := min(len(d.wait), together)
		if err := d.append(d.wait[:n]); err != nil {
			return err
		}
		d.head += int64(n)
		d.wait = d.wait[n:]
	}
	d.wait = nil
	if d.lease.over(d.log.since()) {
		return errors.New("the lease ends")
	}
	return nil
}

func (d *leader) append(page []decided) error {
	left := d.lease.ends() - d.log.since()
	if left <= 0 || d.lease.ctx.Err() != nil {
		return errors.New("the lease ends")
	}
	ctx, cancel := context.WithTimeout(d.lease.ctx, left)
	defer cancel()
	args := make([]any, 0, 4+5*len(page))
	args = append(args, d.log.machine(), strconv.FormatInt(d.lease.token, 10), d.head+1, page[len(page)-1].cursor)
	for i := range page {
		var err error
		if args, err = page[i].appendArgs(args); err != nil {
			return err
		}
	}
	k := &d.log.keys
	return answer(d.log.fleet.scripts.append.Run(ctx, d.log.fleet.client, []string{k.state, k.facts, k.applied, k.epochs, k.inputs}, args...))
}
