package ivr

import "hotline/internal/problem"

// RefKind says what a flow names outside itself.
type RefKind string

// The kinds of references.
const (
	RefQueue  RefKind = "queue"  // "advice" (of the session's centre) or "harbin/advice"
	RefCentre RefKind = "centre" // forwarded to
	RefNumber RefKind = "number" // outside, forwarded to
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
