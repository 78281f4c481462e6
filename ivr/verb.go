package ivr

import (
	"slices"
	"strings"

	"hotline/internal/yamlfile"
)

// verb is what a step does. A session is in one step at a time; it enters the
// verb, then gives it every input until the verb moves on. After each input there
// is something to come: a sound that ends, a timer, a result, or the end.
type verb interface {
	exits() []*exit
	enter(*Session)
	input(*Session, Input)
}

// What verbs may do besides.
type (
	speaker  interface{ texts() []string }         // has texts known before a call
	referrer interface{ refs() []Ref }             // names something outside the flow
	checker  interface{ check(f *Flow, at *step) } // asks more of its flow than that its exits exist
)

// kind is how a verb is written.
type kind struct {
	name string
	keys []string // besides its name
	load func(yamlfile.Map) verb
}

// kinds is the registry: every verb there is.
func kinds() []kind {
	return []kind{
		{"say", []string{"then"}, loadSay},
		{"menu", []string{"say", "timeout", "retries"}, loadMenu},
		{"queue", []string{"music", "announce", "keys", "instead", "then"}, loadQueue},
		{"forward", []string{"then"}, loadForward},
		{"seat", []string{"reason", "then", "else"}, loadSeat},
		{"hangup", []string{"say"}, loadHangup},
	}
}

// loadVerb finds the one verb of a step and loads it. A step without a usable
// verb does nothing, and has been reported.
func loadVerb(p yamlfile.Pair) verb {
	m, ok := p.Value.Map()
	if !ok {
		return nothing{}
	}
	k, ok := chooseKind(p, m)
	if !ok {
		return nothing{}
	}
	m.Only(append([]string{k.name}, k.keys...)...)
	return k.load(m)
}

// chooseKind finds the verb among the keys of a step. Say is one of its own only
// where no other verb speaks it first.
func chooseKind(p yamlfile.Pair, m yamlfile.Map) (kind, bool) {
	var chosen []kind
	for _, k := range kinds() {
		if m.Has(k.name) {
			chosen = append(chosen, k)
		}
	}
	if len(chosen) == 2 && chosen[0].name == "say" && slices.Contains(chosen[1].keys, "say") {
		chosen = chosen[1:]
	}
	switch len(chosen) {
	case 1:
		return chosen[0], true
	case 0:
		noVerb(p, m)
	default:
		p.Key.Error("make each a step of its own", "step %s has two verbs, %s and %s", p.Name, chosen[0].name, chosen[1].name)
	}
	return kind{}, false
}

// noVerb reports a step without a verb: most often one of its keys is misspelt.
func noVerb(p yamlfile.Pair, m yamlfile.Map) {
	var known []string
	verbs := make([]string, 0, len(kinds()))
	for _, k := range kinds() {
		verbs, known = append(verbs, k.name), append(known, k.keys...)
	}
	misspelt := false
	for _, q := range m.Pairs() {
		if !slices.Contains(known, q.Name) {
			q.Key.Unknown("verb", q.Name, verbs)
			misspelt = true
		}
	}
	if !misspelt {
		p.Key.Error("give it one of "+strings.Join(verbs, ", "), "step %s does nothing", p.Name)
	}
}

// nothing stands for a step that could not be read; it is never run.
type nothing struct{}

func (nothing) exits() []*exit        { return nil }
func (nothing) enter(*Session)        {}
func (nothing) input(*Session, Input) {}
