package fleet

import (
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// heal gives Redis back what it has lost and we have. Whoever has most does it, while
// nobody leads: nobody gets the lease before.
func (l *Log) heal(s *sight) error {
	place := l.fold.place
	if s.led() {
		return fmt.Errorf("Redis ends at place %d, we at %d, and somebody leads", s.head, place)
	}
	lowest := place
	_, _, alive := l.view.get()
	for _, m := range alive {
		if m.place > place {
			return fmt.Errorf("Redis ends at place %d, we at %d; machine %s has more", s.head, place, m.name)
		}
		lowest = min(lowest, m.place)
	}
	l.log.Warn("Redis has lost a part of the log: it is given back", "redis", s.head, "here", place)
	from := s.head + 1
	if s.head == 0 && len(s.epochs) == 0 {
		from = max(lowest, place-l.fleet.pace.tail) + 1
	}
	if !l.ownReaches(from) {
		return l.jump(s.head, place)
	}
	if s.head != from-1 || s.head == 0 {
		if err := l.jump(s.head, from-1); err != nil {
			return err
		}
	}
	if err := l.readOwn(l.ctx, from, l.giveBackPage); err != nil {
		return err
	}
	e, err := l.photograph()
	if err != nil {
		return err
	}
	return l.saveInRedis(e, 0)
}

// ownReaches tells whether the own copy has all from a place to ours.
func (l *Log) ownReaches(from int64) bool {
	next := from
	err := l.readOwn(l.ctx, from, func(page []entry) error {
		next += int64(len(page))
		return nil
	})
	return err == nil && next == l.fold.place+1
}

func (l *Log) giveBackPage(page []entry) error {
	if len(page) == 0 {
		return nil
	}
	first := page[0].group.Place
	args := append(make([]any, 0, 2+5*len(page)), first, l.fold.epochs.at(first-1))
	for i := range page {
		var err error
		if args, err = page[i].appendArgs(args); err != nil {
			return err
		}
	}
	k := &l.keys
	err := answer(l.fleet.scripts.heal.Run(l.ctx, l.fleet.client, []string{k.state, k.facts, k.applied, k.epochs}, args...))
	if err == nil {
		l.metrics.healed.Add(float64(len(page)))
	}
	return err
}

// jump moves Redis' head where nobody can give back what is before. If that is our own
// place, our snapshot stands for it.
func (l *Log) jump(head, to int64) error {
	e, err := l.photograph()
	if err != nil {
		return err
	}
	var data []byte
	if to == e.Place {
		if data, err = e.pack(); err != nil {
			return err
		}
	}
	begun := e.Epochs.upTo(to)
	args := []any{head, to, l.token.Load(), data, len(begun)}
	for _, one := range begun {
		args = append(args, one.Place, one.Name)
	}
	for machine, n := range e.Applied {
		args = append(args, machine, n)
	}
	k := &l.keys
	return answer(l.fleet.scripts.jump.Run(l.ctx, l.fleet.client, []string{k.state, k.facts, k.applied, k.epochs, k.snapshot}, args...))
}

// answer turns what a script says into an error, unless it says ok.
func answer(cmd *redis.Cmd) error {
	said, err := cmd.Text()
	if err == nil && said != "ok" {
		err = errors.New("fleet: Redis refuses: " + said)
	}
	return err
}
