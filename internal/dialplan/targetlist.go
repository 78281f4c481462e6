package dialplan

import (
	"strings"

	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// targetDraft is a short code that is being read.
type targetDraft struct {
	Target

	trunkAt yamlfile.Node
}

func targetsType() schema.Type {
	return schema.Map(schema.Like(plainDigits.String(), "use digits"), schema.Form(form.Fields(new(targetDraft).settings(nil))...))
}

// loadTargets reads short codes of what seats may be connected to.
func (l *loader) loadTargets(n yamlfile.Node) {
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		if !plainDigits.MatchString(p.Name) {
			p.Key.Error("use up to 20 digits", "%q cannot be dialled as a target", p.Name)
		}
		if to, ok := l.loadTarget(p); ok {
			l.tree.targets[p.Name] = to
		}
	}
	l.later = append(l.later, func() { l.checkTargets(m) })
}

func (l *loader) loadTarget(p yamlfile.Pair) (Target, bool) {
	m, ok := p.Value.Map()
	if !ok {
		return Target{}, false
	}
	var d targetDraft
	form.Read(m, d.settings(l))
	var said []string
	for _, kind := range []TargetKind{TargetSeat, TargetQueue, TargetCentre, "number"} {
		if m.Has(string(kind)) {
			said = append(said, string(kind))
		}
	}
	switch {
	case len(said) == 0:
		m.Node().Error("add seat:, queue:, centre: or number:", "target %s leads to nothing", p.Name)
		return Target{}, false
	case len(said) > 1:
		m.Node().Error("leave one of them", "target %s leads to two things, %s and %s", p.Name, said[0], said[1])
		return Target{}, false
	}
	if m.Has("trunk") && d.Kind != TargetOutside {
		d.trunkAt.Error("take it out", "only a number outside needs a trunk")
	}
	if d.Kind == TargetOutside && !m.Has("trunk") {
		l.needTrunk(p, d.Number)
	}
	return d.Target, true
}

// needTrunk: somebody must be able to carry the call.
func (l *loader) needTrunk(p yamlfile.Pair, number string) {
	l.later = append(l.later, func() {
		if _, ok := l.tree.TrunkFor(number, ""); number != "" && !ok {
			p.Key.Error("add trunk: <its name>", "no trunk allows the number of target %s by itself", p.Name)
		}
	})
}

func (d *targetDraft) settings(l *loader) []form.Setting {
	of := func(name string, kind TargetKind, doc string, t schema.Type, read func(yamlfile.Node)) form.Setting {
		return form.Of(name, doc, t, func(n yamlfile.Node) {
			d.Kind = kind
			read(n)
		})
	}
	return []form.Setting{
		of("seat", TargetSeat, "A seat.", numberType(), func(n yamlfile.Node) { d.Seat = l.seatRef(n) }),
		of("queue", TargetQueue, "<centre>/<queue>.", schema.Text(), func(n yamlfile.Node) { d.Queue = l.queueRef(n) }),
		of("centre", TargetCentre, "A centre of this platform.", nameType(), func(n yamlfile.Node) { d.Centre = l.centreRef(n) }),
		of("number", TargetOutside, "A number outside.", schema.Text(), func(n yamlfile.Node) { d.Number = outsideNumber(n) }),
		form.Of("trunk", "The trunk that carries calls to the number; one that allows it without this.", nameType(), func(n yamlfile.Node) {
			d.trunkAt, d.Trunk = n, l.trunkOut(n)
		}),
		form.Of("title", "What people call it.", schema.Text(), func(n yamlfile.Node) { d.Title = shownName(n) }),
	}
}

// seatRef is a seat that a file names.
func (l *loader) seatRef(n yamlfile.Node) string {
	return l.ref(n, "seat", func(id string) bool { return l.tree.Seats[id].ID != "" }, func() []string { return sorted(l.tree.Seats) })
}

// checkTargets warns of short codes that stand for something else already.
func (l *loader) checkTargets(m yamlfile.Map) {
	for _, p := range m.Pairs() {
		to := l.tree.targets[p.Name]
		if _, ok := l.tree.Seats[p.Name]; ok && to.Seat != p.Name {
			p.Key.Warn("choose another code", "seat %s cannot be dialled: this target has its number", p.Name)
		}
		for _, other := range m.Pairs() {
			if len(other.Name) > len(p.Name) && strings.HasPrefix(other.Name, p.Name) {
				other.Key.Warn("let no code begin with another one", "who dials %s slowly gets %s", other.Name, p.Name)
			}
		}
	}
}
