// Package plain makes text that came from outside fit for a terminal.
package plain

import (
	"strings"
	"unicode"
)

// Text puts a question mark in place of every character that cannot be printed, lest
// it steers the terminal.
func Text(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
}

// Cell is the text for a table, where an empty cell has a mark.
func Cell(s string) string {
	if s == "" {
		return "-"
	}
	return Text(s)
}
