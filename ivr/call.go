package ivr

import (
	"slices"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const deepest = 5 // flows that may call each other in turn

// call walks through another flow and comes back at its return.
type call struct {
	name string
	at   yamlfile.Node
	flow *Flow
	with []named
	as   string
	then *exit
}

func callKind() kind {
	return newKind(loadCall,
		field("call", "Another flow, which comes back at its return.", schema.Text()),
		field("with", "What it is given, as params.<name> there.", schema.Map(schema.Like(nameForm.String(), "small letters, digits and _"), schema.Text())),
		field("as", "The name of what it returns: place makes vars.place.", schema.Like(nameForm.String(), "small letters, digits and _")),
		needed("then", "The step after it has returned.", stepRef()))
}

func loadCall(l *loader, m yamlfile.Map) verb {
	v := &call{then: unaskedExit(m, "then")}
	n, _ := m.Get("call")
	v.at = n
	v.name, _ = n.Text()
	if n, ok := m.Get("with"); ok {
		v.with = l.namedValues(n)
	}
	if n, ok := m.Get("as"); ok {
		v.as, _ = valueName(n)
	}
	return v
}

// linkCalls finds the flows that flows call, and refuses those that would call
// each other without end. It gives all flows, those that are called first.
func (p *Program) linkCalls() []*Flow {
	for _, name := range p.names {
		for _, c := range p.flows[name].calls {
			f, ok := p.flows[c.name]
			if !ok && c.name != "" {
				c.at.Unknown("flow", c.name, p.names)
			}
			if !ok {
				continue
			}
			c.flow = f
			c.checkParams()
		}
	}
	below := depths{levels: map[*Flow]int{}}
	for _, name := range p.names {
		below.of(p.flows[name])
	}
	return below.order
}

// depths are how many flows are called in turn below each flow.
type depths struct {
	levels map[*Flow]int
	order  []*Flow
}

const inProgress = -1

func (d *depths) of(f *Flow) int {
	if n, ok := d.levels[f]; ok {
		return n
	}
	d.levels[f] = inProgress
	most := 0
	for _, c := range f.calls {
		if c.flow == nil {
			continue
		}
		switch n := d.of(c.flow); n {
		case inProgress:
			c.at.Error("let it return instead", "flow %s would call itself without end", c.name)
			c.flow = nil
		case deepest:
			c.at.Error("call fewer flows in turn", "with flow %s more than %d flows call each other in turn", c.name, deepest)
			c.flow = nil
		default:
			most = max(most, n+1)
		}
	}
	d.levels[f] = most
	d.order = append(d.order, f)
	return most
}

func (v *call) checkParams() {
	given := make([]string, 0, len(v.with))
	for _, nv := range v.with {
		given = append(given, nv.name)
		if !slices.Contains(v.flow.names.params, nv.name) {
			nv.value.at.Unknown("parameter of "+v.name, nv.name, v.flow.names.params)
		}
	}
	for _, name := range v.flow.names.params {
		if !slices.Contains(given, name) {
			v.at.Error("add with: {"+name+": …}", "flow %s needs %s", v.name, name)
		}
	}
}

// check: a called flow without a person of its own needs the caller's.
func (v *call) check(f *Flow, at *step) {
	if v.flow.asks {
		needsPerson(f, at)
	}
}

func (v *call) declare(d *declared) {
	if v.as != "" {
		d.vars = append(d.vars, v.as)
	}
}

func (v *call) exits() []*exit { return []*exit{v.then} }
func (v *call) show() []string { return []string{v.name} }

func (v *call) enter(s *Session) {
	inner := scope{Params: make(map[string]any, len(v.with))}
	for _, nv := range v.with {
		inner.Params[nv.name] = plain(nv.value.now(s))
	}
	from := s.at.id()
	s.stack = append(s.stack, frame{flow: s.flow, at: s.at, scope: s.scope})
	s.flow, s.at, s.scope = v.flow, v.flow.start, inner
	s.from, s.way, s.attempts = from, "call", 0
	s.arrive()
}

func (v *call) input(*Session, Input) {}

// giveBack ends a called flow: the one that called it goes on.
func (s *Session) giveBack(result any) {
	s.hush()
	if len(s.stack) == 0 { // nobody called this flow (any more)
		s.rescue()
		return
	}
	s.leaveFlow()
	v, ok := s.at.verb.(*call)
	if !ok { // the step is another one after a reload
		s.rescue()
		return
	}
	if v.as != "" {
		s.scope.setVar(v.as, result)
	}
	s.goTo(v.then.to, v.then.way)
}

// Calls are the flows that this one calls.
func (f *Flow) Calls() []string {
	names := make([]string, len(f.calls))
	for i, c := range f.calls {
		names[i] = c.name
	}
	return names
}
