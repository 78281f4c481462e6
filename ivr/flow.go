package ivr

import (
	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"

	"github.com/expr-lang/expr/conf"
)

// Flow is one call script.
type Flow struct {
	Name    string // as the file is called
	Title   string
	Version string // of the file's content

	place   problem.Place
	header  yamlfile.Map
	start   *step
	person  *step // where 0, silence and errors lead; nil where nobody can be reached
	steps   []*step
	byName  map[string]*step
	names   declared
	calls   []*call // its steps that call other flows
	sound   bool    // loaded without an error
	seats   bool    // it has a step of the verb seat
	dialled bool    // a formula asks for what was dialled behind the code

	// Settled by check, which those that call the flow build upon.
	whole   bool // it and what it calls is sound
	through bool // a call can run to its return without being asked or waiting
	asks    bool // it needs the person of the flow that calls it
	givenUp bool // silence or a failure leads to its return
	menus   int  // one behind the other, at most, and
	passed  int  // of them at its return, at least
}

// step is one named step: a verb and where it stands.
type step struct {
	name string
	kind string // the verb's name
	flow *Flow
	key  yamlfile.Node
	verb verb
}

// id names the step among all flows.
func (s *step) id() string { return s.flow.Name + "/" + s.name }

// loader loads one flow.
type loader struct {
	loaders
	flow     *Flow
	formulas []*expression
}

// loaders have in common what they know of all flows.
type loaders struct {
	languages map[string]*Language
	kinds     []kind
	header    []schema.Field // [flowFields]
	formulas  conf.Config
}

// Forms are the kinds of files that are loaded here.
func Forms() []schema.File {
	return []schema.File{
		{Name: "flow", Key: "flow", Doc: "A call script: flows/<name>.yaml", Type: schema.Form(flowFields()...)},
		{Name: "language", Key: "language", Doc: "A language besides Mandarin: languages/<id>.yaml", Type: schema.Form(languageFields()...)},
	}
}

// flowFields are the keys of a flow file; steps are of [Verbs].
func flowFields() []schema.Field {
	return []schema.Field{
		needed("flow", "The flow's name: the same as the file's, without .yaml.", schema.Text()),
		field("title", "What people call it.", schema.Text()),
		field("params", "Names of what a step that calls this flow gives it, as params.<name>.", schema.List(schema.Text())),
		needed("start", "The first step.", stepRef()),
		field("person", "The step that 0, silence and errors lead to; needed unless there is just one queue.", stepRef()),
		needed("steps", "Named steps, one verb each.", schema.Map(schema.Text(), schema.Kinds(Verbs()...))),
	}
}

// loadFlow gives a flow even of a broken file, so that its name is known.
func (all loaders) loadFlow(file Source, into *problem.Problems) *Flow {
	f := &Flow{
		Name: baseName(file.Name), Version: contentHash(file.Text),
		place: problem.Place{File: file.Name}, byName: map[string]*step{},
	}
	m, ok := readFile(file, into)
	if !ok {
		return f
	}
	f.place, f.header = m.Node().Place(), m
	before := len(into.Errors())
	l := &loader{loaders: all, flow: f}
	l.load(m)
	f.sound = len(into.Errors()) == before
	return f
}

func (l *loader) load(m yamlfile.Map) {
	f := l.flow
	m.Fields(l.header)
	if n, ok := m.Get("flow"); ok {
		if name, ok := n.Text(); ok && name != f.Name {
			n.Error("write flow: "+f.Name+", or rename the file", "the flow is called %q but its file %q", name, f.Name)
		}
	}
	if n, ok := m.Get("title"); ok {
		f.Title, _ = n.Text()
	}
	if n, ok := m.Get("params"); ok {
		for _, item := range n.Texts() {
			if name, ok := valueName(item); ok {
				f.names.params = append(f.names.params, name)
			}
		}
	}
	l.loadSteps(m)
	if n, ok := m.Get("start"); ok {
		f.start = f.find(n)
	}
	if n, ok := m.Get("person"); ok {
		f.person = f.find(n)
	}
	f.link()
	l.compile()
	for _, s := range f.steps {
		switch v := s.verb.(type) {
		case *menu:
			v.prepare(l.languages)
		case *collect:
			v.bySeat = f.seats
		}
	}
}

func (l *loader) loadSteps(m yamlfile.Map) {
	n, ok := m.Get("steps")
	if !ok {
		return
	}
	steps, ok := n.Map()
	if ok && len(steps.Pairs()) == 0 {
		n.Error("", "there are no steps")
	}
	f := l.flow
	for _, p := range steps.Pairs() {
		s := &step{name: p.Name, key: p.Key, flow: f}
		s.kind, s.verb = l.loadVerb(p)
		f.steps = append(f.steps, s)
		f.byName[s.name] = s
		if v, ok := s.verb.(namer); ok {
			v.declare(&f.names)
		}
		switch v := s.verb.(type) {
		case *call:
			f.calls = append(f.calls, v)
		case *seat:
			f.seats = true
		}
	}
}

// compile checks the formulas, now that the flow's names are known.
func (l *loader) compile() {
	if len(l.formulas) == 0 {
		return
	}
	known := l.flow.names.vocabulary(l.loaders.formulas)
	for _, e := range l.formulas {
		e.compile(known)
		l.flow.dialled = l.flow.dialled || e.asksFor(dialledFact)
	}
}

// link resolves where the steps lead.
func (f *Flow) link() {
	for _, s := range f.steps {
		for _, e := range s.exits() {
			e.to = f.find(e.at)
		}
	}
}

// find is the step that a node names, or nil and a problem.
func (f *Flow) find(n yamlfile.Node) *step {
	name, ok := n.Text()
	if !ok {
		return nil
	}
	s := f.byName[name]
	if s == nil {
		n.Unknown("step", name, f.stepNames())
	}
	return s
}

func (f *Flow) stepNames() []string {
	names := make([]string, len(f.steps))
	for i, s := range f.steps {
		names[i] = s.name
	}
	return names
}

// texts are what the flow says that is known before a call.
func (f *Flow) texts(sp *speech) []Text {
	var all []Text
	for _, s := range f.steps {
		if v, ok := s.verb.(speaker); ok {
			for _, t := range v.said(sp) {
				if t.Text != "" {
					all = append(all, t)
				}
			}
		}
	}
	return append(all, sp.words(wordToPerson), sp.words(wordTrouble), sp.words(wordSlowly))
}

// BySeats is true for a flow that seats dial: it has a step that is done by a seat.
// Whoever lets callers come to it has made a mistake.
func (f *Flow) BySeats() bool { return f.seats }

// AsksDialled is true for a flow that makes something of what was dialled behind
// its code.
func (f *Flow) AsksDialled() bool { return f.dialled }

// Place is where the flow begins.
func (f *Flow) Place() problem.Place { return f.place }
