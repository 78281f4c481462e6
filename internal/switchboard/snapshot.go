package switchboard

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// SnapshotName is that of the switchboard's snapshots in the journal.
const SnapshotName = "switchboard"

// snapshotSchema is the version of saved. A snapshot of another is not read: the journal
// is folded instead.
const snapshotSchema = 1

// saved is a memory as it is written down. Of an open call there are the facts that it
// was folded from: they are few, stay readable for ever, and add up to the same.
type saved struct {
	Floors map[string][]byte                  `json:"floors"` // each as the floor itself writes it
	Hours  map[string]map[string][]acd.Window `json:"hours"`
	Calls  map[string][]told                  `json:"calls"`
	Over   []string                           `json:"over,omitempty"`
	Desks  map[string]string                  `json:"desks"`
	Talks  map[string]savedTalk               `json:"talks"`
	Guard  json.RawMessage                    `json:"guard"`
}

type savedTalk struct {
	Call   string `json:"call"`
	Number string `json:"number,omitempty"`
}

// told is a fact about a call: one of its own, or one of its floor.
type told struct {
	Floor bool `json:"floor,omitempty"`
	journal.Entry
}

func (p *past) told(e journal.Entry, floor bool) { p.facts = append(p.facts, told{floor, e}) }

// retold folds a fact of a call again.
func (p *past) retold(t told) error {
	if t.Floor {
		f, err := acd.DecodeFact(t.Kind, t.Version, t.Data)
		if err != nil {
			return err
		}
		p.foldFloor(f)
	} else {
		f, err := call.DecodeFact(t.Kind, t.Version, t.Data)
		if err != nil {
			return err
		}
		p.fold(f)
	}
	p.told(t.Entry, t.Floor)
	return nil
}

// recalled is what the groups up to a number add up to.
type recalled struct {
	memory

	seq int64
}

// newest restores the newest snapshot that can be read; without one nothing is known.
func newest(ctx context.Context, j journal.Reader, log *slog.Logger) recalled {
	kept, ok := j.(interface {
		Snapshots(ctx context.Context, name string) ([]journal.Snapshot, error)
	})
	if !ok {
		return recalled{memory: newMemory()}
	}
	all, err := kept.Snapshots(ctx, SnapshotName)
	if err != nil {
		log.Warn("no snapshot can be read: the journal is folded from its beginning", "err", err)
	}
	for _, s := range all {
		m, err := restore(s)
		if err == nil {
			return recalled{m, s.Seq}
		}
		log.Warn("a snapshot cannot be used: an older one is, or the journal is folded from its beginning", "at_group", s.Seq, "err", err)
	}
	return recalled{memory: newMemory()}
}

// snapshot writes a memory down. It must not have been asked for its past yet.
func (m memory) snapshot() ([]byte, error) {
	s := saved{
		Floors: map[string][]byte{}, Hours: m.hours, Calls: map[string][]told{}, Over: slices.Sorted(maps.Keys(m.over)),
		Desks: m.desks.at, Talks: map[string]savedTalk{},
	}
	for name, state := range m.floors {
		data, err := state.Snapshot()
		if err != nil {
			return nil, fmt.Errorf("floor %s: %w", name, err)
		}
		s.Floors[name] = data
	}
	for id, p := range m.calls {
		s.Calls[id] = p.facts
	}
	for seat, t := range m.talks.of {
		s.Talks[seat] = savedTalk{t.call, t.number}
	}
	var err error
	if s.Guard, err = json.Marshal(&m.guard.Guard); err != nil {
		return nil, err
	}
	return json.Marshal(s)
}

func restore(from journal.Snapshot) (memory, error) {
	m := newMemory()
	if from.Schema != snapshotSchema {
		return m, fmt.Errorf("it is of schema %d, this hotline reads %d", from.Schema, snapshotSchema)
	}
	var s saved
	if err := json.Unmarshal(from.Data, &s); err != nil {
		return m, err
	}
	for name, data := range s.Floors {
		state, err := acd.Restore(data)
		if err != nil {
			return m, fmt.Errorf("floor %s: %w", name, err)
		}
		m.floors[name], m.hours[name] = state, map[string][]acd.Window{}
		maps.Copy(m.hours[name], s.Hours[name])
	}
	for id, facts := range s.Calls {
		p := &past{State: call.State{Call: id}}
		for _, t := range facts {
			if err := p.retold(t); err != nil {
				return m, fmt.Errorf("call %s: %w", id, err)
			}
		}
		m.calls[id] = p
	}
	for _, id := range s.Over {
		m.over[id] = true
	}
	maps.Copy(m.desks.at, s.Desks)
	for seat, t := range s.Talks {
		m.talks.of[seat] = lastTalk{t.Call, t.Number}
	}
	return m, json.Unmarshal(s.Guard, &m.guard.Guard)
}

// rules names the versions of the rules that the floors have.
func (m memory) rules() string {
	all := make([]string, 0, len(m.floors))
	for _, name := range slices.Sorted(maps.Keys(m.floors)) {
		all = append(all, m.floors[name].Rules().Hash)
	}
	return strings.Join(slices.Compact(all), " ")
}

// SaveSnapshot brings the newest snapshot in j up to the journal's end, and keeps the
// result as another one. It reads the journal and nothing else, so it is right whatever
// the calls do meanwhile, and in nobody's way. It tells how many groups were new; where
// there is none, nothing is saved.
func SaveSnapshot(ctx context.Context, j Snapshotted, at int64, log *slog.Logger) (groups int, err error) {
	m := newest(ctx, j, log)
	err = j.Read(ctx, m.seq+1, func(g journal.Group) error {
		groups++
		m.seq = g.Seq
		return m.fold(g)
	})
	if err != nil || groups == 0 {
		return 0, err
	}
	data, err := m.snapshot()
	if err != nil {
		return 0, err
	}
	return groups, j.SaveSnapshot(ctx, journal.Snapshot{
		Name: SnapshotName, Seq: m.seq, At: at, Schema: snapshotSchema, Rules: m.rules(), Data: data,
	})
}

// Snapshotted is a journal with snapshots.
type Snapshotted interface {
	journal.Reader
	journal.Snapshots
}
