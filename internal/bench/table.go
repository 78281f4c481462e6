package bench

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Table is a heading and rows, for the terminal and for a page.
type Table struct {
	Title string
	Head  []string
	Rows  [][]string
}

// Text writes it for a terminal.
func (t Table) Text(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "\n%s\n", t.Title); err != nil {
		return err
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		if _, err := fmt.Fprintln(tw, "  "+strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return tw.Flush()
}

// Markdown is it for a page, without the title.
func (t Table) Markdown() string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(t.Head)
	b.WriteString("|" + strings.Repeat("---|", len(t.Head)) + "\n")
	for _, row := range t.Rows {
		line(row)
	}
	return b.String()
}

// number with as many digits as say something.
func number(v float64) string {
	switch {
	case v == 0:
		return "–"
	case v < 0.1:
		return fmt.Sprintf("%.4f", v)
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.0f", v)
	}
}

// thousands is a whole number below a million, with a comma.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// spread is a figure with what the rounds said.
func spread(f Figure) string {
	switch f.N {
	case 0:
		return "–"
	case 1:
		return number(f.Median)
	default:
		return fmt.Sprintf("%s (%s to %s)", number(f.Median), number(f.Min), number(f.Max))
	}
}
