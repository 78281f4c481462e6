package fleet

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// sight is how the log in Redis looks, at one moment.
type sight struct {
	head, until, snapshot int64
	epochs                epochs
	oldest                int64 // fact in the stream; 0: none
	now                   int64 // Redis' clock
}

func (s *sight) led() bool { return s.until > s.now }

// attach brings us to where following is all that is left to do: our copy and Redis hold
// the same up to our place, Redis has at least as much as we, and what comes next is in
// its stream. An error means: not now.
func (l *Log) attach() error {
	for l.ctx.Err() == nil {
		s, err := l.look()
		if err != nil {
			return err
		}
		f := &l.fold
		fork := forkFrom(f.epochs, s.epochs, f.place, s.head)
		switch {
		case fork > 0:
			err = l.setAside(fork)
		case s.head < f.place:
			err = l.heal(s)
		case s.head > f.place && (s.oldest == 0 || s.oldest > f.place+1):
			err = l.takeSnapshot()
		default:
			l.outbox.again()
			return nil
		}
		if err != nil {
			return err
		}
	}
	return l.ctx.Err()
}

func (l *Log) look() (*sight, error) {
	k := &l.keys
	var state *redis.SliceCmd
	var begins *redis.MapStringStringCmd
	var first *redis.XMessageSliceCmd
	var clock *redis.TimeCmd
	_, err := l.fleet.client.TxPipelined(l.ctx, func(p redis.Pipeliner) error {
		state = p.HMGet(l.ctx, k.state, "head", "until", "snapshot")
		begins = p.HGetAll(l.ctx, k.epochs)
		first = p.XRangeN(l.ctx, k.facts, "-", "+", 1)
		clock = p.Time(l.ctx)
		return nil
	})
	if err != nil {
		return nil, err
	}
	s := &sight{now: clock.Val().UnixMilli()}
	for i, to := range []*int64{&s.head, &s.until, &s.snapshot} {
		if text, ok := state.Val()[i].(string); ok {
			if *to, err = strconv.ParseInt(text, 10, 64); err != nil {
				return nil, errShape
			}
		}
	}
	for at, name := range begins.Val() {
		place, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return nil, errShape
		}
		s.epochs = append(s.epochs, epoch{place, name})
	}
	slices.SortFunc(s.epochs, func(a, b epoch) int { return int(a.Place - b.Place) })
	if all := first.Val(); len(all) > 0 {
		s.oldest, err = placeOf(all[0].ID)
	}
	return s, err
}

// setAside gives up our history from a place on: the one in Redis is what the others act
// upon. The replica begins anew.
func (l *Log) setAside(from int64) error {
	n, err := l.store().SetAsidePlaces(l.ctx, l.name, from)
	if err != nil {
		return fmt.Errorf("set aside from place %d: %w", from, err)
	}
	l.metrics.forks.Add(float64(n))
	l.log.Error("this engine went on from a state that the fleet has lost: its groups are set aside", "from", from, "groups", n)
	return l.restore(l.ctx)
}

// takeSnapshot goes on from the snapshot in Redis; our copy keeps a gap before it.
func (l *Log) takeSnapshot() error {
	data, err := l.fleet.client.Get(l.ctx, l.keys.snapshot).Bytes()
	if errors.Is(err, redis.Nil) {
		return fmt.Errorf("Redis has trimmed what comes after place %d, and has no snapshot yet", l.fold.place)
	}
	if err != nil {
		return err
	}
	e, err := unpack(data)
	if err != nil {
		return fmt.Errorf("the snapshot in Redis: %w", err)
	}
	before := l.fold.place
	if e.Place <= before {
		return fmt.Errorf("Redis has trimmed what comes after place %d, and its snapshot ends at %d", before, e.Place)
	}
	if err := l.adopt(e); err != nil {
		return fmt.Errorf("the snapshot in Redis: %w", err)
	}
	l.metrics.gaps.Inc()
	l.log.Warn("the own copy of the log has a gap", "after", before, "until", e.Place)
	l.settle()
	return l.saveOwn(l.ctx, e)
}
