package dialplan

import (
	"regexp"
	"slices"
	"strings"

	"hotline/internal/form"
	"hotline/internal/numbering"
	"hotline/internal/yamlfile"
)

// Trunk is a line to a carrier.
type Trunk struct {
	Name     string
	Title    string
	Match    []string         // addresses and networks that its calls come from
	Contact  string           // SIP URI for calls out; empty = none are made
	Centre   string           // of calls to numbers not listed; may be empty
	Area     string           // its own area code, or empty
	Language string           // that its callers are spoken to in first; empty = Mandarin
	Rules    numbering.Rules  // what the carrier does to numbers
	Numbers  map[string]Route // called number, in its one form -> where it goes; Flow may be empty
	Allow    []Allow          // numbers outside that may be called through it
	Hotlines bool             // and 12385 of any area code: it leads to other platforms
	Callers  bool             // and the numbers in China that callers left to be called back
}

var (
	contactForm = regexp.MustCompile(`^sips?:[A-Za-z0-9@.:\[\]_+-]+$`)
	dateForm    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
)

func (l *loader) loadTrunks() {
	m, ok := l.yaml(trunksFile)
	if !ok {
		return
	}
	m.Fields(trunksFields())
	trunks, ok := section(m, "trunks")
	if !ok {
		return
	}
	for _, p := range trunks.Pairs() {
		l.loadTrunk(p)
	}
	checkMatches(l.matches)
	if n, ok := m.Get("default"); ok {
		l.tree.Default = l.ref(n, "trunk", func(id string) bool { return l.tree.Trunks[id].Name != "" }, func() []string { return sorted(l.tree.Trunks) })
	} else if all := sorted(l.tree.Trunks); len(all) == 1 {
		l.tree.Default = all[0]
	}
}

func (l *loader) loadTrunk(p yamlfile.Pair) {
	id, ok := name(p.Key, "trunk")
	if ok && strings.HasPrefix(id, "hotline-") {
		p.Key.Error("choose another name", "names that begin with hotline- are taken")
	}
	m, ok := p.Value.Map()
	if !ok {
		return
	}
	m.Fields(trunkFields())
	t := Trunk{Name: id, Title: optionalText(m, "title"), Numbers: map[string]Route{}}
	if n, ok := m.Need("match"); ok {
		t.Match = l.loadMatch(n, id)
	}
	if n, ok := m.Get("contact"); ok {
		if t.Contact, ok = n.Text(); ok && !contactForm.MatchString(t.Contact) {
			n.Error("write it like sip:192.0.2.1:5060", "%q is not a SIP address", t.Contact)
		}
	}
	if n, ok := m.Get("centre"); ok {
		t.Centre = l.centreRef(n)
	}
	if n, ok := m.Get("language"); ok {
		t.Language = l.ref(n, "language", func(id string) bool { return slices.Contains(l.languages(), id) }, l.languages)
	}
	l.loadIngress(&t, m)
	if n, ok := m.Get("numbers"); ok {
		l.loadNumbers(t, n)
	}
	if n, ok := m.Get("allow"); ok {
		t.loadAllow(n)
	}
	l.tree.Trunks[id] = t
}

// languages are those that callers can be spoken to in.
func (l *loader) languages() []string {
	spoken := l.tree.Program.Languages()
	known := make([]string, len(spoken))
	for i, language := range spoken {
		known[i] = language.ID
	}
	return known
}

// loadIngress reads what is known of the numbers that come in.
func (l *loader) loadIngress(t *Trunk, m yamlfile.Map) {
	t.Rules.Areas = l.tree.Areas
	if n, ok := m.Get("area"); ok {
		t.Area = l.areaCode(n)
		t.Rules.Area = t.Area
	}
	n, ok := m.Get("ingress")
	if !ok {
		return
	}
	in, ok := n.Map()
	if !ok {
		return
	}
	in.Fields(ingressFields())
	t.Rules.StripCalled = loadPrefixes(in, "strip-called")
	t.Rules.StripCaller = loadPrefixes(in, "strip-caller")
	if n, ok := in.Get("area-without-zero"); ok {
		word, _ := n.OneOf("true", "false")
		t.Rules.AreaWithoutZero = word == "true"
	}
}

const mostPrefixes = 20 // each call is compared with them

func loadPrefixes(m yamlfile.Map, key string) []string {
	n, ok := m.Get(key)
	if !ok {
		return nil
	}
	var prefixes []string
	for _, item := range form.Few(n, n.Texts(), mostPrefixes) {
		text, _ := item.Text()
		if !prefixForm.MatchString(text) {
			item.Error("write one to six digits", "%q is not a prefix", text)
			continue
		}
		prefixes = append(prefixes, text)
	}
	return prefixes
}
