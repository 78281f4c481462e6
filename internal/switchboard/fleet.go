package switchboard

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

// Fleet lets the engines of several machines share floors. [OfFleet] makes one of a
// *fleet.Fleet.
type Fleet interface {
	// Join begins to follow the log of that name: "floor/<name>" or "house".
	Join(ctx context.Context, name string, r fleet.Replica, lead fleet.Lead) (FleetLog, error)
}

// FleetLog is a log that machines share. *fleet.Log is one.
type FleetLog interface {
	Submit(at int64, in journal.Entry) (origin string)
	Status() fleet.Status
}

// OfFleet gives a switchboard its part in a fleet.
func OfFleet(f *fleet.Fleet) Fleet { return ofFleet{f} }

type ofFleet struct{ fleet *fleet.Fleet }

func (o ofFleet) Join(ctx context.Context, name string, r fleet.Replica, lead fleet.Lead) (FleetLog, error) {
	log, err := o.fleet.Join(ctx, name, r, lead)
	if err != nil {
		return nil, err
	}
	return log, nil
}

// shares: the floors are shared with other machines.
func (sb *Switchboard) shares() bool { return sb.cfg.Fleet != nil }

// ours: a call with that home is this engine's. One without began before there was a
// fleet: whoever knows it has it.
func (sb *Switchboard) ours(home string) bool { return home == "" || home == sb.cfg.Machine }

// lastPlace is how far the journal knows a shared log.
func (sb *Switchboard) lastPlace(stream string) int64 {
	j, ok := sb.cfg.Journal.(interface {
		LastPlace(ctx context.Context, stream string) (int64, error)
	})
	if !ok {
		return 0
	}
	last, err := j.LastPlace(sb.ctx, stream)
	if err != nil {
		sb.cfg.Log.Error("the journal does not tell how far it knows a shared log", "stream", stream, "err", err)
	}
	return last
}

// hadFloor: this machine's tree knew the floor before its last change.
func (sb *Switchboard) hadFloor(name string) bool {
	before := sb.before.Load()
	return before != nil && slices.Contains(before.Floors(), name)
}

// leaveToOthers forgets calls that have their home at other machines. Who talks there is
// known all the same.
func (sb *Switchboard) leaveToOthers(m memory) {
	for _, state := range m.floors {
		for _, c := range state.Calls() {
			if sb.ours(c.Home) {
				continue
			}
			delete(sb.known, c.ID)
			if c.State == acd.CallTalking {
				m.talks.setAt(c.Seat, lastTalk{c.ID, c.From}, c.Home)
			}
		}
	}
}

// ownStrays leaves out seats that another machine's call occupies: our journal has no
// facts of it.
func (sb *Switchboard) ownStrays(ctx context.Context, occupied map[string]string) (map[string]string, error) {
	if !sb.shares() {
		return occupied, nil
	}
	for _, seat := range slices.Sorted(maps.Keys(occupied)) {
		id, own := occupied[seat], false
		err := sb.cfg.Journal.ReadCall(ctx, id, func(g journal.Group) error {
			own = own || g.Stream == journal.CallStream(id)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("whose call %s is: %w", id, err)
		}
		if !own {
			delete(occupied, seat)
		}
	}
	return occupied, nil
}

// conducts: the call runs here.
func (sb *Switchboard) conducts(id string) bool {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.calls[id] != nil
}

// allCalls are those that run here, by id.
func (sb *Switchboard) allCalls() []string {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return slices.Sorted(maps.Keys(sb.calls))
}
