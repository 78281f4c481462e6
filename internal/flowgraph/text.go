package flowgraph

import "strings"

// cells is the width of a text: Chinese characters are two wide, Latin one.
func cells(text string) int {
	n := 0
	for _, r := range text {
		n += runeCells(r)
	}
	return n
}

// wide are the ranges of characters that take two cells.
func wide() [][2]rune {
	return [][2]rune{
		{0x1100, 0x115f},
		{0x2e80, 0xa4cf},
		{0xac00, 0xd7a3},
		{0xf900, 0xfaff},
		{0xfe30, 0xfe6f},
		{0xff00, 0xff60},
		{0xffe0, 0xffe6},
		{0x1f300, 0x1faff},
		{0x20000, 0x3fffd},
	}
}

func runeCells(r rune) int {
	for _, in := range wide() {
		if r >= in[0] && r <= in[1] {
			return 2
		}
	}
	return 1
}

const hanging = "，。、；：！？）》」』”’％,.;:!?)" // never begins a line

// wrap breaks a text into lines of about so many cells, between words and between
// Chinese characters, and cuts it after so many lines.
func wrap(text string, width, lines int) []string {
	var out []string
	line, used := "", 0
	flush := func() {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
		line, used = "", 0
	}
	for _, word := range words(text) {
		w := cells(word)
		if used+w > width && (w > 2 || !strings.ContainsAny(word, hanging)) {
			flush()
		}
		line, used = line+word, used+w
	}
	flush()
	if len(out) > lines {
		out = out[:lines]
		out[lines-1] = strings.TrimRight(out[lines-1], hanging+" ") + "…"
	}
	return out
}

// balanced wraps into no more lines than wrap does, but of nearly the same length.
func balanced(text string, width, lines int) []string {
	best := wrap(text, width, lines)
	for narrow := width - 1; narrow > 0; narrow-- {
		next := wrap(text, narrow, lines+1)
		if len(next) != len(best) || len(best) == lines && strings.HasSuffix(best[lines-1], "…") {
			break
		}
		best = next
	}
	return best
}

// words are what no line breaks: a wide character, a run of others up to a space
// or a piece of a very long run.
func words(text string) []string {
	const longest = 24
	var out []string
	word := ""
	flush := func() {
		if word != "" {
			out, word = append(out, word), ""
		}
	}
	for _, r := range strings.Join(strings.Fields(text), " ") {
		if runeCells(r) == 2 || strings.ContainsRune(hanging, r) && r > 0x7f || len(word) >= longest {
			flush()
		}
		word += string(r)
		if runeCells(r) == 2 || r == ' ' {
			flush()
		}
	}
	flush()
	return out
}
