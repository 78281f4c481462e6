package dialplan

import (
	"slices"
	"strings"

	"hotline/internal/calendar"
	"hotline/internal/numbering"
	"hotline/internal/problem"
	"hotline/ivr"
)

// Tree is one version of everything that engineers edit.
type Tree struct {
	Version      string // of the content of all files, hexadecimal
	Trunks       map[string]Trunk
	Default      string // the trunk of calls that name none; empty if there are several and none is named
	Seats        map[string]Seat
	Centres      map[string]Centre
	Phones       map[string]Phone    // all SIP accounts, those of seats included
	Overrides    map[string]Override // area code -> what it means instead of the usual
	MaxHops      int                 // times that a call may be forwarded from platform to platform in all
	Machines     map[string]Machine  // who shares the floors; empty: there is one machine
	Fallback     []string            // the SIP accounts that Asterisk rings by itself when no engine runs
	Areas        *numbering.Areas    // nil: the tree has no table of area codes
	Calendar     *calendar.Book
	Program      *ivr.Program // the flows, those that are generated included
	Manifest     string       // path of the manifest of recordings; empty if there is none
	Recordings   RecordingPolicy
	TalkCodes    map[string]string // pressed by a seat in a talk -> what it does: [TalkActs]
	PauseReasons map[byte]string   // by key
	Classes      *Classification   // nil: the tree has none
	Limits       ivr.Limits        // how near a person is, as the tree promises
	Proofs       []ivr.Proof       // how near it is, flow by flow
	Warnings     problem.Problems

	codes   map[string]string // dialled by a seat, as codes.yaml has it -> flow
	targets map[string]Target // by short code
	dir     string
	reached reached
	dated   []dated
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

// queue finds the centre of a queue "<centre>/<name>".
func (t *Tree) queue(id string) (Centre, bool) {
	name, _, _ := strings.Cut(id, "/")
	c := t.Centres[name]
	for _, q := range c.Queues {
		if q.ID == id {
			return c, true
		}
	}
	return Centre{}, false
}

// FloorOfQueue is the floor of a queue "<centre>/<name>", or empty.
func (t *Tree) FloorOfQueue(id string) string {
	c, _ := t.queue(id)
	return c.Floor
}

// FloorOfSeat is the floor of a seat's queues, or empty if there is no such seat.
func (t *Tree) FloorOfSeat(id string) string {
	seat, ok := t.Seats[id]
	if !ok {
		return ""
	}
	return t.FloorOfQueue(seat.queue())
}
