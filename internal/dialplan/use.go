package dialplan

import (
	"cmp"
	"slices"
	"time"

	"hotline/ivr"
)

// uses tells which centres' calls walk through a flow, sorted, and which flows
// seats dial. A flow is used by those who use the flows that call it.
func (t *Tree) uses() (centres map[string][]string, seats map[string]bool) {
	used := map[string]map[string]bool{}
	seats = map[string]bool{}
	for _, u := range t.entries() {
		t.eachCalled(u.Flow, func(flow string) {
			if used[flow] == nil {
				used[flow] = map[string]bool{}
			}
			used[flow][u.Centre] = true
		})
	}
	for _, flow := range t.codes {
		t.eachCalled(flow, func(flow string) { seats[flow] = true })
	}
	centres = map[string][]string{}
	for flow, by := range used {
		centres[flow] = sorted(by)
	}
	return centres, seats
}

// eachCalled visits a flow and all flows that it calls, and they call.
func (t *Tree) eachCalled(name string, visit func(flow string)) {
	seen := map[string]bool{}
	var walk func(string)
	walk = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		visit(name)
		if f, ok := t.Program.Flow(name); ok {
			for _, called := range f.Calls() {
				walk(called)
			}
		}
	}
	walk(name)
}

// entries are the flows that calls of a centre begin with.
func (t *Tree) entries() []Route {
	var all []Route
	for _, c := range t.Centres {
		all = append(all, Route{Centre: c.ID, Flow: c.Entry})
	}
	for _, in := range t.Trunks {
		for _, r := range in.Numbers {
			all = append(all, r)
		}
	}
	for area, o := range t.Overrides {
		all = append(all, Route{Centre: o.Centre, Flow: o.Flow})
		if len(o.Ask) > 0 {
			all = append(all, Route{Centre: t.askedFor(area), Flow: askFlow(area)})
		}
	}
	return slices.DeleteFunc(all, func(r Route) bool { return r.Flow == "" })
}

// Uses are the flows that callers' calls begin with, each with the centre that
// was called: by flow, then by centre.
func (t *Tree) Uses() []ivr.Use {
	entries := t.entries()
	slices.SortFunc(entries, func(a, b Route) int {
		return cmp.Or(cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Centre, b.Centre))
	})
	entries = slices.CompactFunc(entries, func(a, b Route) bool { return a.Flow == b.Flow && a.Centre == b.Centre })
	uses := make([]ivr.Use, 0, len(entries))
	for _, e := range entries {
		c := t.Centres[e.Centre]
		uses = append(uses, ivr.Use{Flow: e.Flow, Centre: c.ID, Title: c.Title, Area: c.Area, Tier: string(c.Tier), Handover: t.asks(e.Flow)})
	}
	return uses
}

// asks is true for a flow that only asks which centre is meant.
func (t *Tree) asks(flow string) bool {
	for area, o := range t.Overrides {
		if len(o.Ask) > 0 && flow == askFlow(area) {
			return true
		}
	}
	return false
}

// World is what lies outside the flows, for the proof that a person is in reach.
func (t *Tree) World() ivr.World {
	return ivr.World{
		Closes:  func(centre string) bool { return !t.Centres[centre].Hours.Always() },
		Cities:  t.citiesNeverClose,
		Answers: t.AlwaysAnswered,
		Chain:   t.chainEnd,
		Area:    t.centreOf,
	}
}

// centreOf is the one centre of this platform that an area code reaches, or empty.
func (t *Tree) centreOf(area string) string {
	if to, ok := t.Reach(area); ok && to.Flow == "" {
		return to.Centre
	}
	return ""
}

// citiesNeverClose is true if every city of this platform is open at all hours.
func (t *Tree) citiesNeverClose() bool {
	for _, c := range t.Centres {
		if c.Tier == City && !c.Hours.Always() {
			return false
		}
	}
	return true
}

// chainEnd is how a chain ends at the worst hour; empty if one of its centres is
// open at all hours.
func (t *Tree) chainEnd(centre, reason string) string {
	chain := t.Chain(centre, reason)
	for _, next := range chain.Centres {
		if t.Centres[next].Hours.Always() {
			return ""
		}
	}
	return chain.End
}

// Texts are all texts known before a call: those of the flows, and what callers
// of old numbers hear first.
func (t *Tree) Texts() []ivr.Text {
	texts := t.Program.Texts(t.Uses()...)
	texts = append(texts, t.briefings()...)
	for _, trunk := range sorted(t.Trunks) {
		numbers := t.Trunks[trunk].Numbers
		for _, number := range sorted(numbers) {
			if old := numbers[number].Old; old != nil {
				texts = append(texts, ivr.Text{Text: old.Say})
			}
		}
	}
	return texts
}

// briefings are those in which no caller's wait is told.
func (t *Tree) briefings() []ivr.Text {
	var texts []ivr.Text
	for _, id := range sorted(t.Centres) {
		for _, q := range t.Centres[id].Queues {
			if q.Briefing != "" && q.Brief(0) == q.Brief(time.Hour) {
				texts = append(texts, ivr.Text{Text: q.Brief(0)})
			}
		}
	}
	return texts
}
