package ivr

import (
	"slices"
	"strings"

	"hotline/internal/schema"
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
	// speaker says something. Without a session it says what is known before a call.
	speaker interface{ said(*speech) []Text }
	// referrer names something outside the flow.
	referrer interface{ refs() []Ref }
	// checker asks more of its flow than that its exits exist.
	checker interface{ check(f *Flow, at *step) }
	// namer gives names to values of the call.
	namer interface{ declare(*declared) }
	// shower tells what to show of the step in a picture.
	shower interface{ show() []string }
)

// kind is how a verb is written: its own key is the first of its fields.
type kind struct {
	schema.Kind
	load func(*loader, yamlfile.Map) verb
}

func newKind(load func(*loader, yamlfile.Map) verb, fields ...schema.Field) kind {
	return kind{Kind: schema.Kind{Name: fields[0].Name, Fields: fields}, load: load}
}

func (k kind) has(name string) bool {
	return slices.ContainsFunc(k.Fields, func(f schema.Field) bool { return f.Name == name })
}

// kinds is the registry: every verb there is.
func kinds() []kind {
	return []kind{
		sayKind(), menuKind(), collectKind(), hoursKind(), queueKind(), forwardKind(), voicemailKind(), callbackKind(),
		recordKind(), surveyKind(), setKind(), whenKind(), httpKind(), callKind(), returnKind(), seatKind(), hangupKind(),
	}
}

// Verbs are the forms of a step, for a schema.
func Verbs() []schema.Kind {
	verbs := kinds()
	all := make([]schema.Kind, 0, len(verbs))
	for _, k := range verbs {
		all = append(all, k.Kind)
	}
	return all
}

// loadVerb finds the one verb of a step and loads it. A step without a usable
// verb does nothing, and has been reported.
func (l *loader) loadVerb(p yamlfile.Pair) (string, verb) {
	m, ok := p.Value.Map()
	if !ok {
		return "", nothing{}
	}
	k, ok := l.chooseKind(p, m)
	if !ok {
		return "", nothing{}
	}
	m.Fields(k.Fields)
	return k.Name, k.load(l, m)
}

// chooseKind finds the verb among the keys of a step. A verb that is also a key
// of another one there (a menu says something first) is that key.
func (l *loader) chooseKind(p yamlfile.Pair, m yamlfile.Map) (kind, bool) {
	var chosen []kind
	for _, k := range l.kinds {
		if m.Has(k.Name) {
			chosen = append(chosen, k)
		}
	}
	chosen = slices.DeleteFunc(chosen, func(k kind) bool {
		return slices.ContainsFunc(chosen, func(other kind) bool { return other.Name != k.Name && other.has(k.Name) })
	})
	switch len(chosen) {
	case 1:
		return chosen[0], true
	case 0:
		l.noVerb(p, m)
	default:
		p.Key.Error("make each a step of its own", "step %s has two verbs, %s and %s", p.Name, chosen[0].Name, chosen[1].Name)
	}
	return kind{}, false
}

// noVerb reports a step without a verb: most often one of its keys is misspelt.
func (l *loader) noVerb(p yamlfile.Pair, m yamlfile.Map) {
	verbs := make([]string, 0, len(l.kinds))
	for _, k := range l.kinds {
		verbs = append(verbs, k.Name)
	}
	misspelt := false
	for _, q := range m.Pairs() {
		if !slices.ContainsFunc(l.kinds, func(k kind) bool { return k.has(q.Name) }) {
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
