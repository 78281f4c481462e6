package dialplan

import (
	"time"

	"hotline/internal/calendar"
	"hotline/internal/numbering"
	"hotline/internal/yamlfile"
)

// Route is where a called number leads that a trunk lists.
type Route struct {
	Centre string
	Flow   string // instead of the centre's entry; may be empty
	Old    *Old   // nil: the number stays
}

// Old is a number that will be given up. Callers hear of the new one, and then
// their call goes on: after the last day too, as long as any of them comes.
type Old struct {
	Until time.Time // the end of its last day
	Say   string
}

// listed finds a called number among those of a trunk. A subscriber's number is
// the same one with the trunk's area code and without.
func (t Trunk) listed(n numbering.Number) (Route, bool) {
	for _, form := range t.forms(n) {
		if r, ok := t.Numbers[string(form)]; ok {
			return r, true
		}
	}
	return Route{}, false
}

func (t Trunk) forms(n numbering.Number) []numbering.Number {
	forms := []numbering.Number{n}
	if t.Area == "" {
		return forms
	}
	if n.IsLocal() {
		return append(forms, numbering.Number(t.Area)+n)
	}
	if code, rest, ok := t.Rules.Areas.Split(n); ok && code == t.Area && rest.IsLocal() {
		forms = append(forms, rest)
	}
	return forms
}

// loadNumbers reads "12385": harbin, or "12385": {centre: harbin, flow: other}.
func (l *loader) loadNumbers(t Trunk, n yamlfile.Node) {
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		number := t.Rules.Called(p.Name)
		if number == "" {
			p.Key.Error("", "%q is not a number", p.Name)
			continue
		}
		if _, ok := t.listed(number); ok {
			p.Key.Error("take one of them out", "%s is the same number as one above, %s", p.Name, number)
			continue
		}
		t.Numbers[string(number)] = l.loadRoute(p.Value)
	}
}

func (l *loader) loadRoute(n yamlfile.Node) Route {
	if n.IsText() {
		return Route{Centre: l.centreRef(n)}
	}
	m, _ := n.Map()
	m.Fields(numberFields())
	var r Route
	if n, ok := m.Need("centre"); ok {
		r.Centre = l.centreRef(n)
	}
	if n, ok := m.Get("flow"); ok {
		r.Flow = l.flowRef(n)
	}
	if n, ok := m.Get("old"); ok {
		r.Old = l.loadOld(n)
	}
	return r
}

func (l *loader) loadOld(n yamlfile.Node) *Old {
	m, ok := n.Map()
	if !ok {
		return nil
	}
	m.Fields(oldFields())
	old := &Old{Say: optionalText(m, "say")}
	until, ok := m.Get("until")
	if !ok {
		return old
	}
	text, ok := until.Text()
	if !ok {
		return old
	}
	day, err := time.ParseInLocation(time.DateOnly, text, calendar.China())
	if err != nil {
		until.Error("write it like 2027-06-30", "%q is not a date", text)
		return old
	}
	old.Until = day.AddDate(0, 0, 1)
	l.noteOld(old.Until, until.Place())
	return old
}
