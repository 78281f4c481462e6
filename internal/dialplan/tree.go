package dialplan

import (
	"slices"

	"hotline/internal/numbering"
	"hotline/internal/problem"
	"hotline/ivr"
)

// Tree is one version of everything that engineers edit.
type Tree struct {
	Version  string // of the content of all files, hexadecimal
	Trunks   map[string]Trunk
	Seats    map[string]Seat
	Centres  map[string]Centre
	Codes    map[string]string // dialled by a seat -> flow
	Fallback []string          // the seats that Asterisk rings by itself when no engine runs
	Program  *ivr.Program      // the flows
	Manifest string            // path of the manifest of recordings; empty if there is none
	Warnings problem.Problems
}

// Route is where a call goes that comes in.
type Route struct {
	Centre string
	Flow   string
}

// Route finds the centre and flow for a called number on a trunk: the number's
// own entry, else the trunk's centre. It is false if there is neither.
func (t *Tree) Route(trunk, called string) (Route, bool) {
	in, ok := t.Trunks[trunk]
	if !ok {
		return Route{}, false
	}
	r, ok := in.Numbers[string(numbering.Called(called))]
	if !ok {
		r.Centre = in.Centre
	}
	centre, ok := t.Centres[r.Centre]
	if !ok {
		return Route{}, false
	}
	if r.Flow == "" {
		r.Flow = centre.Entry
	}
	return r, true
}

// TrunkFor is the trunk that may carry a call to a number outside: the first by
// name that allows it. No other number may ever be dialled.
func (t *Tree) TrunkFor(number string) (string, bool) {
	want := string(numbering.Called(number))
	for _, name := range sorted(t.Trunks) {
		if slices.Contains(t.Trunks[name].Allow, want) {
			return name, true
		}
	}
	return "", false
}

// Floors are all floors that have a queue, sorted.
func (t *Tree) Floors() []string {
	var floors []string
	for _, c := range t.Centres {
		if len(c.Queues) > 0 {
			floors = append(floors, c.Floor)
		}
	}
	slices.Sort(floors)
	return slices.Compact(floors)
}

// FloorOfQueue is the floor of a queue "<centre>/<name>", or empty.
func (t *Tree) FloorOfQueue(id string) string {
	for _, c := range t.Centres {
		for _, q := range c.Queues {
			if q.ID == id {
				return c.Floor
			}
		}
	}
	return ""
}

// FloorOfSeat is the floor of a seat's queues, or empty if there is no such seat.
func (t *Tree) FloorOfSeat(id string) string {
	seat, ok := t.Seats[id]
	if !ok {
		return ""
	}
	return t.FloorOfQueue(seat.Queues[0])
}
