package dialplan

import (
	"strings"

	"hotline/internal/numbering"
)

// TargetKind says what a target is.
type TargetKind string

// The kinds of targets.
const (
	TargetSeat    TargetKind = "seat"
	TargetQueue   TargetKind = "queue"
	TargetCentre  TargetKind = "centre"  // of this platform
	TargetOutside TargetKind = "outside" // a number outside, through a trunk
)

// Target is what a seat may be connected to, or connect a caller to. Of Seat,
// Queue, Centre and Number just the one is set that the kind names.
type Target struct {
	Kind   TargetKind
	Seat   string
	Queue  string // "<centre>/<name>"
	Centre string
	Number string // in its one form, through
	Trunk  string
	Title  string // as people call it; may be empty
}

// Target is what a seat means by a number that it dialled, in a talk, by a code or
// by a transfer of its telephone. trunk is the one of the call that it is about,
// which is preferred where several allow the number; it may be empty. In this
// order: a short code of codes.yaml, a seat, an area code before 12385, a number
// that a trunk allows. Nothing else is ever connected, and digits alone count:
// what the tree does not name cannot be dialled in any disguise.
func (t *Tree) Target(dialled, trunk string) (Target, bool) {
	if !plainDigits.MatchString(dialled) {
		return Target{}, false
	}
	if to, ok := t.targets[dialled]; ok {
		return t.through(t.titled(to), trunk)
	}
	if seat, ok := t.Seats[dialled]; ok {
		return t.titled(Target{Kind: TargetSeat, Seat: seat.ID}), true
	}
	if strings.HasPrefix(dialled, "00") {
		return Target{}, false // abroad, or what is not dialled like that
	}
	return t.outsideTarget(numbering.Called(dialled), trunk)
}

// through is a short code's target. One that names no trunk takes one that allows
// the number.
func (t *Tree) through(to Target, trunk string) (Target, bool) {
	if to.Kind != TargetOutside || to.Trunk != "" {
		return to, true
	}
	var ok bool
	to.Trunk, ok = t.TrunkFor(to.Number, trunk)
	return to, ok
}

func (t *Tree) outsideTarget(number numbering.Number, trunk string) (Target, bool) {
	if code, rest, ok := t.Areas.Split(number); ok && rest == numbering.Hotline {
		if to, ok := t.Reach(code); ok && to.Centre != "" {
			return t.titled(Target{Kind: TargetCentre, Centre: to.Centre}), true
		}
	}
	if number == "" {
		return Target{}, false
	}
	through, ok := t.TrunkFor(string(number), trunk)
	if !ok {
		return Target{}, false
	}
	return Target{Kind: TargetOutside, Number: string(number), Trunk: through}, true
}

// titled gives a target the title of what it is, if it has none of its own.
func (t *Tree) titled(to Target) Target {
	switch {
	case to.Title != "":
	case to.Kind == TargetSeat:
		to.Title = t.Seats[to.Seat].Name
	case to.Kind == TargetCentre:
		to.Title = t.Centres[to.Centre].Title
	case to.Kind == TargetQueue:
		c, _ := t.queue(to.Queue)
		to.Title = c.titleOf(to.Queue)
	}
	return to
}

// QueueOfCentre is the queue in which a seat asks for the people of a centre: the
// one that the centre names by consult:, else its only one.
func (t *Tree) QueueOfCentre(centre string) (queue string, ok bool) {
	c := t.Centres[centre]
	switch {
	case c.Consult != "":
		return c.Consult, true
	case len(c.Queues) == 1:
		return c.Queues[0].ID, true
	}
	return "", false
}
