package ivr

import (
	"slices"

	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// set gives values to the flow's own variables, as vars.<name>; language and slow
// change how the caller is spoken to.
type set struct {
	values []named
	then   *exit
}

// named is a value with its name.
type named struct {
	name  string
	value *value
}

const (
	setLanguage = "language"
	setSlow     = "slow"
)

func setKind() kind {
	return newKind(loadSet,
		field("set", "Names and values: a name makes vars.<name>; language: en and slow: true change how the caller is spoken to.", schema.Map(schema.Like(nameForm.String(), "small letters, digits and _"), schema.Text())),
		thenField("The next step."))
}

func loadSet(l *loader, m yamlfile.Map) verb {
	v := &set{then: unaskedExit(m, "then")}
	if v.then == nil {
		m.Node().Error("add then: <the next step>", "after this the call has nowhere to go")
	}
	if n, ok := m.Get("set"); ok {
		v.values = l.namedValues(n)
		if n.IsMap() && len(v.values) == 0 {
			n.Error("write a name and a value: set: {urgent: true}", "nothing is set here")
		}
	}
	for _, nv := range v.values {
		switch nv.name {
		case setLanguage:
			nv.value.checkLanguage(l)
		case setSlow:
			nv.value.checkBool()
		}
	}
	return v
}

func (v *value) checkLanguage(l *loader) {
	if id, fixed := v.literal(); fixed && l.languages[id] == nil {
		v.at.Error(problem.DidYouMean(id, languageIDs(l.languages)), "there is no language %q", id)
	}
}

func (v *value) checkBool() {
	if v.single != nil {
		v.single.isBool = true
		return
	}
	if _, ok := v.fixed.(bool); !ok && v.at.IsText() {
		v.at.OneOf("true", "false")
	}
}

// namedValues reads name: value.
func (l *loader) namedValues(n yamlfile.Node) []named {
	m, _ := n.Map()
	all := make([]named, 0, len(m.Pairs()))
	for _, p := range m.Pairs() {
		if _, ok := valueName(p.Key); ok {
			all = append(all, named{name: p.Name, value: l.value(p.Value)})
		}
	}
	return all
}

func (v *set) declare(d *declared) {
	for _, nv := range v.values {
		if nv.name != setLanguage && nv.name != setSlow && !slices.Contains(d.vars, nv.name) {
			d.vars = append(d.vars, nv.name)
		}
	}
}

func (v *set) exits() []*exit { return []*exit{v.then} }

func (v *set) show() []string {
	all := make([]string, len(v.values))
	for i, nv := range v.values {
		text, _ := nv.value.at.Text()
		all[i] = nv.name + " = " + text
	}
	return all
}

func (v *set) enter(s *Session) {
	for _, nv := range v.values {
		switch got := nv.value.now(s); nv.name {
		case setLanguage:
			s.speak(show(got))
		case setSlow:
			s.slow = show(got) == "true"
		default:
			s.scope.setVar(nv.name, got)
		}
	}
	s.follow(v.then)
}

func (v *set) input(*Session, Input) {}
