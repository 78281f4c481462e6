package ivr

import (
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// Flow is one call script.
type Flow struct {
	Name    string // as the file is called
	Title   string
	Version string // of the file's content

	place  problem.Place
	start  *step
	person *step // where 0, silence and errors lead; nil where nobody can be reached
	steps  []*step
	byName map[string]*step
}

// step is one named step: a verb and where it stands.
type step struct {
	name string
	key  yamlfile.Node
	verb verb
}

// loadFlow gives a flow even of a broken file, so that its name is known.
func loadFlow(file Source, into *problem.Problems) *Flow {
	f := &Flow{
		Name: baseName(file.Name), Version: contentHash(file.Text),
		place: problem.Place{File: file.Name}, byName: map[string]*step{},
	}
	m, ok := readFile(file, into)
	if !ok {
		return f
	}
	f.place = m.Node().Place()
	before := len(*into)
	f.load(m)
	if len(*into) == before {
		f.check(m)
	}
	return f
}

func (f *Flow) load(m yamlfile.Map) {
	m.Only("flow", "title", "start", "person", "steps")
	if n, ok := m.Need("flow"); ok {
		if name, ok := n.Text(); ok && name != f.Name {
			n.Error("write flow: "+f.Name+", or rename the file", "the flow is called %q but its file %q", name, f.Name)
		}
	}
	if n, ok := m.Get("title"); ok {
		f.Title, _ = n.Text()
	}
	f.loadSteps(m)
	if n, ok := m.Need("start"); ok {
		f.start = f.find(n)
	}
	if n, ok := m.Get("person"); ok {
		f.person = f.find(n)
	}
	f.link()
}

func (f *Flow) loadSteps(m yamlfile.Map) {
	n, ok := m.Need("steps")
	if !ok {
		return
	}
	steps, ok := n.Map()
	if ok && len(steps.Pairs()) == 0 {
		n.Error("", "there are no steps")
	}
	for _, p := range steps.Pairs() {
		s := &step{name: p.Name, key: p.Key, verb: loadVerb(p)}
		f.steps = append(f.steps, s)
		f.byName[s.name] = s
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

func (f *Flow) texts() []string {
	var all []string
	for _, s := range f.steps {
		if v, ok := s.verb.(speaker); ok {
			all = append(all, v.texts()...)
		}
	}
	return append(all, wordsToPerson, wordsTrouble)
}

// Place is where the flow begins.
func (f *Flow) Place() problem.Place { return f.place }
