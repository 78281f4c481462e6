package flowgraph

import (
	"regexp"
	"strings"

	"hotline/ivr"
)

// Measures in points.
const (
	cell       = 7.0  // of a text on a card
	boldCell   = 8.0  // of a step's name
	smallCell  = 6.6  // of a verb or a label
	lineHeight = 19.0 // of a text on a card
	headHeight = 30.0 // name and verb
	labelLine  = 18.0
	keySize    = 16.0
	badgeGap   = 10.0 // before the badge of the person, and behind it
	padding    = 12.0
	leastWidth = 104.0
	textCells  = 28 // fourteen Chinese characters
	textLines  = 5
	labelCells = 20
	labelLines = 3
)

type point struct{ x, y float64 }

// sheet is the picture: what is on it and, after the layout, where.
type sheet struct {
	name, title string
	start       int // a card, or -1
	cards       []card
	wires       []wire
	size        point
}

// card is a step.
type card struct {
	ivr.GraphNode
	look  look
	zero  bool // 0, silence and errors lead here
	lines []string
	w, h  float64
	at    point // its middle
}

// wire is one or more ways from a card to another.
type wire struct {
	from, to int
	faint    bool // no choice of the caller's: silence, no seat, an error
	upward   bool // it leads back up
	tags     []tag
	w, h     float64 // of all tags
	path     []point // the beginning, then three for each curve
	label    point   // the middle of the tags
}

// tag is what stands beside a wire.
type tag struct {
	key   string // to be pressed; may be empty
	lines []string
}

func newSheet(g ivr.Graph) *sheet {
	s := &sheet{name: g.Name, title: g.Title, start: -1}
	index := map[string]int{}
	for i, n := range g.Nodes {
		index[n.Name] = i
		s.cards = append(s.cards, newCard(n, n.Name == g.Person && g.Person != ""))
		if n.Name == g.Start {
			s.start = i
		}
	}
	type bundle struct {
		from, to int
		faint    bool
	}
	bundles := map[bundle]int{}
	for _, e := range g.Edges {
		from, ok1 := index[e.From]
		to, ok2 := index[e.To]
		if !ok1 || !ok2 {
			continue
		}
		b := bundle{from, to, faint(e, s.cards[from].look)}
		i, ok := bundles[b]
		if !ok {
			i = len(s.wires)
			bundles[b] = i
			s.wires = append(s.wires, wire{from: from, to: to, faint: b.faint})
		}
		s.wires[i].add(e)
	}
	return s
}

// textOf is what a card says below its name, in lines of so many cells.
func textOf(n ivr.GraphNode, width int) []string {
	var lines []string
	for _, text := range n.Text {
		lines = append(lines, wrap(value.ReplaceAllString(text, "{$1}"), width, textLines)...)
	}
	if len(lines) > textLines {
		lines = append(lines[:textLines-1], "…")
	}
	return lines
}

// value is a formula in a text; a picture has no room for its double brackets.
var value = regexp.MustCompile(`\{\{\s*(.*?)\s*\}\}`)

// badge is what the card says that 0, silence and errors lead to.
const badge = "0 人工"

func badgeWidth() float64 { return float64(cells(badge))*smallCell + 10 }

func newCard(n ivr.GraphNode, zero bool) card {
	c := card{GraphNode: n, look: lookOf(n), zero: zero, lines: textOf(n, textCells)}
	width := float64(cells(n.Name))*boldCell + 14 + float64(cells(n.Verb))*smallCell
	if zero {
		width += badgeGap + badgeWidth()
	}
	for _, line := range c.lines {
		width = max(width, float64(cells(line))*cell)
	}
	c.w, c.h = max(leastWidth, width+2*padding), headHeight
	if len(c.lines) > 0 {
		c.h += float64(len(c.lines))*lineHeight + 8
	}
	return c
}

// faint tells the ways that things go when they do not go as callers chose or as
// the author meant them to: silence, no seat, a call back that cannot be.
func faint(e ivr.GraphEdge, from look) bool {
	return e.Way != "then" && !strings.HasPrefix(e.Way, "key ") && from != decision
}

func (w *wire) add(e ivr.GraphEdge) {
	t := tag{}
	text := e.Label
	if text == "" && e.Way != "then" {
		text = e.Way
	}
	if key, ok := strings.CutPrefix(e.Way, "key "); ok {
		t.key = key
		text = strings.TrimSpace(strings.TrimPrefix(e.Label, key))
	}
	t.lines = balanced(text, labelCells, labelLines)
	if t.key == "" && len(t.lines) == 0 {
		return
	}
	w.tags = append(w.tags, t)
	width, height := t.size()
	w.w, w.h = max(w.w, width), w.h+height
}

func (t tag) size() (w, h float64) {
	for _, line := range t.lines {
		w = max(w, float64(cells(line))*smallCell)
	}
	return w + t.indent() + 8, float64(max(1, len(t.lines))) * labelLine
}

// indent is the room that the key takes before the text.
func (t tag) indent() float64 {
	if t.key == "" {
		return 0
	}
	if len(t.lines) == 0 {
		return t.keyWidth()
	}
	return t.keyWidth() + 5
}

func (t tag) keyWidth() float64 { return max(keySize, float64(cells(t.key))*boldCell+6) }
