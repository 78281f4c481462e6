package ivr

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// back ends a flow that another one called (return).
type back struct{ values []named }

func returnKind() kind {
	return newKind(loadReturn,
		field("return", "Back to the flow that called this one: done, or names and values.", schema.Either(schema.OneOf("done"), schema.Map(schema.Like(nameForm.String(), "small letters, digits and _"), schema.Text()))))
}

func loadReturn(l *loader, m yamlfile.Map) verb {
	v := &back{}
	n, _ := m.Get("return")
	if n.IsText() {
		n.OneOf("done")
		return v
	}
	v.values = l.namedValues(n)
	return v
}

func (v *back) exits() []*exit { return nil }

func (v *back) enter(s *Session) {
	result := make(map[string]any, len(v.values))
	for _, nv := range v.values {
		result[nv.name] = nv.value.now(s)
	}
	s.giveBack(result)
}

func (v *back) input(*Session, Input) {}
