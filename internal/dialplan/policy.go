package dialplan

import (
	"time"

	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/ivr"
)

const (
	policyFile = "policy.yaml"
	mostKeys   = 9
	mostWithin = 5 * time.Minute
)

func policyFields() []schema.Field {
	return []schema.Field{need("person", "How near a person must be at every step of every flow.", schema.Form(personFields()...))}
}

func personFields() []schema.Field {
	return []schema.Field{
		may("keys", "The most keys to press. Usually 2.", schema.Int(0, mostKeys)),
		may("within", "The longest time to listen. Usually 30s.", schema.Duration(0, mostWithin)),
	}
}

// loadPolicy reads what this tree promises its callers, if it says so itself.
func (l *loader) loadPolicy() {
	l.tree.Limits = ivr.UsualLimits()
	if !l.there(policyFile) {
		return
	}
	m, ok := l.yaml(policyFile)
	if !ok {
		return
	}
	m.Fields(policyFields())
	n, ok := m.Get("person")
	if !ok {
		return
	}
	person, _ := n.Map()
	person.Fields(personFields())
	if n, ok := person.Get("keys"); ok {
		l.tree.Limits.Keys, _ = n.Int(0, mostKeys)
	}
	if n, ok := person.Get("within"); ok {
		l.tree.Limits.Time, _ = n.Duration(0, mostWithin)
	}
}

// prove finds the steps from which no person is in reach. It needs a tree without
// mistakes.
func (l *loader) prove() {
	if l.found.Err() == nil {
		proofs, found := l.tree.Prove(l.tree.Limits)
		l.tree.Proofs = proofs
		l.found.Add(found...)
	}
}

// Prove shows for every flow, and every centre whose calls begin with it, open and
// closed, how far a person is at worst, and tells the steps that are farther than
// the limits.
func (t *Tree) Prove(limits ivr.Limits) ([]ivr.Proof, problem.Problems) {
	return t.Program.Prove(t.World(), t.Uses(), limits)
}
