package probe

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// MostProbes is how many a file may have.
const MostProbes = 100

// Form is the form of a file of probes.
func Form() schema.File {
	return schema.File{
		Name: "probes", Key: "probes", Doc: "Test calls to the hotline.",
		Type: schema.Form(listOfProbes()),
	}
}

func listOfProbes() schema.Field {
	return schema.Field{
		Name: "probes", Doc: "The test calls, made one after the other.", Need: true,
		Type: schema.List(schema.Form(form.Fields(new(entry).settings())...)),
	}
}

// Load reads a file of probes. Files that it names lie beside it. The error is a
// [problem.Problems] with every mistake; warnings are those of the credentials.
func Load(path string) (probes []Probe, warnings problem.Problems, err error) {
	var found problem.Problems
	text, err := os.ReadFile(path)
	if err != nil {
		found.Add(problem.Place{File: path}.Error("write it, or give another path", "the probes cannot be read: %v", reason(err)))
		return nil, nil, found
	}
	l := loader{dir: filepath.Dir(path), found: &found, names: map[string]bool{}}
	if root, ok := yamlfile.Read(path, text, &found); ok {
		l.load(root)
	}
	found.Sort()
	return l.probes, found.Warnings(), found.Err()
}

type loader struct {
	dir    string
	found  *problem.Problems
	names  map[string]bool
	probes []Probe
}

func (l *loader) load(root yamlfile.Node) {
	m, ok := root.Map()
	if !ok {
		return
	}
	m.Fields([]schema.Field{listOfProbes()})
	list, ok := m.Get("probes")
	if !ok {
		return
	}
	items, _ := list.List()
	for _, item := range form.Few(list, items, MostProbes) {
		if m, ok := item.Map(); ok {
			l.entry(m)
		}
	}
}

// entry is a probe that is being read.
type entry struct {
	Probe

	credentials string
}

func (l *loader) entry(m yamlfile.Map) {
	var e entry
	before := len(*l.found)
	form.Read(m, e.settings())
	if len(*l.found) == before { // else the values are not what was meant
		l.check(m, &e)
	}
	l.probes = append(l.probes, e.Probe)
}

func (l *loader) check(m yamlfile.Map, e *entry) {
	for _, mistake := range e.Check() {
		at, ok := m.Get(mistake.Key)
		if !ok {
			at = m.Node()
		}
		at.Error(mistake.Hint, "%s: %s", mistake.Key, mistake.What)
	}
	if at, ok := m.Get("name"); ok && l.names[e.Name] {
		at.Error("give each a name of its own", "there is a probe %q already", e.Name)
	}
	l.names[e.Name] = true
	e.Hears.File, e.Then.File = l.beside(e.Hears.File), l.beside(e.Then.File)
	if e.credentials == "" {
		return
	}
	c, warnings, err := LoadCredentials(l.beside(e.credentials))
	l.found.Add(warnings...)
	var wrong problem.Problems
	if errors.As(err, &wrong) {
		l.found.Add(wrong.Errors()...)
	}
	e.Credentials = c
}

func (l *loader) beside(file string) string {
	if file == "" || filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(l.dir, file)
}

func (e *entry) settings() []form.Setting {
	return []form.Setting{
		form.Needed(form.Text("name", "What it is called in lines and metrics: beijing-main.", &e.Name)),
		form.Needed(form.Text("server", "Where SIP is spoken, Asterisk or the carrier: 10.0.0.5:5060.", &e.Server)),
		form.Needed(form.Text("number", "The number that is called.", &e.Number)),
		form.Needed(form.Text("from", "The number that is shown as the caller's.", &e.From)),
		form.Text("credentials", "A file with user, password and realm, for a server that asks.", &e.credentials),
		span("answer-within", "How long it may ring; 10s without it.", &e.AnswerWithin),
		form.Text("hears", "What has to be heard after the answer, in Mandarin; without it any sound will do.", &e.Hears.Text),
		form.Text("hears-file", "The same as a WAV file of 8 kHz, 16 bit, mono.", &e.Hears.File),
		span("hears-within", "How long after the answer it may begin; 15s without it.", &e.Hears.Within),
		form.Text("key", "What is pressed then.", &e.Key),
		form.Text("then-hears", "What the key brings, in Mandarin.", &e.Then.Text),
		form.Text("then-hears-file", "The same as a WAV file.", &e.Then.File),
		span("then-within", "How long after the key it may begin; 15s without it.", &e.Then.Within),
	}
}

func span(name, doc string, into *time.Duration) form.Setting {
	return form.Of(name, doc, schema.Duration(LeastWait, MostWait), func(n yamlfile.Node) {
		*into, _ = n.Duration(LeastWait, MostWait)
	})
}

// reason is an error without the path, which stands beside it anyway.
func reason(err error) error {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		return inPath.Err
	}
	return err
}
