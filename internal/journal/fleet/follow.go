package fleet

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"hotline/internal/journal"
)

var (
	errAgain = errors.New("fleet: to be compared with Redis again")
	errShape = errors.New("fleet: Redis holds something else under the name of this log")
)

// run keeps the replica up to date: it compares with Redis, then follows until something
// fails, and begins again.
func (l *Log) run() {
	pause, failing := firstPause, false
	for l.ctx.Err() == nil {
		err := l.attach()
		if err == nil {
			pause, failing = firstPause, false
			err = l.follow()
		}
		if l.ctx.Err() != nil || errors.Is(err, errAgain) {
			continue
		}
		if !failing {
			l.log.Warn("the log cannot be followed", "err", err)
		}
		failing = true
		l.metrics.errors.Inc()
		l.idle(pause)
		pause = min(2*pause, longPause)
	}
}

// idle lets time go by, and says meanwhile whether we are away.
func (l *Log) idle(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			return
		case <-l.rouse:
			l.seeAway()
		case one := <-l.start:
			one.end() // too late: we do not know where we are
		case <-l.ctx.Done():
			return
		}
	}
}

func (l *Log) seeAway() {
	away := l.nobodyLeads()
	l.metrics.pending.Set(float64(l.outbox.len()))
	l.metrics.leading.Set(0)
	if lease := l.mine.Load(); lease != nil && lease.valid(l.since()) {
		l.metrics.leading.Set(1)
	}
	if away == l.fold.away {
		return
	}
	l.fold.away = away
	l.metrics.away.Set(0)
	if away {
		l.metrics.away.Set(1)
		nudge(l.outbox.wake) // it keeps what waits
	}
	l.log.Info("whether somebody decides for us has changed", "away", away)
	l.replica.Away(away)
}

// follow stores and folds what comes until something fails.
func (l *Log) follow() error {
	ctx, cancel := context.WithCancel(l.ctx)
	defer cancel()
	news := make(chan news)
	from := idOf(l.fold.place)
	l.tasks.Go(func() { l.read(ctx, l.keys.facts, from, news) })
	for {
		select {
		case n := <-news:
			if n.err != nil {
				return n.err
			}
			if err := l.arrived(n.messages); err != nil {
				return err
			}
		case one := <-l.start:
			l.beginToLead(one)
		case <-l.recheck:
			return errAgain
		case <-l.rouse:
			l.seeAway()
		case <-l.ctx.Done():
			return l.ctx.Err()
		}
	}
}

// news is what a reader has read, or why it reads no more.
type news struct {
	messages []redis.XMessage
	err      error
}

// read waits for what comes in a stream after an id, until it fails or ctx ends.
func (l *Log) read(ctx context.Context, key, from string, to chan<- news) {
	for ctx.Err() == nil {
		cmd := redis.NewXStreamSliceCmd(ctx, "XREAD", "COUNT", together, "BLOCK", blockTime.Milliseconds(), "STREAMS", key, from)
		_ = l.fleet.client.Process(ctx, cmd)
		streams, err := cmd.Result()
		if errors.Is(err, redis.Nil) || err == nil && len(streams) == 0 {
			continue
		}
		n := news{err: err}
		if err == nil {
			n.messages = streams[0].Messages
			from = n.messages[len(n.messages)-1].ID
		}
		select {
		case to <- n:
		case <-ctx.Done():
		}
		if err != nil {
			return
		}
	}
}

// arrived checks that the groups follow upon ours, keeps and folds them.
func (l *Log) arrived(messages []redis.XMessage) error {
	page := make([]entry, 0, len(messages))
	place, current := l.fold.place, l.fold.epochs.last().Name
	for _, m := range messages {
		e, err := decodeFact(l.name, m)
		if err != nil {
			return err
		}
		place++
		before := e.epoch
		if e.before != "" {
			before = e.before
		}
		if before == "-" {
			before = ""
		}
		if e.group.Place != place || before != current {
			return errAgain
		}
		current = e.epoch
		page = append(page, e)
	}
	l.keepPage(page)
	l.foldPage(page)
	l.maybeSnapshot()
	return nil
}

// keepPage stores in the own journal. If that cannot be, calls go on: it is an alarm, and
// this copy will not do to heal others.
func (l *Log) keepPage(page []entry) {
	groups := make([]*journal.Group, len(page))
	for i := range page {
		groups[i] = &page[i].group
	}
	err := l.store().Append(l.ctx, groups...)
	if err != nil && l.ctx.Err() == nil {
		l.metrics.failures.Add(float64(len(page)))
		l.log.Error("groups of the fleet are not in the own journal", "place", page[0].group.Place, "groups", len(page), "err", err)
	}
}

// foldPage hands groups to the replica, all but those that begin epochs.
func (l *Log) foldPage(page []entry) {
	if len(page) == 0 {
		return
	}
	f := &l.fold
	groups := make([]journal.Group, 0, len(page))
	for i := range page {
		g := &page[i].group
		f.place, f.at = g.Place, max(f.at, g.At)
		if name, ok := beginsEpoch(g); ok {
			f.epochs = append(f.epochs[:len(f.epochs):len(f.epochs)], epoch{g.Place, name})
			continue
		}
		if machine, n, ok := splitOrigin(g.Origin); ok {
			f.applied[machine] = max(f.applied[machine], n)
		}
		groups = append(groups, *g)
	}
	l.settle()
	if len(groups) > 0 {
		if err := l.replica.Fold(groups); err != nil {
			l.metrics.failures.Add(float64(len(groups)))
			l.log.Error("groups cannot be folded", "place", groups[0].Place, "groups", len(groups), "err", err)
		}
	}
	l.metrics.groups.Add(float64(len(page)))
	l.publish()
}

// settle forgets the inputs that are on record.
func (l *Log) settle() {
	upTo := l.fold.applied[l.machine()]
	since, kept := l.outbox.drop(upTo)
	now := l.since()
	for _, at := range since {
		l.metrics.turn.Observe((now - at).Seconds())
	}
	l.metrics.inputs.Add(float64(len(since)))
	if !kept {
		return
	}
	if err := l.store().DropPending(l.ctx, l.name, upTo); err != nil && l.ctx.Err() == nil {
		l.log.Warn("inputs that are on record stay in the own outbox", "err", err) // they are left out when they come again
	}
}

// beginToLead makes the decider's goroutine. Nobody has written since the lease was
// given, so what is folded here is all there is.
func (l *Log) beginToLead(one *lease) {
	if l.fold.place != one.head || one.over(l.since()) {
		one.end()
		nudge(l.hurry)
		return
	}
	e, err := l.photograph()
	if err != nil {
		l.log.Error("this engine cannot lead", "err", err)
		l.standBack(one)
		return
	}
	l.keepSnapshot(e)
	l.tasks.Go(func() { l.leads(one, e) })
}

// standBack gives the lease up and lets others try for a while.
func (l *Log) standBack(one *lease) {
	l.notBefore.Store(int64(l.since() + lostAfter))
	one.end()
	nudge(l.hurry)
}

func (l *Log) release() {
	if one := l.mine.Load(); one != nil {
		l.giveBack(one)
	}
}
