package yamlfile

import (
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"hotline/internal/problem"

	"gopkg.in/yaml.v3"
)

// Limits of what is read. Nothing an engineer writes by hand comes near them.
const (
	MaxBytes    = 1 << 20
	maxDepth    = 20
	maxProblems = 100 // of one file: who has more has given the wrong file
)

// file is what the nodes of one file share.
type file struct {
	name   string
	lines  []string
	secret bool // never show its lines
	into   *problem.Problems
	count  int

	missing map[absence]bool // reported
}

// absence is a key that a map needs and does not have.
type absence struct {
	in   *yaml.Node
	name string
}

// firstMissing notes that a key is missing; it is true the first time.
func (f *file) firstMissing(in *yaml.Node, name string) bool {
	gone := absence{in, name}
	if f.missing[gone] {
		return false
	}
	if f.missing == nil {
		f.missing = map[absence]bool{}
	}
	f.missing[gone] = true
	return true
}

// Read parses the text of the file called name. Problems found then and later,
// by questions to its nodes, go to into. It is false if the text is not YAML, is
// not one document, or goes beyond the limits.
func Read(name string, text []byte, into *problem.Problems) (Node, bool) {
	return read(&file{name: name, into: into}, text)
}

// ReadSecret is Read for a file that holds secrets: no problem shows its lines.
func ReadSecret(name string, text []byte, into *problem.Problems) (Node, bool) {
	return read(&file{name: name, into: into, secret: true}, text)
}

func read(f *file, text []byte) (Node, bool) {
	if len(text) > MaxBytes {
		f.fail(0, 0, "split it into several", "the file has more than %d KB", MaxBytes>>10)
		return Node{}, false
	}
	f.lines = strings.Split(string(text), "\n")
	root, more, err := parse(text)
	switch {
	case err != nil:
		f.syntax(text, err)
		return Node{}, false
	case more > 0:
		f.fail(more, 1, "make it a file of its own", "a second document begins here")
		return Node{}, false
	case root == nil:
		f.fail(0, 0, "", "the file is empty")
		return Node{}, false
	}
	return f.root(root)
}

// root refuses what may cost more than it looks: depth and aliases.
func (f *file) root(y *yaml.Node) (Node, bool) {
	if n, hint := costly(y, 0); n != nil {
		f.fail(n.Line, n.Column, "write it out", "%s", hint)
		return Node{}, false
	}
	return Node{file: f, y: y}, true
}

func costly(y *yaml.Node, depth int) (*yaml.Node, string) {
	switch {
	case depth > maxDepth:
		return y, "this is nested too deeply"
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		return y, "anchors (&) and aliases (*) are not used here"
	}
	for _, c := range y.Content {
		if bad, why := costly(c, depth+1); bad != nil {
			return bad, why
		}
	}
	return nil, ""
}

// parse gives the root of the first document (nil if there is none) and the line
// of a second one. The parser is known to panic on some malformed texts; that
// is bad input too.
func parse(text []byte) (root *yaml.Node, more int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this cannot be read as YAML: %v", p)
		}
	}()
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	var first, second yaml.Node
	switch err = d.Decode(&first); {
	case errors.Is(err, io.EOF):
		return nil, 0, nil
	case err != nil:
		return nil, 0, err
	}
	switch err = d.Decode(&second); {
	case errors.Is(err, io.EOF):
		return first.Content[0], 0, nil
	case err != nil:
		return nil, 0, err
	}
	return nil, second.Line, nil
}

// syntax reports what the parser said. The lines it names are often those where
// a block began; the first line without which it would not have complained is
// nearer to the mistake.
func (f *file) syntax(text []byte, err error) {
	what := complaint(err)
	n := sort.Search(len(f.lines), func(n int) bool {
		_, _, err := parse([]byte(strings.Join(f.lines[:n+1], "\n")))
		return err != nil && complaint(err) == what
	})
	line, column := 0, 0
	if n < len(f.lines) && utf8.Valid(text) {
		line = n + 1
		column = 1 + len(f.lines[n]) - len(strings.TrimLeft(f.lines[n], " \t"))
	} else if n < len(f.lines) {
		line, column = n+1, 1
	}
	hint := advice(what, f.line(line))
	if f.secret {
		what = "this is not YAML" // the parser may quote the value
	}
	f.fail(line, column, hint, "%s", what)
}

// complaint is what the parser said, without its line.
func complaint(err error) string {
	what := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(what, "line "); ok {
		if _, after, ok := strings.Cut(rest, ": "); ok {
			return after
		}
	}
	return what
}

func advice(what, line string) string {
	switch {
	case strings.Contains(line, "\t"):
		return "indent with spaces, not with tabs"
	case strings.Contains(what, "unknown anchor"), strings.Contains(what, "cannot start any token"),
		strings.Contains(what, "alphabetic or numeric"):
		return `put what begins with * & @ % or another sign in quotes: "*11"`
	case strings.Contains(what, "mapping values"):
		return "put a text with a colon in quotes, and each key on its own line"
	case strings.Contains(what, "did not find expected"):
		return "the indentation or a bracket does not fit the lines above"
	case strings.Contains(what, "end of stream"):
		return "a quote or bracket is not closed"
	case strings.Contains(what, "UTF-8"):
		return "save the file as UTF-8"
	default:
		return ""
	}
}

func (f *file) line(n int) string {
	if f.secret || n < 1 || n > len(f.lines) {
		return ""
	}
	return strings.ToValidUTF8(strings.TrimRight(f.lines[n-1], "\r"), "\uFFFD")
}

func (f *file) place(line, column int) problem.Place {
	return problem.Place{File: f.name, Line: line, Column: column, Source: shorten(f.line(line))}
}

// shorten keeps a line of an odd file from filling the screen.
func shorten(line string) string {
	const most = 400
	if len(line) <= most {
		return line
	}
	return strings.ToValidUTF8(line[:most], "") + "…"
}

func (f *file) fail(line, column int, hint, format string, args ...any) {
	if !f.full() {
		f.into.Add(f.place(line, column).Error(hint, format, args...))
	}
}

// full counts a problem, and is true when the file has had its share.
func (f *file) full() bool {
	f.count++
	if f.count == maxProblems {
		f.into.Add(f.place(0, 0).Error("", "there are more problems; only the first %d are shown", maxProblems-1))
	}
	return f.count >= maxProblems
}
