// Package problem says what is wrong with a file that people edit, where, and
// what to do about it.
//
// Checkers collect every problem they find instead of stopping at the first
// one. A [Problems] with at least one error is itself an error; warnings alone
// never are. The package is pure.
package problem

import (
	"fmt"
	"strings"
)

// Severity says whether a file with this problem can be used.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the file cannot be used
	Warning Severity = "warning" // it can, but it is probably not what was meant
)

// Problem is one finding.
type Problem struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`   // from 1; 0 = the whole file
	Column   int      `json:"column"` // from 1, in characters
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Hint     string   `json:"hint,omitempty"`   // what to do
	Source   string   `json:"source,omitempty"` // the line itself; empty where it may hold a secret
}

// String is the problem as `file:line:column: message; hint`, then the line
// with a caret below the place.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.where())
	if p.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString("; " + p.Hint)
	}
	if p.Line > 0 && p.Source != "" {
		fmt.Fprintf(&b, "\n%5d | %s\n      | %s^", p.Line, p.Source, indent(p.Source, p.Column-1))
	}
	return b.String()
}

func (p Problem) where() string {
	switch {
	case p.File == "":
		return ""
	case p.Line == 0:
		return p.File + ": "
	default:
		return fmt.Sprintf("%s:%d:%d: ", p.File, p.Line, p.Column)
	}
}

// indent is white space as wide as the first n characters of line: a terminal
// draws Chinese characters two cells wide, and so is the ideographic space.
func indent(line string, n int) string {
	var b strings.Builder
	for _, r := range line {
		if n--; n < 0 {
			break
		}
		switch {
		case r == '\t':
			b.WriteRune('\t')
		case wide(r):
			b.WriteRune('\u3000')
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func wide(r rune) bool {
	return r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 ||
		r >= 0xffe0 && r <= 0xffe6 || r >= 0x20000 && r <= 0x3fffd
}
