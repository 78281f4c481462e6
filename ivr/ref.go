package ivr

import (
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// RefKind says what a flow names outside itself.
type RefKind string

// The kinds of references.
const (
	RefQueue  RefKind = "queue"  // "advice" (of the session's centre) or "harbin/advice"
	RefCentre RefKind = "centre" // forwarded to, asked for its hours, or whose voicemail it is
	RefNumber RefKind = "number" // outside, forwarded to
	RefArea   RefKind = "area"   // area code, forwarded to
	RefSkill  RefKind = "skill"  // of seats, needed or preferred for a call
	RefAct    RefKind = "act"    // what a seat does: one of [SeatActions]
)

// Ref is something outside the flow that one of its steps names, At a place.
// Whoever knows the world checks it and reports there what does not exist.
type Ref struct {
	Kind RefKind
	Name string
	At   problem.Place
}

// Refs are all references of the flow, in the order of the file.
func (f *Flow) Refs() []Ref {
	var all []Ref
	for _, s := range f.steps {
		if v, ok := s.verb.(referrer); ok {
			all = append(all, v.refs()...)
		}
	}
	return all
}

// own stands for the centre that the call belongs to.
const own = "own"

// ownOr is the centre that a step names; own is the session's.
func (s *Session) ownOr(centre string) string {
	if centre == own || centre == "" {
		return s.vars.Centre
	}
	return centre
}

// centreRefs are the reference to a centre, unless it is the session's own.
func centreRefs(name string, at yamlfile.Node) []Ref {
	if name == own || name == "" {
		return nil
	}
	return []Ref{{Kind: RefCentre, Name: name, At: at.Place()}}
}
