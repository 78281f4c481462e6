package dialplan

import (
	"os"
	"regexp"
	"slices"

	"hotline/internal/calendar"
	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
	"hotline/ivr"
)

const (
	trunksFile         = "trunks.yaml"
	numberingFile      = "numbering.yaml"
	areasFile          = "area-codes.csv"
	seatsFile          = "seats.yaml"
	codesFile          = "codes.yaml"
	recordingsFile     = "recordings.yaml"
	classificationFile = "classification.yaml"
	machinesFile       = "machines.yaml"
	manifestFile       = "prompts/manifest.yaml"

	centresDir   = "centres"
	flowsDir     = "flows"
	languagesDir = "languages"
	calendarsDir = "calendars"
)

// Names go into Asterisk's files and into the journal, so they are plain.
var (
	nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	seatForm = regexp.MustCompile(`^[0-9]{2,15}$`)
	codeForm = regexp.MustCompile(`^\*[0-9]{1,4}[#+]?$`)
	talkForm = regexp.MustCompile(`^\*[0-9*#]$`)
)

// loader fills a tree. What one file says of another is checked when all of them
// are read.
type loader struct {
	*files
	tree    *Tree
	later   []func()
	unread  map[string]bool          // centres whose files cannot be read: what they have is not known
	tierAt  map[string]problem.Place // where centres name their tiers
	chains  []chainPlace
	matches []match
	queues  map[string]*queueDraft
	claims  []claim                  // accounts of seats, and
	free    []claim                  // of nobody
	skills  map[string]problem.Place // of seats, where the first of them has it
}

// Load reads and checks the tree in a folder. The error is a [problem.Problems]
// with every problem of every file. What only the date can tell is not among
// them: see [Tree.CalendarWarnings].
func Load(dir string) (*Tree, error) {
	l := &loader{
		files: newFiles(dir), unread: map[string]bool{}, tierAt: map[string]problem.Place{},
		queues: map[string]*queueDraft{}, skills: map[string]problem.Place{}, tree: newTree(dir),
	}
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

func newTree(dir string) *Tree {
	return &Tree{
		Trunks: map[string]Trunk{}, Seats: map[string]Seat{}, Centres: map[string]Centre{}, Phones: map[string]Phone{}, TalkCodes: map[string]string{},
		codes: map[string]string{}, targets: map[string]Target{},
		Overrides: map[string]Override{}, Machines: map[string]Machine{}, MaxHops: usualHops, dir: dir,
	}
}

// load reads what others refer to first. The folder of call tests is not part of
// the tree.
func (l *loader) load() {
	l.checkTop(trunksFile, seatsFile, codesFile, numberingFile, policyFile, classificationFile, recordingsFile, machinesFile)
	centres, flows, languages, calendars := l.list(centresDir), l.list(flowsDir), l.listIfThere(languagesDir), l.listIfThere(calendarsDir)
	l.fetch(slices.Concat(centres, flows, languages, calendars))
	l.loadAreas()
	l.loadCalendars(calendars)
	for _, name := range centres {
		l.loadCentre(name)
	}
	l.index()
	l.loadNumbering()
	l.loadFlows(flows, languages)
	l.loadTrunks()
	if l.there(machinesFile) {
		l.loadMachines()
	}
	l.loadSeats()
	l.settlePhones()
	if l.there(codesFile) {
		l.loadCodes()
	}
	if l.there(classificationFile) {
		l.loadClassification()
	}
	if l.there(recordingsFile) {
		l.loadRecordings()
	}
	if l.there(manifestFile) {
		l.text(manifestFile) // for the version; its form is known to package prompt
		l.tree.Manifest = l.path(manifestFile)
	}
	l.checkChains()
	l.checkServing()
	for _, check := range l.later {
		check()
	}
	l.checkFlows()
	l.checkSeatFlows()
	l.checkKept()
	l.checkAsked()
	l.loadPolicy()
	l.prove()
}

func (l *loader) loadCalendars(names []string) {
	var sources []calendar.Source
	for _, name := range names {
		if text, ok := l.text(name); ok {
			sources = append(sources, calendar.Source{Name: l.path(name), Text: text})
		}
	}
	book, found := calendar.Load(sources)
	l.tree.Calendar = book
	l.found.Add(found...)
}

func (l *loader) loadFlows(flows, languages []string) {
	program, found := ivr.Load(append(l.sources(flows), l.askSources()...), l.sources(languages)...)
	l.tree.Program = program
	l.found.Add(found...)
}

func (l *loader) sources(names []string) []ivr.Source {
	var sources []ivr.Source
	for _, name := range names {
		if text, ok := l.text(name); ok {
			sources = append(sources, ivr.Source{Name: l.path(name), Text: text})
		}
	}
	return sources
}

func (l *loader) loadCodes() {
	m, ok := l.yaml(codesFile)
	if !ok {
		return
	}
	m.Fields(codesFields())
	l.loadFeatureCodes(m)
	form.Fill(m, l.codesSettings())
}

// section is the value of a key that must be there, as keys and values.
func section(m yamlfile.Map, name string) (yamlfile.Map, bool) {
	n, ok := m.Need(name)
	if !ok {
		return yamlfile.Map{}, false
	}
	return n.Map()
}

// mostListed is more than any list of the tree has in earnest: they are compared
// with each other.
const mostListed = 500

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
