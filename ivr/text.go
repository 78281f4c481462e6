package ivr

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"hotline/internal/yamlfile"
)

const longestText = 300 // characters: a minute and more of speech

// loadText is something to say as it stands.
func loadText(n yamlfile.Node) string {
	text := loadWords(n)
	if strings.Contains(text, "{{") {
		n.Error("write the words out", "this text cannot hold values")
	}
	return text
}

func loadWords(n yamlfile.Node) string {
	text, _ := n.Text()
	if utf8.RuneCountInString(text) > longestText {
		n.Error("no caller listens that long; split it into steps", "the text has more than %d characters", longestText)
	}
	return text
}

// counted is a text around one number.
type counted struct{ before, after string }

// loadCounted is a text with the value {{ name }} in it once.
func loadCounted(n yamlfile.Node, name string) counted {
	text := loadWords(n)
	before, rest, opened := strings.Cut(text, "{{")
	value, after, closed := strings.Cut(rest, "}}")
	if !opened || !closed || strings.TrimSpace(value) != name || strings.Contains(after, "{{") {
		n.Error("write {{ "+name+" }} where the number is spoken", "the text needs the value {{ %s }} once and no other", name)
	}
	return counted{before: strings.TrimSpace(before), after: strings.TrimSpace(after)}
}

func (c counted) with(n int) string { return c.before + strconv.Itoa(n) + c.after }
