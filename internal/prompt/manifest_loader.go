package prompt

import (
	"path/filepath"

	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// manifestLoader collects the prompts and the problems of one file.
type manifestLoader struct {
	path     string
	entries  map[entryKey]Entry
	seen     map[entryKey]int // line of the first
	problems problem.Problems
}

func (l *manifestLoader) load(data []byte) {
	root, ok := yamlfile.Read(l.path, data, &l.problems)
	if !ok {
		return
	}
	top, ok := root.Map()
	if !ok {
		return
	}
	top.Fields(manifestFields())
	list, ok := top.Get("prompts")
	if !ok {
		return
	}
	items, _ := list.List()
	fields := entryFields()
	for _, item := range items {
		l.entry(item, fields)
	}
}

// entry takes one prompt in if its shape is right; whether its recording is
// there is said all the same when it is a double.
func (l *manifestLoader) entry(item yamlfile.Node, fields []schema.Field) {
	m, ok := item.Map()
	if !ok {
		return
	}
	before := len(l.problems)
	m.Fields(fields)
	e := Entry{ID: text(m, "id"), Lang: text(m, "lang"), Text: text(m, "text"), Recording: text(m, "recording")}
	e.Lang = language(e.Lang)
	if len(l.problems) > before {
		return
	}
	if e.ID == "" && e.Recording == "" {
		item.Error("give it a recording, or an id that flows can use", "this prompt changes nothing")
		return
	}
	if e.Recording != "" {
		at, _ := m.Get("recording")
		e.Recording = l.recording(at, e.Recording)
	}
	if e.ID != "" {
		at, _ := m.Get("id")
		l.add(at, e.ID, e)
	}
	at, _ := m.Get("text")
	l.add(at, spoken(e.Lang, e.Text), e)
}

// text is a value that may be absent.
func text(m yamlfile.Map, key string) string {
	node, ok := m.Get(key)
	if !ok {
		return ""
	}
	value, _ := node.Text()
	return value
}

func (l *manifestLoader) add(at yamlfile.Node, name string, e Entry) {
	key := entryKey{e.Lang, name}
	if line, ok := l.seen[key]; ok {
		at.Error("take one of them out", "%q (%s) is already on line %d", name, e.Lang, line)
		return
	}
	l.seen[key] = at.Place().Line
	l.entries[key] = e
}

// recording makes the path absolute and checks that Asterisk can play it.
func (l *manifestLoader) recording(at yamlfile.Node, name string) string {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(l.path), path)
	}
	path, err := filepath.Abs(path)
	if err == nil {
		_, err = probeRecording(path)
	}
	if err != nil {
		at.Error("", "recording %s", err)
	}
	return path
}
