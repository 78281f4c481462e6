package ivr

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// Source is one flow file: its name, as problems shall show it, and its text.
type Source struct {
	Name string
	Text []byte
}

// Program is a set of flows, checked and ready to run. It never changes and may
// be used by any number of sessions at once.
type Program struct {
	Version string // of the content of all flows
	flows   map[string]*Flow
	names   []string // sorted
}

// Load reads and checks flow files and tells every problem in all of them. With
// an error among the problems the program is there to be asked for names, but
// must not be run. References to what lies outside the flows (queues, centres,
// numbers) are for the caller to check: see [Flow.Refs].
func Load(files []Source) (*Program, problem.Problems) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
	p := &Program{flows: make(map[string]*Flow, len(files))}
	var found problem.Problems
	all := sha256.New()
	for _, file := range files {
		f := loadFlow(file, &found)
		if p.flows[f.Name] != nil {
			found.Add(f.place.Error("give it another name", "there is another flow %q", f.Name))
			continue
		}
		p.flows[f.Name] = f
		p.names = append(p.names, f.Name)
		all.Write([]byte(f.Name + "=" + f.Version + "\n"))
	}
	slices.Sort(p.names)
	p.Version = short(all.Sum(nil))
	found.Sort()
	return p, found
}

// Flow finds a flow by its name.
func (p *Program) Flow(name string) (*Flow, bool) {
	f, ok := p.flows[name]
	return f, ok
}

// Names are the names of all flows, sorted.
func (p *Program) Names() []string { return slices.Clone(p.names) }

// Texts are all texts known before a call: what the flows say, what the language
// says by itself, and the first places in a queue. Sorted, each one once.
func (p *Program) Texts() []string {
	var all []string
	for _, f := range p.flows {
		all = append(all, f.texts()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// baseName is what a file is called without folder and ending.
func baseName(file string) string {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}

func short(hash []byte) string { return hex.EncodeToString(hash[:6]) }

func contentHash(text []byte) string {
	h := sha256.Sum256(text)
	return short(h[:])
}

func readFile(file Source, into *problem.Problems) (yamlfile.Map, bool) {
	root, ok := yamlfile.Read(file.Name, file.Text, into)
	if !ok {
		return yamlfile.Map{}, false
	}
	return root.Map()
}
