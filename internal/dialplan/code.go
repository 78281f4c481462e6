package dialplan

import (
	"regexp"
	"strings"

	"hotline/internal/yamlfile"
)

// Code is what a seat dialled: a feature code.
type Code struct {
	Flow   string
	Digits string // dialled behind it; empty where there are none
}

const (
	moreDigits = "+" // at the end of a code: digits may follow
	mostBehind = 20
)

var plainDigits = regexp.MustCompile(`^[0-9]{1,20}$`)

// Code finds the feature code that somebody dialled: "*11" as it is written, or
// "*41+" with digits behind it; the longest one that fits. A # at the end is what
// telephones send along, and means nothing.
func (t *Tree) Code(dialled string) (Code, bool) {
	if flow, ok := t.codes[dialled]; ok && !strings.HasSuffix(dialled, moreDigits) {
		return Code{Flow: flow}, true
	}
	text := strings.TrimSuffix(dialled, "#")
	if flow, ok := t.codes[text]; ok && !strings.HasSuffix(text, moreDigits) {
		return Code{Flow: flow}, true
	}
	for end := len(text); end > 1; end-- {
		flow, ok := t.codes[text[:end]+moreDigits]
		if digits := text[end:]; ok && (digits == "" || plainDigits.MatchString(digits)) {
			return Code{Flow: flow, Digits: digits}, true
		}
	}
	return Code{}, false
}

// CodeFlows are the feature codes, as they are written, and the flows that they
// lead to. The map is the tree's own.
func (t *Tree) CodeFlows() map[string]string { return t.codes }

func (l *loader) loadFeatureCodes(m yamlfile.Map) {
	codes, ok := section(m, "codes")
	if !ok {
		return
	}
	for _, p := range codes.Pairs() {
		if !codeForm.MatchString(p.Name) {
			p.Key.Error(`write "*" and up to four digits, and + behind them where more digits follow`, "%q is not a feature code", p.Name)
		}
		l.tree.codes[p.Name] = l.flowRef(p.Value)
		l.later = append(l.later, func() { l.checkDigits(p) })
	}
	l.checkCodes(codes)
}

// checkDigits: digits behind a code are for its flow, which asks for them.
func (l *loader) checkDigits(p yamlfile.Pair) {
	f, ok := l.tree.Program.Flow(l.tree.codes[p.Name])
	if !ok {
		return
	}
	switch more := strings.HasSuffix(p.Name, moreDigits); {
	case more && !f.AsksDialled():
		p.Key.Warn("take the + out", "flow %s makes nothing of the digits behind the code", f.Name)
	case !more && f.AsksDialled():
		p.Key.Warn("write \""+p.Name+"+\"", "flow %s asks for digits behind the code, and this code has none", f.Name)
	}
}

// checkCodes warns of codes of which one can be taken for another.
func (l *loader) checkCodes(codes yamlfile.Map) {
	for _, p := range codes.Pairs() {
		begin, more := strings.CutSuffix(p.Name, moreDigits)
		if !more {
			continue
		}
		for _, other := range codes.Pairs() {
			switch plain := strings.TrimSuffix(other.Name, moreDigits); {
			case other.Name == p.Name:
			case plain == begin:
				other.Key.Error("take one of them out", "%s is there with + and without", begin)
			case strings.HasPrefix(plain, begin):
				other.Key.Warn("choose another code", "%s with digits behind it is never dialled where they begin as in %s", p.Name, other.Name)
			}
		}
	}
}
