package switchboard

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

// fleetInMemory is a shared log of one process, whose machines can be cut off and whose
// leader can be stopped. It decides as a fleet does: by a decider that is made from the
// leader's replica, and everybody learns of it in the same way.
type fleetInMemory struct {
	mu    sync.Mutex
	logs  map[string]*logInMemory
	down  bool            // nobody decides
	cut   map[string]bool // machines that hear nothing
	dead  map[string]bool // and those that do not live
	leads string          // the machine that decides, while it can
}

type logInMemory struct {
	fleet   *fleetInMemory
	name    string
	groups  []journal.Group
	members map[string]*memberInMemory
	decider fleet.Decider
	by      string // whose decider it is
	timer   *time.Timer
	last    int64
	alive   []string
}

type memberInMemory struct {
	log     *logInMemory
	machine string
	replica fleet.Replica
	lead    fleet.Lead
	journal *record
	folded  int // groups
	away    bool
	known   bool // whether it is away was told

	post   sync.Mutex // as in the real one, submitting waits for nothing that folds
	n      int64
	outbox []waiting
}

type waiting struct {
	origin string
	in     journal.Entry
}

func newFleetInMemory() *fleetInMemory {
	return &fleetInMemory{logs: map[string]*logInMemory{}, cut: map[string]bool{}, dead: map[string]bool{}}
}

// machine is one engine's way to the fleet.
func (f *fleetInMemory) machine(name string, j *record) Fleet { return machineInMemory{f, name, j} }

type machineInMemory struct {
	fleet *fleetInMemory
	name  string
	own   *record
}

func (m machineInMemory) Join(ctx context.Context, name string, r fleet.Replica, lead fleet.Lead) (FleetLog, error) {
	f := m.fleet
	if err := r.Restore(nil); err != nil {
		return nil, err
	}
	var own []journal.Group
	err := m.own.ReadPlaces(ctx, name, 1, func(g journal.Group) error {
		own = append(own, g)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := r.Fold(own); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.dead, m.name)
	l := f.logs[name]
	if l == nil {
		l = &logInMemory{fleet: f, name: name, members: map[string]*memberInMemory{}}
		f.logs[name] = l
	}
	member := &memberInMemory{log: l, machine: m.name, replica: r, lead: lead, journal: m.own, folded: len(own)}
	if before := l.members[m.name]; before != nil {
		member.n = before.numbered()
	}
	l.members[m.name] = member
	l.settle()
	return member, nil
}

// Submit implements FleetLog.
func (m *memberInMemory) Submit(_ int64, in journal.Entry) string {
	f := m.log.fleet
	m.post.Lock()
	defer m.post.Unlock()
	m.n++
	w := waiting{fmt.Sprintf("%s/%d", m.machine, m.n), in}
	m.outbox = append(m.outbox, w)
	go func() { // as from far away
		f.mu.Lock()
		defer f.mu.Unlock()
		m.log.settle()
	}()
	return w.origin
}

// Status implements FleetLog.
func (m *memberInMemory) Status() fleet.Status {
	f := m.log.fleet
	f.mu.Lock()
	defer f.mu.Unlock()
	return fleet.Status{Leader: m.log.by, Leading: m.log.by == m.machine, Away: m.away, Pending: m.waits()}
}

func (m *memberInMemory) numbered() int64 {
	m.post.Lock()
	defer m.post.Unlock()
	return m.n
}

func (m *memberInMemory) waits() int {
	m.post.Lock()
	defer m.post.Unlock()
	return len(m.outbox)
}

// take is what was submitted first and is not decided yet.
func (m *memberInMemory) take() (w waiting, ok bool) {
	m.post.Lock()
	defer m.post.Unlock()
	if len(m.outbox) == 0 {
		return w, false
	}
	w, m.outbox = m.outbox[0], m.outbox[1:]
	return w, true
}

// lives: a machine is there and hears the others.
func (f *fleetInMemory) lives(machine string) bool { return !f.cut[machine] && !f.dead[machine] }

// settle does everything that can be done now. The caller holds f.mu.
func (l *logInMemory) settle() {
	f := l.fleet
	var alive []string
	for _, name := range sorted(l.members) {
		if f.lives(name) {
			alive = append(alive, name)
		}
	}
	l.choose(alive)
	for _, name := range sorted(l.members) {
		if m := l.members[name]; !f.dead[name] {
			m.tellAway(l.decider == nil || f.cut[name])
		}
	}
	if l.decider == nil {
		return
	}
	if !slices.Equal(alive, l.alive) {
		l.alive = alive
		l.append(l.decider.Members(l.now(), alive)...)
	}
	for _, name := range alive {
		m := l.members[name]
		for w, ok := m.take(); ok; w, ok = m.take() {
			t, err := l.decider.Decide(l.now(), w.in)
			if err != nil {
				panic(err)
			}
			t.Origin = w.origin
			if t.Input == nil {
				t.Input = &w.in
			}
			l.append(t)
		}
	}
	l.share(alive)
	l.wait()
}

// choose makes the decider of whoever is to lead.
func (l *logInMemory) choose(alive []string) {
	f, by := l.fleet, l.by
	switch {
	case f.down || len(alive) == 0:
		by = ""
	case slices.Contains(alive, f.leads):
		by = f.leads
	case !slices.Contains(alive, by):
		by = alive[0]
	}
	if by == l.by && (l.decider != nil || by == "") {
		return
	}
	l.by, l.decider, l.alive = by, nil, nil
	if by == "" {
		return
	}
	l.share(alive) // it has to know everything before it leads
	data, _, _, err := l.members[by].replica.Snapshot()
	if err == nil {
		l.decider, err = l.members[by].lead(data, int64(len(l.groups)))
	}
	if err != nil {
		panic(err)
	}
}

func (l *logInMemory) now() int64 {
	l.last = max(l.last, time.Now().UnixMilli())
	return l.last
}

func (l *logInMemory) append(turns ...fleet.Turn) {
	for _, t := range turns {
		l.groups = append(l.groups, journal.Group{
			At: t.At, Stream: l.name, Call: t.Call, Input: t.Input, Facts: t.Facts, Place: int64(len(l.groups)) + 1, Origin: t.Origin,
		})
	}
}

// share lets machines store and fold what is new to them.
func (l *logInMemory) share(alive []string) {
	for _, name := range alive {
		m := l.members[name]
		news := slices.Clone(l.groups[m.folded:])
		if len(news) == 0 {
			continue
		}
		for i := range news {
			if err := m.journal.Append(context.Background(), &news[i]); err != nil {
				panic(err)
			}
		}
		m.folded = len(l.groups)
		if err := m.replica.Fold(news); err != nil {
			panic(err)
		}
	}
}

func (m *memberInMemory) tellAway(away bool) {
	if m.away != away || !m.known && away {
		m.away, m.known = away, true
		m.replica.Away(away)
	}
}

// wait lets time bring what is due.
func (l *logInMemory) wait() {
	if l.timer != nil {
		l.timer.Stop()
	}
	at, ok := l.decider.Due()
	if !ok {
		return
	}
	l.timer = time.AfterFunc(time.Duration(max(0, at-time.Now().UnixMilli()))*time.Millisecond, func() {
		l.fleet.mu.Lock()
		defer l.fleet.mu.Unlock()
		if l.decider != nil {
			l.append(l.decider.Tick(l.now())...)
			l.settle()
		}
	})
}

// change lets something befall the fleet.
func (f *fleetInMemory) change(what func(f *fleetInMemory)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	what(f)
	for _, name := range sorted(f.logs) {
		f.logs[name].settle()
	}
}

// close lets no timer go off any more.
func (f *fleetInMemory) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, l := range f.logs {
		if l.timer != nil {
			l.timer.Stop()
		}
	}
}
