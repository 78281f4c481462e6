package dialplan

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"hotline/internal/numbering"
	"hotline/internal/yamlfile"
)

// Trunk is a line to a carrier.
type Trunk struct {
	Name    string
	Title   string
	Match   []string         // addresses and networks that its calls come from
	Contact string           // SIP URI for calls out; empty = none are made
	Centre  string           // of calls to numbers not listed; may be empty
	Numbers map[string]Route // called number, in its one form -> where it goes; Flow may be empty
	Allow   []string         // numbers outside that may be called through it, in their one form
}

var contactForm = regexp.MustCompile(`^sips?:[A-Za-z0-9@.:\[\]_+-]+$`)

func (l *loader) loadTrunks() {
	m, ok := l.yaml(trunksFile)
	if !ok {
		return
	}
	m.Only("trunks")
	trunks, ok := section(m, "trunks")
	if !ok {
		return
	}
	owner := map[netip.Prefix]string{}
	for _, p := range trunks.Pairs() {
		l.loadTrunk(p, owner)
	}
}

func (l *loader) loadTrunk(p yamlfile.Pair, owner map[netip.Prefix]string) {
	id, ok := name(p.Key, "trunk")
	if ok && strings.HasPrefix(id, "hotline-") {
		p.Key.Error("choose another name", "names that begin with hotline- are taken")
	}
	m, ok := p.Value.Map()
	if !ok {
		return
	}
	m.Only("title", "match", "contact", "centre", "numbers", "allow")
	t := Trunk{Name: id, Title: optionalText(m, "title"), Numbers: map[string]Route{}}
	if n, ok := m.Need("match"); ok {
		t.Match = loadMatch(n, id, owner)
	}
	if n, ok := m.Get("contact"); ok {
		if t.Contact, ok = n.Text(); ok && !contactForm.MatchString(t.Contact) {
			n.Error("write it like sip:192.0.2.1:5060", "%q is not a SIP address", t.Contact)
		}
	}
	if n, ok := m.Get("centre"); ok {
		t.Centre = l.centreRef(n)
	}
	if n, ok := m.Get("numbers"); ok {
		l.loadNumbers(t.Numbers, n)
	}
	if n, ok := m.Get("allow"); ok {
		t.Allow = loadAllow(n, t.Contact != "")
	}
	l.tree.Trunks[id] = t
}

// loadMatch: calls are told apart by their address, so no address may belong to
// two trunks.
func loadMatch(n yamlfile.Node, trunk string, owner map[netip.Prefix]string) []string {
	var match []string
	for _, item := range n.Texts() {
		text, _ := item.Text()
		prefix, ok := parsePrefix(text)
		if !ok {
			item.Error("write it like 192.0.2.1 or 192.0.2.0/28", "%q is neither an address nor a network", text)
			continue
		}
		for other, by := range owner {
			if other.Overlaps(prefix) {
				item.Error("take it out of one of them", "%s belongs to trunk %s already", text, by)
			}
		}
		owner[prefix] = trunk
		match = append(match, text)
	}
	return match
}

func parsePrefix(text string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), addr.Zone() == ""
	}
	prefix, err := netip.ParsePrefix(text)
	return prefix.Masked(), err == nil
}

// loadNumbers reads "12385": harbin, or "12385": {centre: harbin, flow: other}.
func (l *loader) loadNumbers(into map[string]Route, n yamlfile.Node) {
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		number := string(numbering.Called(p.Name))
		if number == "" {
			p.Key.Error("", "%q is not a number", p.Name)
			continue
		}
		if _, ok := into[number]; ok {
			p.Key.Error("take one of them out", "%s is the same number as one above, %s", p.Name, number)
			continue
		}
		into[number] = l.loadRoute(p.Value)
	}
}

func (l *loader) loadRoute(n yamlfile.Node) Route {
	if n.IsText() {
		return Route{Centre: l.centreRef(n)}
	}
	m, _ := n.Map()
	m.Only("centre", "flow")
	var r Route
	if n, ok := m.Need("centre"); ok {
		r.Centre = l.centreRef(n)
	}
	if n, ok := m.Get("flow"); ok {
		r.Flow = l.flowRef(n)
	}
	return r
}

func loadAllow(n yamlfile.Node, contact bool) []string {
	var allow []string
	for _, item := range n.Texts() {
		text, _ := item.Text()
		number := string(numbering.Called(text))
		switch {
		case number == "":
			item.Error("", "%q is not a number", text)
		case slices.Contains(allow, number):
			item.Error("take one of them out", "%s is there twice", text)
		default:
			allow = append(allow, number)
		}
	}
	if len(allow) > 0 && !contact {
		n.Error("add contact: sip:…", "this trunk has no address for calls out")
	}
	return allow
}
