package dialplan

import (
	"slices"

	"hotline/internal/form"
	"hotline/internal/numbering"
	"hotline/internal/yamlfile"
)

// Allow is a number outside that a trunk may call.
type Allow struct {
	Number string // in its one form
	Always bool   // a person answers there at all hours
}

// Words that allow many numbers at once.
const (
	allowHotlines = "hotlines"
	allowCallers  = "callers"
	openAlways    = "always"
)

func (t *Trunk) loadAllow(n yamlfile.Node) {
	items, _ := n.List()
	for _, item := range form.Few(n, items, mostListed) {
		if item.IsMap() {
			t.allowForm(item)
			continue
		}
		switch word, ok := item.Text(); {
		case !ok:
		case word == allowHotlines:
			t.Hotlines = once(item, t.Hotlines)
		case word == allowCallers:
			t.Callers = once(item, t.Callers)
		default:
			t.allow(item, word, false)
		}
	}
	if len(items) > 0 && t.Contact == "" {
		n.Error("add contact: sip:…", "this trunk has no address for calls out")
	}
}

func once(n yamlfile.Node, already bool) bool {
	if already {
		n.Error("take one of them out", "this is there twice")
	}
	return true
}

// allowForm reads {number: "12345", open: always}.
func (t *Trunk) allowForm(n yamlfile.Node) {
	m, _ := n.Map()
	m.Fields(allowFields())
	always := false
	if open, ok := m.Get("open"); ok {
		_, always = open.OneOf(openAlways)
	}
	number, ok := m.Get("number")
	if !ok {
		return
	}
	if text, ok := number.Text(); ok {
		t.allow(number, text, always)
	}
}

func (t *Trunk) allow(at yamlfile.Node, text string, always bool) {
	number := string(numbering.Called(text))
	switch {
	case number == "":
		at.Error("write a number, "+allowHotlines+" or "+allowCallers, "%q is not a number", text)
	case slices.ContainsFunc(t.Allow, func(b Allow) bool { return b.Number == number }):
		at.Error("take one of them out", "%s is there twice", text)
	default:
		t.Allow = append(t.Allow, Allow{Number: number, Always: always})
	}
}

// TrunkFor is the trunk that may carry a call to a number outside: the one that is
// preferred, for a short number means another place on each trunk, else the first
// by name that allows it. No other number may ever be dialled.
func (t *Tree) TrunkFor(number, preferred string) (string, bool) {
	want := numbering.Called(number)
	code, rest, _ := t.Areas.Split(want)
	hotline := code != "" && rest == numbering.Hotline
	allows := func(in Trunk) bool {
		return hotline && in.Hotlines ||
			slices.ContainsFunc(in.Allow, func(a Allow) bool { return a.Number == string(want) })
	}
	if in, ok := t.Trunks[preferred]; ok && allows(in) {
		return preferred, true
	}
	return t.trunkThat(allows)
}

// TrunkForCallback is the trunk that may call back the number that a caller left
// or called from: a mobile, or a fixed line with a known area code.
func (t *Tree) TrunkForCallback(number string) (string, bool) {
	n := numbering.Caller(number)
	_, rest, fixed := t.Areas.Split(n)
	if !n.IsMobile() && (!fixed || !rest.IsLocal()) {
		return "", false
	}
	return t.trunkThat(func(in Trunk) bool { return in.Callers })
}

// AlwaysAnswered is true for a number outside where a person answers at all hours.
func (t *Tree) AlwaysAnswered(number string) bool {
	want := string(numbering.Called(number))
	_, ok := t.trunkThat(func(in Trunk) bool {
		return slices.ContainsFunc(in.Allow, func(a Allow) bool { return a.Always && a.Number == want })
	})
	return ok
}

func (t *Tree) trunkThat(fits func(Trunk) bool) (string, bool) {
	for _, name := range sorted(t.Trunks) {
		if fits(t.Trunks[name]) {
			return name, true
		}
	}
	return "", false
}
