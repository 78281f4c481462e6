package calltest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/internal/call"
	"hotline/internal/rehearsal"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

func (l loader) expectations(n yamlfile.Node) []expectation {
	items, _ := n.List()
	all := make([]expectation, 0, len(items))
	for _, item := range items {
		all = append(all, expectation{item.Place(), l.act(item)})
	}
	return all
}

// act reads one line. One that is wrong gives nothing; it is reported.
func (l loader) act(n yamlfile.Node) act {
	if n.IsText() {
		return bareAct(n)
	}
	m, ok := n.Map()
	if !ok {
		return nil
	}
	var kinds []schema.Kind
	for _, k := range acts() {
		if m.Has(k.Name) {
			kinds = append(kinds, k)
		}
	}
	switch len(kinds) {
	case 0:
		l.noAct(m)
		return nil
	case 1:
		m.Only(schema.Names(kinds[0].Fields)...)
		value, _ := m.Get(kinds[0].Name)
		return l.loadAct(kinds[0].Name, value, within(m))
	}
	n.Error("put them in the order in which they happen, each behind a - of its own",
		"%s and %s stand in one line", kinds[0].Name, kinds[1].Name)
	return nil
}

func (loader) noAct(m yamlfile.Map) {
	known := bareActs()
	for _, k := range acts() {
		known = append(known, k.Name)
	}
	for _, p := range m.Pairs() {
		p.Key.Unknown("expectation", p.Name, known)
		return
	}
	m.Node().Error("write what happens: "+strings.Join(known, ", "), "this line is empty")
}

func within(m yamlfile.Map) time.Duration {
	if n, ok := m.Get("within"); ok {
		limit, _ := n.Duration(0, mostWait)
		return limit
	}
	return usualLimit
}

func bareAct(n yamlfile.Node) act {
	what, ok := n.Text()
	switch {
	case !ok:
		return nil
	case what == "hangs up":
		return func(r *run) (string, error) { return r.hangsUp() }
	case what == "other side hangs up":
		return func(r *run) (string, error) { return r.otherHangsUp() }
	}
	known := bareActs()
	for _, k := range acts() {
		known = append(known, k.Name)
	}
	if slices.Contains(known, what) {
		n.Error("write "+what+": …", "%s what?", what)
		return nil
	}
	n.Unknown("expectation", what, known)
	return nil
}

func (l loader) loadAct(kind string, n yamlfile.Node, within time.Duration) act {
	switch kind {
	case "hears":
		words, _ := n.Text()
		return func(r *run) (string, error) { return r.hears(words, within) }
	case "leaves queue":
		reason, _ := n.OneOf(queueReasons()...)
		return func(r *run) (string, error) { return r.leavesQueue(reason, within) }
	case "presses":
		keys := loadKeys(n)
		return func(r *run) (string, error) { return r.presses(keys) }
	case "waits":
		d, _ := n.Duration(0, mostWait)
		return func(r *run) (string, error) { return r.waits(d) }
	case "reaches":
		return l.reaches(n)
	case "says":
		words, _ := n.Text()
		return func(r *run) (string, error) { return r.speaks(words, rehearsal.Lasts(words)) }
	case "leaves message":
		d, _ := n.Duration(0, mostTalk)
		return func(r *run) (string, error) { return r.speaks("", d) }
	case "signs in", "signs out":
		seat := l.names.known(n, "seat", l.names.seats)
		return func(r *run) (string, error) { return "", r.stage.Seat(seat, kind == "signs in") }
	default:
		outcome, _ := n.OneOf(outcomes()...)
		return func(r *run) (string, error) { return r.ends(call.Outcome(outcome), within) }
	}
}

// reaches reads a goal: one place, and perhaps a limit.
func (l loader) reaches(n yamlfile.Node) act {
	m, ok := n.Map()
	if !ok {
		return nil
	}
	m.Only(schema.Names(goalFields())...)
	limit := within(m)
	var goals []goal
	for _, p := range m.Pairs() {
		if g, ok := l.goal(p); ok {
			goals = append(goals, g)
		}
	}
	switch {
	case len(goals) == 1:
		return func(r *run) (string, error) { return r.reaches(goals[0], limit) }
	case len(goals) > 1:
		n.Error("write one line for each", "a call reaches one thing after the other: %s and %s", goals[0].what, goals[1].what)
	case len(m.Pairs()) == 0 || m.Has("within"):
		n.Error("write reaches: {centre: …}, or queue, step, seat, outside, voicemail, callback, grade", "it is not said what the call reaches")
	}
	return nil
}

func (l loader) goal(p yamlfile.Pair) (goal, bool) {
	known := map[string][]string{
		"centre": l.names.centres, "voicemail": l.names.centres, "queue": l.names.queues, "callback": l.names.queues,
		"step": l.names.steps, "seat": l.names.seats,
	}
	g := goal{what: p.Name}
	switch p.Name {
	case "centre", "voicemail", "queue", "callback", "step", "seat":
		kind := map[string]string{"voicemail": "centre", "callback": "queue"}[p.Name]
		if kind == "" {
			kind = p.Name
		}
		g.name = l.names.known(p.Value, kind, known[p.Name])
	case "outside":
		text, _ := p.Value.Text()
		if g.name = rehearsal.Digits(text); g.name == "" {
			p.Value.Error("", "%q is not a number", text)
		}
	case "grade":
		grade, _ := p.Value.Int(1, 5)
		g.name = strconv.Itoa(grade)
	default:
		return goal{}, false
	}
	return g, true
}
