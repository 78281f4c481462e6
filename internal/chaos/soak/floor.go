package soak

import (
	"strconv"
	"sync"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

const (
	floorName = "soak"
	queueName = "soak/advice"
	seats     = 500
)

// rules are one queue and its seats.
func rules() acd.Rules {
	r := acd.Rules{Hash: "soak", Queues: []acd.Queue{{ID: queueName, Strategy: acd.LongestIdle, Ring: 30_000}}}
	for i := range seats {
		r.Seats = append(r.Seats, acd.Seat{ID: seatName(i), Queues: acd.Serving(queueName)})
	}
	return r
}

func seatName(i int) string { return strconv.Itoa(8000 + i) }

// replica is the floor as the log tells it; what happened is passed on to the world.
type replica struct {
	mu    sync.Mutex
	state *acd.State
	news  chan acd.Fact
}

// Restore implements fleet.Replica.
func (r *replica) Restore(snapshot []byte) (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state, err = restored(snapshot)
	return err
}

// Fold implements fleet.Replica.
func (r *replica) Fold(groups []journal.Group) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range groups {
		for _, e := range g.Facts {
			f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
			if err != nil {
				return err
			}
			acd.Fold(r.state, f)
			r.news <- f
		}
	}
	return nil
}

// Snapshot implements fleet.Replica.
func (r *replica) Snapshot() ([]byte, int, string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	data, err := r.state.Snapshot()
	return data, acd.SnapshotSchema, "soak", err
}

// Away implements fleet.Replica: nothing is broken here.
func (r *replica) Away(bool) {}

func restored(snapshot []byte) (*acd.State, error) {
	if snapshot == nil {
		return acd.New(floorName), nil
	}
	return acd.Restore(snapshot)
}

// decider decides as an engine that leads does.
type decider struct{ state *acd.State }

func lead(snapshot []byte, _ int64) (fleet.Decider, error) {
	state, err := restored(snapshot)
	return &decider{state}, err
}

// Decide implements fleet.Decider.
func (d *decider) Decide(now int64, e journal.Entry) (fleet.Turn, error) {
	in, err := acd.DecodeInput(e.Kind, e.Version, e.Data)
	if err != nil {
		return fleet.Turn{}, err
	}
	return d.turn(now, acd.Late(in, now))
}

func (d *decider) turn(now int64, in acd.Input) (fleet.Turn, error) {
	t := fleet.Turn{At: now}
	e, err := inputEntry(in)
	if err != nil {
		return t, err
	}
	t.Input = &e
	for _, f := range acd.Decide(d.state, in) {
		e, err := journal.EntryOf(f.Kind(), acd.FactVersion, f)
		if err != nil {
			return t, err
		}
		t.Facts = append(t.Facts, e)
		t.Call = acd.CallOf(f)
	}
	return t, nil
}

// Due implements fleet.Decider.
func (d *decider) Due() (int64, bool) { return d.state.NextTimer() }

// Tick implements fleet.Decider.
func (d *decider) Tick(now int64) []fleet.Turn {
	if t, err := d.turn(now, acd.Tick{At: now}); err == nil && len(t.Facts) > 0 {
		return []fleet.Turn{t}
	}
	return nil
}

// Members implements fleet.Decider: there is one.
func (d *decider) Members(int64, []string) []fleet.Turn { return nil }

func inputEntry(in acd.Input) (journal.Entry, error) {
	return journal.EntryOf(acd.InputKind(in), acd.InputVersion, in)
}
