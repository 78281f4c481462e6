package dialplan

import (
	"hotline/internal/schema"
)

// Classification is how calls are told apart after the talk: a function and a
// field of business, by two keys, or the reason for which the matter is not
// accepted.
type Classification struct {
	Functions map[byte]string // 政策咨询, …
	Fields    map[byte]string // 维权, …
	Refusals  map[byte]string // reasons for which a matter is not accepted
}

// Class is what a call was about. Either function and field are there, or Refused.
type Class struct {
	Code     string // the two digits
	Function string
	Field    string
	Refused  string
}

const notAccepted = '0' // the first digit

// Read is the class of two digits: a function and a field, or 0 and a reason for
// which the matter is not accepted. It is false for all else.
func (c *Classification) Read(digits string) (Class, bool) {
	if c == nil || len(digits) != 2 {
		return Class{}, false
	}
	class := Class{Code: digits}
	if digits[0] == notAccepted {
		class.Refused = c.Refusals[digits[1]]
		return class, class.Refused != ""
	}
	class.Function, class.Field = c.Functions[digits[0]], c.Fields[digits[1]]
	return class, class.Function != "" && class.Field != ""
}

func classificationFields() []schema.Field {
	return []schema.Field{
		need("functions", "What callers want, by the first digit.", keyedType(longestClass)),
		need("fields", "The fields of business, by the second digit.", keyedType(longestClass)),
		may("refusals", "The reasons for which a matter is not accepted: 0, then this digit.", keyedType(longestClass)),
	}
}

const longestClass = 60

func (l *loader) loadClassification() {
	m, ok := l.yaml(classificationFile)
	if !ok {
		return
	}
	m.Fields(classificationFields())
	c := &Classification{}
	for _, part := range []struct {
		key, what string
		into      *map[byte]string
	}{
		{"functions", "a function", &c.Functions},
		{"fields", "a field", &c.Fields},
		{"refusals", "a reason", &c.Refusals},
	} {
		if n, ok := m.Get(part.key); ok {
			*part.into = keyed(n, part.what)
		}
	}
	l.tree.Classes = c
}

// String is the class as it is spoken and shown.
func (c Class) String() string {
	if c.Refused != "" {
		return "不予受理，" + c.Refused
	}
	return c.Function + "，" + c.Field
}
