package switchboard

import (
	"maps"
	"slices"

	"hotline/acd"
	"hotline/internal/dialplan"
)

func (sb *Switchboard) newFloor(name string, state *acd.State, told map[string][]acd.Window) *floor {
	f := &floor{
		name: name, state: state, in: newInbox[any](sb.cfg.Clock), timer: sb.cfg.Clock.NewTimer(),
		clock: sb.cfg.Clock, ledger: sb.ledger, deliver: sb.deliver, back: sb.callBack, seats: sb.seatFact, metrics: sb.metrics,
		windows: sb.newWindows(name, told),
	}
	f.by = &alone{floor: f}
	if sb.shares() {
		f.by = &shared{floor: f, sb: sb, told: f.windows.told, foreseen: foreseen{ahead: map[string]int{}}}
	}
	return f
}

func (sb *Switchboard) runFloor(f *floor) {
	sb.spawn(func() { f.run(sb.ctx) })
	if s, ok := f.by.(*shared); ok {
		sb.spawn(s.join)
	}
}

// floor returns the floor of that name, making it when it is new.
func (sb *Switchboard) floor(name string) *floor {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	f := sb.floors[name]
	if f == nil {
		f = sb.newFloor(name, acd.New(name), nil)
		sb.floors[name] = f
		sb.runFloor(f)
		f.send(gate{open: sb.linkUp})
	}
	return f
}

// loadRules brings the current tree to every floor. A floor that the tree does
// not know any more gets no rules: its calls overflow, its seats sign out. Seats
// that were on their floor before stay signed in or out as they are.
func (sb *Switchboard) loadRules(before *dialplan.Tree) {
	tree := sb.tree.Load()
	for _, name := range tree.Floors() {
		sb.floor(name)
	}
	sb.before.Store(before)
	for _, f := range sb.allFloors() {
		f.send(acd.LoadRules{At: sb.now(), Rules: tree.Rules(f.name)})
	}
	for _, id := range slices.Sorted(maps.Keys(tree.Seats)) {
		if tree.FloorOfSeat(id) != before.FloorOfSeat(id) {
			sb.greet(tree.Seats[id], sb.floor(tree.FloorOfSeat(id)))
		}
	}
	sb.reachAnew(before, tree)
}

// greet signs a seat in that is new on a floor, if it is at work.
func (sb *Switchboard) greet(seat dialplan.Seat, f *floor) {
	sb.mu.Lock()
	phones := sb.presence(seat)
	sb.mu.Unlock()
	if phones == there || seat.SignIn == dialplan.Always {
		f.send(signIn{seat.ID})
	}
	if phones == away && seat.SignIn == dialplan.Always {
		f.send(reach{seat: seat.ID, lost: true})
	}
}

func (sb *Switchboard) allFloors() []*floor {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	all := make([]*floor, 0, len(sb.floors))
	for _, name := range slices.Sorted(maps.Keys(sb.floors)) {
		all = append(all, sb.floors[name])
	}
	return all
}

// setLink opens or closes every floor.
func (sb *Switchboard) setLink(up bool) {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	sb.linkUp = up
	sb.metrics.linkUp(up)
	for _, name := range slices.Sorted(maps.Keys(sb.floors)) {
		sb.floors[name].send(gate{open: up})
	}
}
