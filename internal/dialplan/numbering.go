package dialplan

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"hotline/internal/numbering"
	"hotline/internal/yamlfile"
)

// Override is what an area code means here instead of the usual. One of Centre,
// Digits and Ask is set, or the last two.
type Override struct {
	Centre string
	Flow   string            // instead of the centre's entry; may be empty
	Digits map[string]string // first digits of the caller's number in that area -> centre
	Ask    []string          // the centres that the caller is asked about
}

const (
	usualHops  = 3
	mostHops   = 20
	mostAsked  = 5
	mostPrefix = 6 // digits
)

var prefixForm = regexp.MustCompile(`^[0-9]{1,6}$`)

func (l *loader) loadAreas() {
	if !l.there(areasFile) {
		return
	}
	if text, ok := l.text(areasFile); ok {
		areas, found := numbering.LoadAreas(l.path(areasFile), text)
		l.tree.Areas = areas
		l.found.Add(found...)
	}
}

// areaCode is an area code that a file names.
func (l *loader) areaCode(n yamlfile.Node) string {
	code, ok := n.Text()
	switch {
	case !ok:
	case !numbering.IsAreaCode(code):
		n.Error("write it like 010, 021 or 0451", "%q is not an area code", code)
	case !l.tree.Areas.Known(code):
		n.Unknown("area code", code, l.tree.Areas.Codes())
	case l.tree.Areas.Current(code) != code:
		n.Error("write "+l.tree.Areas.Current(code), "%s is not in use any more", code)
	default:
		return code
	}
	return ""
}

func (l *loader) loadNumbering() {
	if !l.there(numberingFile) {
		return
	}
	m, ok := l.yaml(numberingFile)
	if !ok {
		return
	}
	m.Fields(numberingFields())
	if n, ok := m.Get("hops"); ok {
		l.tree.MaxHops, _ = n.Int(0, mostHops)
	}
	overrides, ok := section(m, "overrides")
	if !ok {
		return
	}
	for _, p := range overrides.Pairs() {
		if code := l.areaCode(p.Key); code != "" {
			l.tree.Overrides[code] = l.loadOverride(p.Value)
		}
	}
}

// loadOverride reads heilongjiang, or {centre, flow}, or {digits, ask}.
func (l *loader) loadOverride(n yamlfile.Node) Override {
	var o Override
	if n.IsText() {
		o.Centre = l.centreRef(n)
		return o
	}
	m, ok := n.Map()
	if !ok {
		return o
	}
	m.Fields(overrideFields())
	if n, ok := m.Get("centre"); ok {
		o.Centre = l.centreRef(n)
	}
	if n, ok := m.Get("flow"); ok {
		o.Flow = l.flowRef(n)
	}
	if n, ok := m.Get("digits"); ok {
		o.Digits = l.loadDigits(n)
	}
	if n, ok := m.Get("ask"); ok {
		o.Ask = l.loadAsk(n)
	}
	switch choice := m.Has("digits") || m.Has("ask"); {
	case choice && (m.Has("centre") || m.Has("flow")):
		n.Error("leave one of them", "an area code has a centre, or digits and a question, not both")
	case !choice && !m.Has("centre"):
		n.Error("add centre: …, or ask: [ … ]", "nothing says what this area code means")
	}
	return o
}

func (l *loader) loadDigits(n yamlfile.Node) map[string]string {
	digits := map[string]string{}
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		if !prefixForm.MatchString(p.Name) {
			p.Key.Error(`write them like "8"`, "%q are not the first digits of a number", p.Name)
			continue
		}
		digits[p.Name] = l.centreRef(p.Value)
	}
	return digits
}

func (l *loader) loadAsk(n yamlfile.Node) []string {
	var asked []string
	items := n.Texts()
	if len(items) > mostAsked {
		n.Error("name the centres that are called most", "a menu has at most %d choices", mostAsked)
		items = items[:mostAsked]
	}
	for _, item := range items {
		id := l.centreRef(item)
		if slices.Contains(asked, id) {
			item.Error("take one of them out", "%s is there twice", id)
			continue
		}
		asked = append(asked, id)
	}
	if len(asked) == 1 {
		n.Error("name the centre without ask", "there is nothing to ask about one centre")
	}
	return asked
}

// byDigits is the centre that the caller's number means, by the most digits.
func (o Override) byDigits(local numbering.Number) (digits, centre string) {
	for length := min(len(local), mostPrefix); length > 0; length-- {
		digits := string(local[:length])
		if centre, ok := o.Digits[digits]; ok {
			return digits, centre
		}
	}
	return "", ""
}

// askFlow is the name of the flow that asks which place of an area code is meant.
func askFlow(area string) string { return "ask-" + area }

// askSource is the name of that flow's text: it has no file of its own.
func (l *loader) askSource(area string) string {
	return path.Join(l.path(numberingFile), askFlow(area))
}

// title is what callers hear of a centre.
func (c Centre) title() string {
	if c.Title == "" {
		return c.ID
	}
	return strings.TrimRight(c.Title, "。")
}
