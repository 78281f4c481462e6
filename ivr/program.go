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

// Source is one file of a flow or a language: its name, as problems shall show
// it, and its text.
type Source struct {
	Name string
	Text []byte
}

// Program is a set of flows, checked and ready to run. It never changes and may
// be used by any number of sessions at once.
type Program struct {
	Version   string // of the content of all flows and languages
	flows     map[string]*Flow
	names     []string // sorted
	languages map[string]*Language
}

// Load reads and checks flow files, and files of languages besides Mandarin, and
// tells every problem in all of them. With an error among the problems the program
// is there to be asked for names, but must not be run. References to what lies
// outside the flows (queues, centres, numbers) are for the caller to check: see
// [Flow.Refs]; what a caller goes through is proved by [Program.Prove].
func Load(files []Source, languages ...Source) (*Program, problem.Problems) {
	var found problem.Problems
	version := sha256.New()
	p := &Program{flows: make(map[string]*Flow, len(files)), languages: loadLanguages(languages, &found)}
	for _, file := range sorted(languages) {
		version.Write([]byte(baseName(file.Name) + "=" + contentHash(file.Text) + "\n"))
	}
	all := loaders{languages: p.languages, kinds: kinds(), header: flowFields(), formulas: formulaLanguage()}
	for _, file := range sorted(files) {
		f := all.loadFlow(file, &found)
		if p.flows[f.Name] != nil {
			found.Add(f.place.Error("give it another name", "there is another flow %q", f.Name))
			continue
		}
		p.flows[f.Name] = f
		p.names = append(p.names, f.Name)
		version.Write([]byte(f.Name + "=" + f.Version + "\n"))
	}
	slices.Sort(p.names)
	p.Version = short(version.Sum(nil))
	check(p.linkCalls())
	found.Sort()
	return p, found
}

func sorted(files []Source) []Source {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
	return files
}

// Flow finds a flow by its name.
func (p *Program) Flow(name string) (*Flow, bool) {
	f, ok := p.flows[name]
	return f, ok
}

// Names are the names of all flows, sorted.
func (p *Program) Names() []string { return slices.Clone(p.names) }

// Languages are those that callers can be spoken to in, by id.
func (p *Program) Languages() []Language {
	all := make([]Language, 0, len(p.languages))
	for _, id := range languageIDs(p.languages) {
		all = append(all, *p.languages[id])
	}
	return all
}

// Use says that calls of a centre walk through a flow.
type Use struct {
	Flow   string
	Centre string
	Title  string // of the centre
	Area   string
	Tier   string
	// Handover: its forwards only lead to centres whose own flows are proved, and
	// never back to it.
	Handover bool
}

// standIn is a session that knows nothing but the centre.
func (p *Program) standIn(u Use, lang *Language) *Session {
	return &Session{prog: p, lang: lang, vars: Vars{Centre: u.Centre, Title: u.Title, Area: u.Area, Tier: u.Tier}}
}

// Texts are all texts known before a call, in every language: what the flows say
// at each centre that uses them, what the language says by itself, and the first
// places in a queue. Sorted, each one once.
func (p *Program) Texts(uses ...Use) []Text {
	for _, name := range p.names { // feature codes, called flows
		uses = append(uses, Use{Flow: name})
	}
	var all []Text
	for _, id := range languageIDs(p.languages) {
		for _, u := range uses {
			if f, ok := p.flows[u.Flow]; ok {
				all = append(all, f.texts(&speech{lang: p.languages[id], session: p.standIn(u, p.languages[id]), before: true})...)
			}
		}
	}
	slices.SortFunc(all, func(a, b Text) int { return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text)) })
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
