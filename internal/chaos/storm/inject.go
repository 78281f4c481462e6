package storm

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"hotline/internal/chaos"
)

// recovery is how long a part may take to come back before it is given up.
const recovery = 45 * time.Second

// inject breaks a part, mends it, and waits until a call is answered by a seat again.
func (s *storm) inject(ctx context.Context, f chaos.Fault) chaos.Injected {
	m := s.machines[f.Machine]
	done := chaos.Injected{Kind: f.Kind, Machine: m.name, From: now()}
	ctx, cancel := context.WithTimeout(ctx, recovery+f.Length)
	defer cancel()
	err := s.breakPart(ctx, m, f)
	done.Mended = now()
	if err == nil {
		err = s.recover(ctx, m, f.Kind)
	}
	if err != nil {
		done.Trouble = err.Error()
		return done
	}
	done.Recovered = now()
	return done
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
		m.engine.proc.Signal(syscall.SIGSTOP)
		held()
		m.engine.proc.Signal(syscall.SIGCONT)
	case chaos.EngineUpgraded:
		return m.engine.upgrade(ctx)
	case chaos.LinkCut, chaos.LinkDead, chaos.LinkSlow:
		m.ari.set(map[chaos.Kind]cableState{chaos.LinkCut: cut, chaos.LinkDead: dead, chaos.LinkSlow: slow}[f.Kind])
		held()
		m.ari.set(whole)
	case chaos.AsteriskKilled:
		m.rig.Server.Kill()
		held()
		return m.rig.Server.Restart(ctx)
	default:
		return fmt.Errorf("nobody knows how to do %q", f.Kind)
	}
	return nil
}

// recover waits until the engine takes calls and a seat answers one.
func (s *storm) recover(ctx context.Context, m *machine, kind chaos.Kind) error {
	if err := m.engine.ready(ctx); err != nil {
		return err
	}
	if kind == chaos.AsteriskKilled {
		for _, c := range m.crews {
			if err := c.register(ctx); err != nil {
				return err
			}
		}
	}
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
