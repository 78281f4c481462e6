package switchboard

import (
	"math"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

// leader decides for a floor of the fleet while this engine leads. Its state is its own: what
// it decides reaches the floor of this engine by the log, as it reaches those of all.
type leader struct {
	state   *acd.State
	windows *windows
	clock   Clock
}

// leadFloor makes the decider of a floor.
func (sb *Switchboard) leadFloor(name string) fleet.Lead {
	return func(snapshot []byte, _ int64) (fleet.Decider, error) {
		state, told, err := readImage(name, snapshot)
		if err != nil {
			return nil, err
		}
		l := &leader{state: state, windows: sb.newWindows(name, told), clock: sb.cfg.Clock}
		if len(state.Queues()) > 0 {
			l.windows.until = 0 // they may have changed since somebody told them
		}
		return l, nil
	}
}

// Decide happens now, whenever the input was made: an offer must not have rung out before
// it is made.
func (l *leader) Decide(now int64, e journal.Entry) (fleet.Turn, error) {
	in, err := acd.DecodeInput(e.Kind, e.Version, e.Data)
	if err != nil {
		return fleet.Turn{}, err
	}
	in = acd.Late(in, now)
	if _, ok := in.(acd.LoadRules); ok {
		l.windows.until = 0 // told by the next Tick, which is due
	}
	return l.turn(now, in)
}

func (l *leader) turn(now int64, in acd.Input) (fleet.Turn, error) {
	t := fleet.Turn{At: now}
	e, err := journal.EntryOf(acd.InputKind(in), acd.InputVersion, in)
	if err != nil {
		return t, err
	}
	t.Input = &e
	for _, f := range acd.Decide(l.state, in) {
		e, err := journal.EntryOf(f.Kind(), acd.FactVersion, f)
		if err != nil {
			return t, err
		}
		t.Facts = append(t.Facts, e)
		if t.Call == "" {
			t.Call = acd.CallOf(f)
		}
	}
	return t, nil
}

// Due is the floor's next timer, or the beginning of a week.
func (l *leader) Due() (int64, bool) {
	at, ok := l.state.NextTimer()
	if !ok {
		at = math.MaxInt64
	}
	at = min(at, l.windows.until)
	return at, at < math.MaxInt64
}

// Tick does what is due.
func (l *leader) Tick(now int64) (turns []fleet.Turn) {
	if now >= l.windows.until {
		for _, in := range l.windows.due(l.clock.Now()) {
			if t, err := l.turn(now, in); err == nil && len(t.Facts) > 0 {
				l.windows.told[in.Queue] = in.Open
				turns = append(turns, t)
			}
		}
	}
	if t, err := l.turn(now, acd.Tick{At: now}); err == nil && len(t.Facts) > 0 {
		turns = append(turns, t)
	}
	return turns
}

// Members: the calls of a machine that is gone wait without being offered. One that is there
// says so itself, for it needs its Asterisk besides.
func (l *leader) Members(now int64, alive []string) (turns []fleet.Turn) {
	there := map[string]bool{}
	for _, m := range alive {
		there[m] = true
	}
	for _, m := range l.state.Machines() {
		if m.Away || there[m.ID] {
			continue
		}
		if t, err := l.turn(now, acd.MachineLost{At: now, Machine: m.ID}); err == nil && len(t.Facts) > 0 {
			turns = append(turns, t)
		}
	}
	return turns
}
