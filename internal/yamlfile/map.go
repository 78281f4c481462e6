package yamlfile

import (
	"slices"

	"hotline/internal/problem"
	"hotline/internal/schema"
)

// Map is keys and values, in the order of the file.
type Map struct {
	at    Node
	pairs []Pair
}

// Pair is one key with its value.
type Pair struct {
	Name  string // the key, as it is written
	Key   Node
	Value Node
}

// Map is the node as keys and values. A key that comes twice is reported and the
// first one counts.
func (n Node) Map() (Map, bool) {
	if !n.IsMap() {
		n.want("keys and values", "")
		return Map{at: n}, false
	}
	m := Map{at: n}
	seen := make(map[string]bool, len(n.y.Content)/2)
	for i := 0; i+1 < len(n.y.Content); i += 2 {
		key := Node{file: n.file, y: n.y.Content[i], name: "a key"}
		name, ok := key.Text()
		if !ok {
			continue
		}
		if seen[name] {
			key.Error("take one of them out", "%s is there twice", name)
			continue
		}
		seen[name] = true
		value := Node{file: n.file, y: n.y.Content[i+1], name: name}
		m.pairs = append(m.pairs, Pair{Name: name, Key: key, Value: value})
	}
	return m, true
}

// Node is the node that the map is.
func (m Map) Node() Node { return m.at }

// Pairs are all keys with their values.
func (m Map) Pairs() []Pair { return m.pairs }

// Names are all keys.
func (m Map) Names() []string {
	names := make([]string, len(m.pairs))
	for i, p := range m.pairs {
		names[i] = p.Name
	}
	return names
}

// Has is true if the key is there.
func (m Map) Has(name string) bool {
	_, ok := m.Get(name)
	return ok
}

// Get is the value of a key that may be absent.
func (m Map) Get(name string) (Node, bool) {
	i := slices.IndexFunc(m.pairs, func(p Pair) bool { return p.Name == name })
	if i < 0 {
		return Node{}, false
	}
	return m.pairs[i].Value, true
}

// Need is the value of a key that must be there.
func (m Map) Need(name string) (Node, bool) {
	v, ok := m.Get(name)
	if !ok && m.at.file.firstMissing(m.at.y, name) {
		m.at.Error("add "+name+": …", "%s is missing", name)
	}
	return v, ok
}

// Only reports the keys that are none of the known ones.
func (m Map) Only(known ...string) {
	for _, p := range m.pairs {
		if !slices.Contains(known, p.Name) && m.at.file.count < maxProblems {
			p.Key.Error(problem.DidYouMean(p.Name, known), "%q is not known here", p.Name)
		}
	}
}

// Fields reports the keys that are none of the form's, and those that it needs
// and that are missing. What is missing is reported once: [Map.Need] is silent
// about it afterwards.
func (m Map) Fields(fields []schema.Field) {
	m.Only(schema.Names(fields)...)
	if !m.at.IsMap() {
		return // reported already
	}
	for _, f := range fields {
		if f.Need {
			m.Need(f.Name)
		}
	}
}
