package ivr

import (
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	mostDigits   = 20
	betweenKeys  = 8 * time.Second // then the digits are taken to be all
	phaseConfirm = 1
)

// collect takes digits from the caller: until # or silence, or the last one that
// is possible. 0 alone is always a person: at once where no number may begin with
// 0, otherwise when # or silence follows. * begins anew, and # without digits is
// slow mode, or leads where empty: says.
//
// In a flow for seats there is no person: 0 is a digit like others, and mistakes
// lead where silence leads.
type collect struct {
	say         phrase
	least, most int
	pattern     *regexp.Regexp
	zero        bool // a number may begin with 0
	as          string
	confirm     bool
	secret      bool // what is typed is on no record: see [secretFact]
	bySeat      bool // in a flow for seats
	then        *exit
	empty       *exit
	asking
}

var (
	digitsForm = regexp.MustCompile(`^([0-9]{1,2})(?:-([0-9]{1,2}))?$`)
	nameForm   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)
)

func collectKind() kind {
	of := []schema.Field{
		needed("say", "The question.", sentence()),
		needed("digits", "How many digits: 4, or 3-4.", schema.Like(digitsForm.String(), "write it like 4 or 3-4")),
		needed("as", "The name: area makes digits.area.", schema.Like(nameForm.String(), "small letters, digits and _")),
		field("pattern", "A regular expression that the digits must match as a whole.", schema.Text()),
		field("confirm", "true: the digits are read back, and the caller confirms them.", schema.OneOf("true", "false")),
		field("secret", "true: the digits are secret.<name> instead, on no record and never said; for a pin or the body of http.", schema.OneOf("true", "false")),
	}
	load := func(l *loader, m yamlfile.Map) verb { return loadCollect(l, m, of) }
	return newKind(load, append([]schema.Field{
		field("collect", "Digits that the caller types. 0 alone is a person.", schema.Form(of...)),
		thenField("The next step."),
		field("empty", "The step for who presses # alone; without it that is slow mode.", stepRef()),
	}, askingFields()...)...)
}

func loadCollect(l *loader, m yamlfile.Map, fields []schema.Field) verb {
	v := &collect{asking: loadAsking(m), then: unaskedExit(m, "then"), empty: exitOf(m, "empty")}
	if v.then == nil {
		m.Node().Error("add then: <the next step>", "after the digits the call has nowhere to go")
	} else {
		v.then.unasked = false
	}
	n, _ := m.Get("collect")
	of, ok := n.Map()
	if !ok {
		return v
	}
	of.Fields(fields)
	if n, ok := of.Get("say"); ok {
		v.say = l.phrase(n)
	}
	if n, ok := of.Get("as"); ok {
		v.as, _ = valueName(n)
	}
	if n, ok := of.Get("digits"); ok {
		v.loadDigits(n)
	}
	if n, ok := of.Get("pattern"); ok {
		v.loadPattern(n)
	}
	if n, ok := of.Get("confirm"); ok {
		yes, _ := n.OneOf("true", "false")
		v.confirm = yes == "true"
	}
	if n, ok := of.Get("secret"); ok {
		yes, _ := n.OneOf("true", "false")
		v.secret = yes == "true"
		if v.secret && v.confirm {
			n.Error("take confirm: out", "what is secret is not read back")
		}
	}
	v.settle(of)
	return v
}

// settle finds out what the pattern lets callers type.
func (v *collect) settle(of yamlfile.Map) {
	if v.pattern == nil {
		v.zero = true
		return
	}
	typed := newTyped(v.pattern)
	v.zero = typed.after("0")
	if n, ok := of.Get("pattern"); ok && v.most > 0 && !typed.fits(v.least, v.most) {
		n.Error("let it match as many digits as digits: says", "no digits that a caller may type match this pattern")
	}
}

// valueName is a name for a value of the flow.
func valueName(n yamlfile.Node) (string, bool) {
	name, ok := n.Text()
	if ok && !nameForm.MatchString(name) {
		n.Error("use small letters, digits and _, and begin with a letter", "%q cannot be the name of a value", name)
		return "", false
	}
	return name, ok
}

func (v *collect) loadDigits(n yamlfile.Node) {
	text, _ := n.Text()
	found := digitsForm.FindStringSubmatch(text)
	if found == nil {
		n.Error("write it like 4 or 3-4", "%q does not say how many digits", text)
		return
	}
	v.least, _ = strconv.Atoi(found[1])
	v.most = v.least
	if found[2] != "" {
		v.most, _ = strconv.Atoi(found[2])
	}
	if v.least < 1 || v.most < v.least || v.most > mostDigits {
		n.Error("write it like 3-4", "between 1 and %d digits can be collected, the smaller number first", mostDigits)
	}
}

func (v *collect) loadPattern(n yamlfile.Node) {
	text, ok := n.Text()
	if !ok {
		return
	}
	if _, err := syntax.Parse(text, syntax.Perl); err != nil {
		n.Error("", "the pattern cannot be read: %s", oneLine(strings.TrimPrefix(err.Error(), "error parsing regexp: ")))
		return
	}
	pattern, err := regexp.Compile("^(?:" + text + ")$")
	if err != nil {
		n.Error("make it simpler", "the pattern is too large")
		return
	}
	v.pattern = pattern
}

func (v *collect) declare(d *declared) {
	switch {
	case v.as == "":
	case v.secret:
		d.secrets = append(d.secrets, v.as)
	default:
		d.digits = append(d.digits, v.as)
	}
}

func (v *collect) exits() []*exit { return []*exit{v.then, v.empty, v.silence} }

func (v *collect) show() []string {
	if v.secret {
		return append(v.say.show(), "→ secret."+v.as)
	}
	return append(v.say.show(), "→ digits."+v.as)
}

func (v *collect) said(sp *speech) []Text {
	return append(v.question(sp), sp.words(wordWrongDigits), sp.words(wordYouEntered), sp.words(wordConfirm))
}

func (v *collect) question(sp *speech) []Text {
	all := []Text{sp.say(v.say)}
	if v.least != v.most {
		all = append(all, sp.words(wordEndWithHash))
	}
	if v.bySeat {
		return all
	}
	return append(all, sp.words(wordPerson))
}
