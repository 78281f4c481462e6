package ivr

import (
	"regexp"
	"strconv"
	"strings"

	"hotline/internal/yamlfile"
)

// value is what an author writes where a name, a number or a text may come from
// the call: a plain word stands for itself, a dotted name such as digits.area is
// looked up, and {{ … }} holds a formula.
type value struct {
	at     yamlfile.Node
	fixed  any
	parts  []part
	single *expression // the whole value is one formula, of any type
}

// part is a piece of text, or a formula in it.
type part struct {
	text    string
	formula *expression
}

var dotted = regexp.MustCompile(`^(caller|time|queue|hours|digits|secret|vars|params)(\.[A-Za-z_][A-Za-z0-9_]*)+$`)

func (l *loader) value(n yamlfile.Node) *value {
	v := &value{at: n}
	text, ok := n.Text()
	switch {
	case !ok:
	case n.Quoted() && !strings.Contains(text, "{{"):
		v.fixed = text
	case dotted.MatchString(text):
		v.single = l.formula(n, 0, text, false)
	default:
		v.parts = l.parts(n, text)
		v.settle(text)
	}
	return v
}

// settle sorts out values that are one formula, or none.
func (v *value) settle(text string) {
	switch {
	case len(v.parts) == 1 && v.parts[0].formula != nil:
		v.single, v.parts = v.parts[0].formula, nil
	case len(v.parts) == 1:
		v.fixed, v.parts = plainValue(text), nil
	}
}

// plainValue reads whole numbers and yes or no; 0451 is no number.
func plainValue(text string) any {
	if n, err := strconv.Atoi(text); err == nil && strconv.Itoa(n) == text {
		return n
	}
	switch text {
	case "true":
		return true
	case "false":
		return false
	}
	return text
}

// parts splits a text at its {{ … }}.
func (l *loader) parts(n yamlfile.Node, text string) []part {
	var all []part
	rest, at := text, 0
	for {
		before, after, opened := strings.Cut(rest, "{{")
		if before != "" {
			all = append(all, part{text: before})
		}
		if !opened {
			return all
		}
		inside, behind, closed := strings.Cut(after, "}}")
		at += len(before) + len("{{")
		if !closed {
			n.ErrorAt(at-len("{{"), "close it with }}", "a value begins here and does not end")
			return all
		}
		lead := len(inside) - len(strings.TrimLeft(inside, " "))
		all = append(all, part{formula: l.formula(n, at+lead, strings.TrimSpace(inside), false)})
		at += len(inside) + len("}}")
		rest = behind
	}
}

// formula is compiled when all names of the flow are known.
func (l *loader) formula(n yamlfile.Node, offset int, text string, isBool bool) *expression {
	e := &expression{at: n, offset: offset, text: text, isBool: isBool}
	l.formulas = append(l.formulas, e)
	return e
}

// literal is the value when it needs no call to be known.
func (v *value) literal() (string, bool) {
	if v == nil || v.fixed == nil {
		return "", false
	}
	return show(v.fixed), true
}

// before is the value when no more than the centre must be known for it.
func (v *value) before(sp *speech) (string, bool) {
	if text, ok := v.literal(); ok {
		return text, true
	}
	if v == nil || v.single != nil && !v.single.fixed {
		return "", false
	}
	for _, p := range v.parts {
		if p.formula != nil && !p.formula.fixed {
			return "", false
		}
	}
	return v.text(sp.session), true
}

// now is the value, with its type.
func (v *value) now(s *Session) any {
	switch {
	case v.single != nil:
		return v.single.value(s)
	case v.parts != nil:
		return joined(v.parts, s)
	}
	return v.fixed
}

// text is the value as a text.
func (v *value) text(s *Session) string { return show(v.now(s)) }

func joined(parts []part, s *Session) string {
	var b strings.Builder
	for _, p := range parts {
		if p.formula == nil {
			b.WriteString(p.text)
			continue
		}
		b.WriteString(show(p.formula.value(s)))
	}
	return b.String()
}
