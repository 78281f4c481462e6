package dialplan

import (
	"os"
	"regexp"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
	"hotline/ivr"
)

const (
	trunksFile   = "trunks.yaml"
	seatsFile    = "seats.yaml"
	codesFile    = "codes.yaml"
	manifestFile = "prompts/manifest.yaml"
)

// Names go into Asterisk's files and into the journal, so they are plain.
var (
	nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	seatForm = regexp.MustCompile(`^[0-9]{2,15}$`)
	codeForm = regexp.MustCompile(`^\*[0-9]{1,4}#?$`)
)

// loader fills a tree. What one file says of another is checked when all of them
// are read.
type loader struct {
	*files
	tree   *Tree
	later  []func()
	unread map[string]bool // centres whose files cannot be read: what they have is not known
}

// Load reads and checks the tree in a folder. The error is a [problem.Problems]
// with every problem of every file.
func Load(dir string) (*Tree, error) {
	l := &loader{files: newFiles(dir), unread: map[string]bool{}, tree: &Tree{
		Trunks: map[string]Trunk{}, Seats: map[string]Seat{}, Centres: map[string]Centre{}, Codes: map[string]string{},
	}}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, problem.Problems{problem.Place{File: dir}.Error("give the folder that has "+trunksFile, "there is no such folder")}
	}
	l.load()
	l.found.Sort()
	if err := l.found.Err(); err != nil {
		return nil, err
	}
	l.tree.Warnings = l.found
	l.tree.Version = l.version()
	return l.tree, nil
}

func (l *loader) load() {
	l.checkTop(trunksFile, seatsFile, codesFile)
	for _, name := range l.list("centres") {
		l.loadCentre(name)
	}
	l.loadFlows()
	l.loadTrunks()
	l.loadSeats()
	if l.there(codesFile) {
		l.loadCodes()
	}
	if l.there(manifestFile) {
		l.text(manifestFile) // for the version; its form is known to package prompt
		l.tree.Manifest = l.path(manifestFile)
	}
	for _, check := range l.later {
		check()
	}
	l.checkFlows()
}

func (l *loader) loadFlows() {
	var sources []ivr.Source
	for _, name := range l.list("flows") {
		if text, ok := l.text(name); ok {
			sources = append(sources, ivr.Source{Name: l.path(name), Text: text})
		}
	}
	program, found := ivr.Load(sources)
	l.tree.Program = program
	l.found.Add(found...)
}

func (l *loader) loadCodes() {
	m, ok := l.yaml(codesFile)
	if !ok {
		return
	}
	m.Only("codes")
	codes, ok := section(m, "codes")
	if !ok {
		return
	}
	for _, p := range codes.Pairs() {
		if !codeForm.MatchString(p.Name) {
			p.Key.Error(`write "*" and up to four digits`, "%q is not a feature code", p.Name)
		}
		l.tree.Codes[p.Name] = l.flowRef(p.Value)
	}
}

// section is the value of a key that must be there, as keys and values.
func section(m yamlfile.Map, name string) (yamlfile.Map, bool) {
	n, ok := m.Need(name)
	if !ok {
		return yamlfile.Map{}, false
	}
	return n.Map()
}

// optionalText is the text of a key that may be absent.
func optionalText(m yamlfile.Map, name string) string {
	n, ok := m.Get(name)
	if !ok {
		return ""
	}
	text, _ := n.Text()
	return text
}

// name is a key or value that names something new.
func name(n yamlfile.Node, what string) (string, bool) {
	text, ok := n.Text()
	if ok && !nameForm.MatchString(text) {
		n.Error("use small letters, digits and -, and begin with a letter", "%q cannot be the name of a %s", text, what)
		return text, false
	}
	return text, ok
}
