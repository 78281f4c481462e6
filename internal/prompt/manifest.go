package prompt

import (
	"fmt"
	"os"

	"hotline/internal/schema"
)

// Manifest lists the texts that have a recording or a name:
//
//	prompts:
//	  - text: 您好，这里是12385残疾人服务热线。
//	    recording: greeting.wav   # beside the manifest; WAV, 8 kHz, mono, 16 bit
//	  - id: please-wait           # flows may say the name instead of the text
//	    text: 请稍候。
//	    lang: cmn                 # the default
//
// A text matches however its numbers are written (12385, 幺二三八五).
type Manifest struct {
	entries map[entryKey]Entry
}

// Entry is one prompt of the manifest.
type Entry struct {
	ID        string // may be empty
	Lang      string
	Text      string
	Recording string // absolute path; empty for a text without one
}

// ManifestForm is how a manifest is written.
func ManifestForm() schema.File {
	return schema.File{Name: "prompts", Key: "prompts", Doc: "Recordings of what callers hear: prompts/manifest.yaml", Type: schema.Form(manifestFields()...)}
}

func manifestFields() []schema.Field {
	return []schema.Field{
		{Name: "prompts", Doc: "The texts that have a recording or a name.", Type: schema.List(schema.Form(entryFields()...)), Need: true},
	}
}

func entryFields() []schema.Field {
	return []schema.Field{
		{Name: "text", Doc: "What is said; its numbers may be written in any way.", Type: schema.Text(), Need: true},
		{Name: "recording", Doc: "Beside the manifest: WAV, 8 kHz, mono, 16 bit.", Type: schema.Text()},
		{Name: "id", Doc: "A name that flows may say instead of the text.", Type: schema.Text()},
		{Name: "lang", Doc: "Its language; " + Mandarin + " without it.", Type: schema.Text()},
	}
}

// entryKey is a language and either a name or a spelled text.
type entryKey struct{ lang, name string }

// LoadManifest reads and checks a manifest. Mistakes come all at once, as
// problem.Problems.
func LoadManifest(path string) (*Manifest, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("prompt manifest: %w", err)
	}
	l := manifestLoader{path: path, entries: map[entryKey]Entry{}, seen: map[entryKey]int{}}
	l.load(data)
	return &Manifest{entries: l.entries}, l.problems.Err()
}

// find looks a name or a text up.
func (m *Manifest) find(lang, text string) (Entry, bool) {
	if e, ok := m.entries[entryKey{lang, text}]; ok {
		return e, true
	}
	e, ok := m.entries[entryKey{lang, spoken(lang, text)}]
	return e, ok
}
