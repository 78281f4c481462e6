package engine

import (
	"context"
	"fmt"

	"hotline/internal/dialplan"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
	"hotline/internal/problem"
	"hotline/internal/switchboard"
)

// joinFleet begins to share the floors with the engines of other machines; nil without a
// fleet. Redis need not be there. The fleet is left after the switchboard has stopped and
// before the journal is closed.
func (e *Engine) joinFleet(ctx context.Context, tree *dialplan.Tree, records *journal.SQLite) (switchboard.Fleet, error) {
	if e.cfg.Redis == nil {
		return nil, nil //nolint:nilnil // this engine is alone
	}
	names := tree.MachineNames()
	if _, known := tree.Machines[e.cfg.Machine]; !known && len(names) > 0 {
		return nil, fmt.Errorf("there is no machine %q in machines.yaml; %s (--machine)", e.cfg.Machine, problem.DidYouMean(e.cfg.Machine, names))
	}
	f, err := fleet.Open(ctx, fleet.Config{
		Redis: *e.cfg.Redis, Machine: e.cfg.Machine, Journal: records, Log: e.cfg.Log, Metrics: e.registry,
	})
	if err != nil {
		return nil, err
	}
	e.later(func() {
		if err := f.Close(); err != nil {
			e.cfg.Log.Error("the fleet was not left in order", "err", err)
		}
	})
	e.cfg.Log.Info("the floors are shared with other machines", "machine", e.cfg.Machine, "redis", e.cfg.Redis.Addr)
	return switchboard.OfFleet(f), nil
}
