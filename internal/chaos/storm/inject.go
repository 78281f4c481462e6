package storm

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"syscall"
	"time"

	"hotline/internal/chaos"
	"hotline/internal/chaos/child"
)

// recovery is how long a part may take to come back before it is given up.
const recovery = 45 * time.Second

// inject breaks a part, mends it, and waits until calls are answered by seats again.
func (s *storm) inject(ctx context.Context, f chaos.Fault) chaos.Injected {
	ctx, cancel := context.WithTimeout(ctx, recovery+f.Length)
	defer cancel()
	m := s.machines[f.Machine]
	if leader := s.leader(ctx); f.Kind == chaos.LeaderKilled || f.Kind == chaos.LeaderFrozen {
		m = leader
	}
	done := chaos.Injected{Kind: f.Kind, Machine: s.hit(ctx, m, f.Kind), From: now()}
	var err error
	switch f.Kind {
	case chaos.LeaderKilled, chaos.LeaderFrozen:
		err = s.withoutLeader(ctx, m, f, &done)
	default:
		err = s.breakPart(ctx, m, f)
		done.Mended = now()
		if err == nil {
			err = s.recover(ctx, f.Kind, s.machines)
		}
		done.Recovered = now()
	}
	if err != nil {
		done.Trouble, done.Recovered = err.Error(), 0
	}
	return done
}

// hit is the one machine that a fault concerns; empty: the floor is without a leader
// meanwhile, and all of them are concerned.
func (s *storm) hit(ctx context.Context, m *machine, kind chaos.Kind) string {
	switch kind {
	case chaos.LeaderKilled, chaos.LeaderFrozen, chaos.RedisFrozen, chaos.RedisKilled, chaos.RedisEmptied, chaos.RedisAway:
		return ""
	case chaos.AsteriskKilled:
		return m.name // calls that it cut off are told from others by that
	default:
	}
	if s.redis != nil && m == s.leader(ctx) {
		return ""
	}
	return m.name
}

// leader is the machine whose engine decides for the floor; the first if none says so.
func (s *storm) leader(ctx context.Context) *machine {
	for _, m := range s.machines {
		if said, err := m.engine.get(ctx, "/metrics"); err == nil && leading.MatchString(said) {
			return m
		}
	}
	return s.machines[0]
}

var leading = regexp.MustCompile(`(?m)^hotline_fleet_leading\{log="floor/[^"]*"\} 1$`)

// withoutLeader takes the leader away. The fleet is to get on without it, so its recovery
// counts from there, and only afterwards is the leader put back.
func (s *storm) withoutLeader(ctx context.Context, m *machine, f chaos.Fault, done *chaos.Injected) error {
	others := slices.DeleteFunc(slices.Clone(s.machines), func(o *machine) bool { return o == m })
	if f.Kind == chaos.LeaderKilled {
		m.engine.proc.Kill()
	} else {
		m.engine.proc.Signal(syscall.SIGSTOP)
	}
	done.Mended = now()
	err := s.recover(ctx, f.Kind, others)
	done.Recovered = now()
	wait(time.Until(time.UnixMilli(done.From).Add(f.Length)), ctx.Done())
	if f.Kind == chaos.LeaderKilled {
		err = errors.Join(err, m.engine.start())
	} else {
		m.engine.proc.Signal(syscall.SIGCONT)
	}
	return errors.Join(err, s.recover(ctx, f.Kind, s.machines))
}

// breakPart breaks and mends.
func (s *storm) breakPart(ctx context.Context, m *machine, f chaos.Fault) error {
	held := func() { wait(f.Length, ctx.Done()) }
	switch f.Kind {
	case chaos.EngineKilled:
		m.engine.proc.Kill()
		held()
		return m.engine.start()
	case chaos.EngineFrozen:
		freeze(m.engine.proc, held)
	case chaos.EngineUpgraded:
		return m.engine.upgrade(ctx)
	case chaos.LinkCut:
		disturb(m.ari, cut, held)
	case chaos.LinkDead:
		disturb(m.ari, dead, held)
	case chaos.LinkSlow:
		disturb(m.ari, slow, held)
	case chaos.AsteriskKilled:
		m.rig.Server.Kill()
		held()
		return m.rig.Server.Restart(ctx)
	default:
		return s.breakRedis(ctx, m, f, held)
	}
	return nil
}

func (s *storm) breakRedis(ctx context.Context, m *machine, f chaos.Fault, held func()) error {
	switch f.Kind {
	case chaos.RedisFrozen:
		freeze(s.redis.Process(), held)
	case chaos.RedisKilled, chaos.RedisEmptied, chaos.RedisAway:
		s.redis.Process().Kill()
		held()
		return s.redis.Start(ctx, f.Kind == chaos.RedisEmptied)
	case chaos.RedisCutOff:
		disturb(m.redis, dead, held)
	default:
		return fmt.Errorf("nobody knows how to do %q", f.Kind)
	}
	return nil
}

func freeze(p *child.Process, held func()) {
	p.Signal(syscall.SIGSTOP)
	held()
	p.Signal(syscall.SIGCONT)
}

func disturb(c *cable, how cableState, held func()) {
	c.set(how)
	held()
	c.set(whole)
}

// recover waits until the engines take calls, and at each machine a call is answered by
// a seat.
func (s *storm) recover(ctx context.Context, kind chaos.Kind, machines []*machine) error {
	for _, m := range machines {
		if err := m.engine.ready(ctx); err != nil {
			return fmt.Errorf("machine %s: %w", m.name, err)
		}
		if kind != chaos.AsteriskKilled {
			continue
		}
		for _, c := range m.crews {
			if err := c.register(ctx); err != nil {
				return err
			}
		}
	}
	for _, m := range machines {
		if err := m.answered(ctx); err != nil {
			return fmt.Errorf("machine %s: %w", m.name, err)
		}
	}
	return nil
}

// answered calls until a seat answers.
func (m *machine) answered(ctx context.Context) error {
	for {
		err := m.probe.dial(ctx, probeNumber, 3*time.Second, 0)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("no seat answers the probe: %w", err)
		}
	}
}

func now() int64 { return time.Now().UnixMilli() }
