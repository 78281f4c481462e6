package yamlfile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hotline/internal/problem"
	"hotline/internal/schema"

	"gopkg.in/yaml.v3"
)

// Node is one value of a file, and where it stands.
type Node struct {
	file *file
	y    *yaml.Node
	name string // the key that leads to it
}

// Place is where the node stands.
func (n Node) Place() problem.Place { return n.file.place(n.y.Line, n.y.Column) }

// Error reports that the node does not fit.
func (n Node) Error(hint, format string, args ...any) {
	n.file.fail(n.y.Line, n.y.Column, hint, format, args...)
}

// Unknown reports a word that names nothing of its kind, with the nearest known one.
func (n Node) Unknown(kind, word string, known []string) {
	if n.file.count < maxProblems {
		n.Error(problem.DidYouMean(word, known), "there is no %s %q", kind, word)
	}
}

// Warn reports something odd that does no harm.
func (n Node) Warn(hint, format string, args ...any) {
	if !n.file.full() {
		n.file.into.Add(n.Place().Warning(hint, format, args...))
	}
}

// IsText is true for a plain value, IsList for a list, IsMap for keys and values.
func (n Node) IsText() bool { return n.y.Kind == yaml.ScalarNode }

// IsList is true for a list.
func (n Node) IsList() bool { return n.y.Kind == yaml.SequenceNode }

// IsMap is true for keys and values.
func (n Node) IsMap() bool { return n.y.Kind == yaml.MappingNode }

// want reports a value of the wrong kind.
func (n Node) want(what, hint string) {
	label := n.name
	if label != "" {
		label += ": "
	}
	n.Error(hint, "%sexpected %s, found %s", label, what, n.found())
}

func (n Node) found() string {
	switch {
	case n.IsList() && len(n.y.Content) == 0:
		return "an empty list"
	case n.IsList():
		return "a list"
	case n.IsMap():
		return "keys and values"
	case n.empty():
		return "nothing"
	case n.file.secret:
		return "something else"
	default:
		return strconv.Quote(shorten(n.y.Value))
	}
}

func (n Node) empty() bool {
	return n.IsText() && (n.y.Tag == "!!null" || strings.TrimSpace(n.y.Value) == "")
}

// Text is a plain value, just as it is written: 012385 keeps its zero. It is
// never empty.
func (n Node) Text() (string, bool) {
	if !n.IsText() || n.empty() {
		n.want("a text", "")
		return "", false
	}
	return strings.TrimSpace(n.y.Value), true
}

// OneOf is a text that is one of the options.
func (n Node) OneOf(options ...string) (string, bool) {
	text, ok := n.Text()
	if ok && !slices.Contains(options, text) {
		n.want("one of "+strings.Join(options, ", "), n.nearest(text, options))
		return "", false
	}
	return text, ok
}

// nearest is the hint for a wrong option; the options themselves are listed
// already.
func (n Node) nearest(text string, options []string) string {
	hint := problem.DidYouMean(text, options)
	if n.file.secret || !strings.HasPrefix(hint, "did") {
		return ""
	}
	return hint
}

// Int is a whole number from least to most.
func (n Node) Int(least, most int) (int, bool) {
	v, err := strconv.Atoi(n.y.Value)
	if !n.IsText() || err != nil || v < least || v > most {
		n.want("a number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most), "")
		return 0, false
	}
	return v, true
}

// Duration is a time such as 20s, 3m or 1m30s, from least to most.
func (n Node) Duration(least, most time.Duration) (time.Duration, bool) {
	return n.duration("", least, most)
}

// DurationAfter is a time with a word before it, such as "every 30s".
func (n Node) DurationAfter(word string, least, most time.Duration) (time.Duration, bool) {
	return n.duration(word+" ", least, most)
}

func (n Node) duration(prefix string, least, most time.Duration) (time.Duration, bool) {
	rest, ok := strings.CutPrefix(n.y.Value, prefix)
	v, err := time.ParseDuration(strings.TrimSpace(rest))
	if !n.IsText() || !ok || err != nil || v < least || v > most {
		n.want("a time from "+prefix+Short(least)+" to "+Short(most), "write it like "+prefix+Short(cmp.Or(least, 20*time.Second)))
		return 0, false
	}
	return v, true
}

// Short writes a duration the way people write it in a file: 1m, not 1m0s.
func Short(d time.Duration) string { return schema.Short(d) }

// List is the items of a list that is not empty.
func (n Node) List() ([]Node, bool) {
	switch {
	case n.IsList() && len(n.y.Content) == 0:
		n.want("a list of at least one", "")
		return nil, false
	case !n.IsList():
		n.want("a list", n.asList())
		return nil, false
	}
	items := make([]Node, len(n.y.Content))
	for i, c := range n.y.Content {
		items[i] = Node{file: n.file, y: c, name: n.name}
	}
	return items, true
}

// asList is the hint for one value that should be a list of it.
func (n Node) asList() string {
	if !n.IsText() || n.empty() || n.file.secret {
		return ""
	}
	return "write it like [" + shorten(n.y.Value) + "]"
}

// Texts is a list of plain values; those that are none are reported and left out.
func (n Node) Texts() []Node {
	items, _ := n.List()
	return slices.DeleteFunc(items, func(item Node) bool {
		_, ok := item.Text()
		return !ok
	})
}

// Quoted is true for a plain value that is written in quotes.
func (n Node) Quoted() bool {
	return n.y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
}

// ErrorAt reports what is wrong at an offset, in bytes, of a plain value's text.
// In a value of several lines it points at the beginning.
func (n Node) ErrorAt(offset int, hint, format string, args ...any) {
	column := n.y.Column
	offset += len(n.y.Value) - len(strings.TrimLeftFunc(n.y.Value, unicode.IsSpace)) // Text is without it
	if n.y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 && offset <= len(n.y.Value) && !strings.Contains(n.y.Value, "\n") {
		column += utf8.RuneCountInString(n.y.Value[:offset])
		if n.Quoted() {
			column++
		}
	}
	n.file.fail(n.y.Line, column, hint, format, args...)
}
