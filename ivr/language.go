package ivr

import (
	"regexp"
	"slices"
	"strings"

	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// Mandarin is the first language: what a flow says is in it unless it says
// otherwise, and every caller begins with it unless the trunk says otherwise.
const Mandarin = "zh"

var languageForm = regexp.MustCompile(`^[a-z]{2,3}$`)

// Language is one in which callers are spoken to.
type Language struct {
	ID    string // "zh", "yue", "en"
	Title string
	Voice string // of the synthesiser; empty = the usual one for the language
	words map[word]string
	first *Language // Mandarin, for what is not translated
}

func mandarin() *Language {
	return &Language{ID: Mandarin, Title: "普通话", words: mandarinWords()}
}

// languageFields are the keys of languages/<id>.yaml.
func languageFields() []schema.Field {
	return []schema.Field{
		needed("language", "Its id: the same as the file's, without .yaml.", schema.Like(languageForm.String(), "two or three small letters, such as en or yue")),
		needed("title", "What people call it.", schema.Text()),
		field("voice", "Of the synthesiser, for texts without a recording; the usual one for the language without it.", schema.Text()),
		needed("words", "What the language of flows says by itself.", schema.Form(wordFields()...)),
	}
}

// wordFields are all words, sorted.
func wordFields() []schema.Field {
	words := mandarinWords()
	fields := make([]schema.Field, 0, len(words))
	for w, text := range words {
		fields = append(fields, needed(string(w), "In Mandarin: "+text, schema.Text()))
	}
	fields = append(fields, field(string(wordPlaceKept), "In Mandarin, which is heard without it: "+placeKept, schema.Text()))
	slices.SortFunc(fields, func(a, b schema.Field) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

// loadLanguage reads languages/<id>.yaml: a title, a voice, and the words that
// the language of flows says by itself.
func loadLanguage(file Source, into *problem.Problems) *Language {
	l := &Language{ID: baseName(file.Name), words: map[word]string{}}
	m, ok := readFile(file, into)
	if !ok {
		return l
	}
	m.Fields(languageFields())
	if n, ok := m.Get("language"); ok {
		l.checkID(n)
	}
	if n, ok := m.Get("title"); ok {
		l.Title, _ = n.Text()
	}
	if n, ok := m.Get("voice"); ok {
		l.Voice, _ = n.Text()
	}
	if n, ok := m.Get("words"); ok {
		l.loadWords(n)
	}
	return l
}

func (l *Language) checkID(n yamlfile.Node) {
	id, ok := n.Text()
	switch {
	case !ok:
	case id != l.ID:
		n.Error("write language: "+l.ID+", or rename the file", "the language is called %q but its file %q", id, l.ID)
	case l.ID == Mandarin:
		n.Error("take the file out", "Mandarin is there by itself")
	case !languageForm.MatchString(id):
		n.Error("call it by two or three small letters, such as en or yue", "%q is not the id of a language", id)
	}
}

func (l *Language) loadWords(n yamlfile.Node) {
	m, ok := n.Map()
	if !ok {
		return
	}
	known := schema.Names(wordFields())
	m.Only(known...)
	var missing []string
	for _, name := range known {
		if at, ok := m.Get(name); ok {
			l.words[word(name)], _ = at.Text()
		} else if word(name) != wordPlaceKept {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		n.Error("translate them; dialplans/languages has examples", "words are missing: %s", joinSome(missing))
	}
}

// loadLanguages gives Mandarin and what the files add, by id.
func loadLanguages(files []Source, into *problem.Problems) map[string]*Language {
	first := mandarin()
	first.first = first
	all := map[string]*Language{Mandarin: first}
	for _, file := range sorted(files) {
		l := loadLanguage(file, into)
		switch {
		case l.ID == Mandarin:
		case all[l.ID] != nil:
			into.Add(problem.Place{File: file.Name}.Error("take one of them out", "there is another language %q", l.ID))
		default:
			l.first = first
			all[l.ID] = l
		}
	}
	return all
}

func languageIDs(all map[string]*Language) []string {
	ids := make([]string, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// tag is the Lang of a Text in this language.
func (l *Language) tag() string {
	if l.ID == Mandarin {
		return ""
	}
	return l.ID
}
