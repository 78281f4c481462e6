package flowgraph

import (
	"encoding/json"
	"fmt"
	"strings"

	"hotline/ivr"
)

const mermaidCells = 24 // wider, and Mermaid breaks the lines where it likes

const classes = `classDef say fill:#f7f9fc,stroke:#c5cfdd,color:#2b3440
classDef menu fill:#e9f2ff,stroke:#78a6e6,color:#2b3440
classDef person fill:#ffefd6,stroke:#e6913a,color:#2b3440
classDef choice fill:#f4eefc,stroke:#ad92d9,color:#2b3440
classDef keep fill:#e9f6ee,stroke:#82bf98,color:#2b3440
classDef end_ fill:#eef0f3,stroke:#cdd2da,color:#6f7987
classDef zero stroke-width:3px
`

// Mermaid is the flow as a flowchart in Mermaid's language.
func Mermaid(g ivr.Graph) string {
	s := newSheet(g)
	var b strings.Builder
	title, _ := json.Marshal(printable(s.heading())) // a JSON string is a YAML string
	fmt.Fprintf(&b, "---\ntitle: %s\n---\nflowchart TD\n", title)
	if s.start >= 0 {
		fmt.Fprintf(&b, "start(( )) --> n%d\n", s.start)
	}
	for i, c := range s.cards {
		left, right := c.look.brackets()
		lines := append([]string{c.mermaidName()}, mermaidLines(textOf(c.GraphNode, mermaidCells))...)
		fmt.Fprintf(&b, "n%d%s\"%s\"%s:::%s\n", i, left, strings.Join(lines, "<br>"), right, c.look.class())
		if c.zero {
			fmt.Fprintf(&b, "class n%d zero\n", i)
		}
	}
	for _, w := range s.wires {
		fmt.Fprintf(&b, "n%d %s%s n%d\n", w.from, w.arrow(), w.mermaidLabel(), w.to)
	}
	b.WriteString(classes)
	return b.String()
}

func (k card) mermaidName() string {
	name := "<b>" + mermaidText(k.Name) + "</b>"
	if k.zero {
		name += " 〔" + mermaidText(badge) + "〕"
	}
	return name
}

func (l look) brackets() (left, right string) {
	switch l {
	case menu:
		return "(", ")"
	case decision:
		return "{{", "}}"
	case end:
		return "([", "])"
	default:
		return "[", "]"
	}
}

// class: the word end by itself ends a block in Mermaid.
func (l look) class() string {
	if l == end {
		return "end_"
	}
	return string(l)
}

func (w *wire) arrow() string {
	if w.faint {
		return "-.->"
	}
	return "-->"
}

func (w *wire) mermaidLabel() string {
	if len(w.tags) == 0 {
		return ""
	}
	var lines []string
	for _, t := range w.tags {
		text := mermaidLines(t.lines)
		if t.key != "" {
			key := "<b>" + mermaidText(t.key) + "</b>"
			if len(text) == 0 {
				text = []string{key}
			} else {
				text[0] = key + " " + text[0]
			}
		}
		lines = append(lines, text...)
	}
	return `|"` + strings.Join(lines, "<br>") + `"|`
}

func mermaidLines(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = mermaidText(line)
	}
	return out
}

// mermaidText writes every sign that could mean something in Mermaid, HTML or
// Markdown by its number.
func mermaidText(text string) string {
	var b strings.Builder
	for _, r := range printable(text) {
		switch {
		case r == '\\': // before an n it would break the line
			b.WriteString("#92;#8203;")
		case r > 0x7f, r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == ' ':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
