package leak

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortest is how many digits make a number somebody's; services have fewer.
const shortest = 7

// Secrets are what must not be found. The zero value holds none. It is not for use by
// several goroutines at once.
type Secrets struct{ all []secret }

type secret struct {
	what, text string
	within     bool // it counts as part of something longer too
}

// Leak is a line that holds a secret.
type Leak struct {
	What string // "a telephone number", or what Word was told
	Text string // the secret itself
	Line string
}

func (l Leak) String() string {
	return fmt.Sprintf("%s (%s) is in the log: %s", l.What, l.Text, l.Line)
}

// Number adds the telephone number of a person. What has fewer than seven digits is a
// service's or a seat's, and passed over; so is what is no number, such as a centre's name.
func (s *Secrets) Number(number string) {
	digits := strings.TrimPrefix(strings.TrimLeft(number, "+0"), "86")
	if digits = strings.TrimLeft(digits, "0"); len(digits) >= shortest && strings.Trim(digits, "0123456789") == "" {
		s.add(secret{what: "a telephone number", text: digits, within: true})
	}
}

// Word adds a password or a PIN; an empty one is passed over.
func (s *Secrets) Word(what, text string) {
	if text != "" {
		s.add(secret{what: what, text: text})
	}
}

func (s *Secrets) add(one secret) {
	if !slices.Contains(s.all, one) {
		s.all = append(s.all, one)
	}
}

// Find lists the lines of a log that hold a secret, each once for each that it holds.
func (s *Secrets) Find(log string) (found []Leak) {
	for _, one := range s.all {
		if !strings.Contains(log, one.text) {
			continue
		}
		for line := range strings.Lines(log) {
			if one.in(line) {
				found = append(found, Leak{What: one.what, Text: one.text, Line: strings.TrimSpace(line)})
			}
		}
	}
	return found
}

func (s secret) in(line string) bool {
	for from := 0; ; {
		at := strings.Index(line[from:], s.text)
		if at < 0 {
			return false
		}
		at += from
		if s.within || !joined(line, at, at+len(s.text)) {
			return true
		}
		from = at + 1
	}
}

// joined: what stands there is part of a longer word or of a decimal number. Behind a
// code, as in *11482913, it stands by itself.
func joined(line string, begin, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:begin])
	after, _ := utf8.DecodeRuneInString(line[end:])
	if dialled(line[:begin]) {
		before = 0
	}
	return part(before) || part(after) || decimal(line[:begin], before, true) || decimal(line[end:], after, false)
}

func part(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// dialled: the digits that the text ends with follow a * or #.
func dialled(text string) bool {
	text = strings.TrimRight(text, "0123456789")
	return strings.HasSuffix(text, "*") || strings.HasSuffix(text, "#")
}

// decimal: a point with a digit beyond it.
func decimal(rest string, next rune, back bool) bool {
	if next != '.' || len(rest) < 2 {
		return false
	}
	beyond := rest[1]
	if back {
		beyond = rest[len(rest)-2]
	}
	return beyond >= '0' && beyond <= '9'
}
