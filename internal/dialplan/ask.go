package dialplan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hotline/ivr"
)

// askSources are the flows that ask which place of a shared area code is meant.
// They are flows like all others, so that check, tests and graphs see them too.
func (l *loader) askSources() []ivr.Source {
	var sources []ivr.Source
	for _, area := range sorted(l.tree.Overrides) {
		asked := slices.Clone(l.tree.Overrides[area].Ask)
		asked = slices.DeleteFunc(asked, func(id string) bool { // those are reported where they stand
			_, ok := l.tree.Centres[id]
			return !ok
		})
		if len(asked) > 0 {
			sources = append(sources, ivr.Source{Name: l.askSource(area), Text: l.askText(area, asked)})
		}
	}
	return sources
}

// askText is the flow: a choice for each centre. Who presses 0, or nothing, gets
// to the first of them that is open at all hours, or else to the usual one.
func (l *loader) askText(area string, asked []string) []byte {
	var b strings.Builder
	usual := l.tree.whoAnswers(area, asked)
	fmt.Fprintf(&b, "flow: %s\ntitle: 区号%s由几个地方共用\nstart: choose\nperson: to-%s\nsteps:\n", askFlow(area), area, usual)
	b.WriteString("  choose:\n    say: 您好，这里是12385残疾人服务热线。\n    menu:\n")
	for i, id := range asked {
		say := strconv.Quote("要找" + l.tree.Centres[id].title())
		fmt.Fprintf(&b, "      - {say: %s, key: %d, to: to-%s}\n", say, i+1, id)
	}
	if !slices.Contains(asked, usual) {
		asked = append(asked, usual)
	}
	for _, id := range asked {
		fmt.Fprintf(&b, "  to-%s:\n    forward: {centre: %s, else: choose}\n", id, id)
	}
	return []byte(b.String())
}

// whoAnswers is the centre for who does not choose.
func (t *Tree) whoAnswers(area string, asked []string) string {
	for _, id := range asked {
		if t.Centres[id].Hours.Always() {
			return id
		}
	}
	return t.askedFor(area)
}

// askedFor is the centre of callers who are asked: the usual one for the area
// code, or else the first that is asked about.
func (t *Tree) askedFor(area string) string {
	if centre, _, ok := t.usual(area); ok {
		return centre
	}
	for _, id := range t.Overrides[area].Ask {
		if _, ok := t.Centres[id]; ok {
			return id
		}
	}
	return ""
}
