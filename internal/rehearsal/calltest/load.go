package calltest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/dialplan"
	"hotline/internal/problem"
	"hotline/internal/rehearsal"
	"hotline/internal/yamlfile"
)

// Folder is where a tree has its tests.
const Folder = "tests"

// File is one file of tests.
type File struct {
	Name  string
	Tests []Test
}

// Load reads all tests of the tree in a folder. The error is a [problem.Problems]
// with every problem of every file.
func Load(dir string, tree *dialplan.Tree) ([]File, error) {
	names, err := filepath.Glob(filepath.Join(dir, Folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var found problem.Problems
	var files []File
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			found.Add(problem.Place{File: name}.Error("", "the file cannot be read: %v", err))
			continue
		}
		files = append(files, Read(name, text, tree, &found))
	}
	if len(names) == 0 {
		found.Add(problem.Place{File: filepath.Join(dir, Folder)}.Error("write a test; docs/call-tests.md shows how", "there are no call tests"))
	}
	return files, found.Err()
}

// Read reads one file of tests for a tree.
func Read(name string, text []byte, tree *dialplan.Tree, found *problem.Problems) File {
	f := File{Name: name}
	root, ok := yamlfile.Read(name, text, found)
	if !ok {
		return f
	}
	m, ok := root.Map()
	if !ok {
		return f
	}
	m.Fields(fileFields())
	n, ok := m.Get("tests")
	if !ok {
		return f
	}
	l := loader{names: namesOf(tree)}
	items, _ := n.List()
	taken := map[string]bool{}
	for _, item := range items {
		if m, ok := item.Map(); ok {
			f.Tests = append(f.Tests, l.test(m, taken))
		}
	}
	return f
}

// loader reads tests for a tree.
type loader struct{ names names }

func (l loader) test(m yamlfile.Map, taken map[string]bool) Test {
	m.Fields(testFields())
	t := Test{Place: m.Node().Place(), World: rehearsal.World{At: usualTime(), Others: rehearsal.AtWork()}}
	if n, ok := m.Get("name"); ok {
		if t.Name, ok = n.Text(); ok && taken[t.Name] {
			n.Error("give it another name", "there is another test %q in this file", t.Name)
		}
		taken[t.Name] = true
	}
	if n, ok := m.Get("at"); ok {
		t.World.At = loadTime(n, t.World.At)
	}
	if n, ok := m.Get("call"); ok {
		t.Call = l.call(n)
	}
	if n, ok := m.Get("seats"); ok {
		l.seats(n, &t.World)
	}
	if n, ok := m.Get("crowd"); ok {
		t.World.Crowds = l.crowd(n, t.Call.Trunk)
	}
	if n, ok := m.Get("outside"); ok {
		t.World.Outside = l.outside(n)
	}
	if n, ok := m.Get("http"); ok {
		t.World.Servers = loadServers(n)
	}
	if n, ok := m.Get("expect"); ok {
		t.expect = l.expectations(n)
	}
	return t
}

// loadTime is a time in China, unless it names its zone.
func loadTime(n yamlfile.Node, usual time.Time) time.Time {
	text, ok := n.Text()
	if !ok {
		return usual
	}
	at, err := ParseTime(text)
	if err != nil {
		n.Error(timeHint, "%q is not a time", text)
		return usual
	}
	return at
}

// ParseTime reads a time as tests write it: "2026-10-01 10:00", in China unless it
// names its zone.
func ParseTime(text string) (time.Time, error) {
	text = strings.Replace(text, " ", "T", 1)
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if at, err := time.ParseInLocation(form, text, calendar.China()); err == nil {
			return at, nil
		}
	}
	return time.Parse(time.RFC3339, text)
}

func (l loader) call(n yamlfile.Node) rehearsal.Call {
	m, ok := n.Map()
	if !ok {
		return rehearsal.Call{}
	}
	m.Fields(callFields())
	c := rehearsal.Call{Trunk: l.names.trunk}
	c.From, c.To = number(m, "from"), number(m, "to")
	trunk, onTrunk := m.Get("trunk")
	seat, bySeat := m.Get("seat")
	switch {
	case bySeat && (onTrunk || m.Has("from") || m.Has("hops") || m.Has("age")):
		n.Error("take out what is of the line", "a seat dials by itself, not from a number or on a trunk")
	case bySeat:
		c = rehearsal.Call{Seat: l.names.known(seat, "seat", l.names.seats), To: c.To}
	case onTrunk:
		c.Trunk = l.names.known(trunk, "trunk", l.names.trunks)
	case c.Trunk == "":
		n.Error("add trunk: …", "there are several trunks, and none is the default one")
	}
	if n, ok := m.Get("hops"); ok {
		c.Hops, _ = n.Int(0, mostHops)
	}
	if n, ok := m.Get("age"); ok {
		c.Age, _ = n.Duration(0, mostWait)
	}
	return c
}

// number is a number as the carrier sends it: without spaces.
func number(m yamlfile.Map, key string) string {
	n, ok := m.Get(key)
	if !ok {
		return ""
	}
	text, ok := n.Text()
	if ok && !like(numberForm, text) {
		n.Error("", "%q is not a number", text)
	}
	return strings.ReplaceAll(text, " ", "")
}

func loadKeys(n yamlfile.Node) string {
	keys, ok := n.Text()
	if ok && !like(keysForm, keys) {
		n.Error("use 0 to 9, * and #", "%q are not keys", keys)
	}
	return keys
}

func like(form, text string) bool { return regexp.MustCompile(form).MatchString(text) }
