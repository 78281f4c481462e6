package record

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
)

// WriteText writes calls as a table for people, one a line.
func WriteText(w io.Writer, calls []Call) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ARRIVED\tID\tFROM\tTO\tCENTRE\tQUEUE\tSEAT\tWAITED\tTALKED\tOUTCOME")
	for i := range calls {
		_, _ = fmt.Fprintln(table, strings.Join(textCells(&calls[i]), "\t"))
	}
	return table.Flush() // it also tells of what failed before
}

func textCells(c *Call) []string {
	cells := []string{
		c.Arrived.Format(time.DateTime), c.ID, c.From, c.To, c.Centre, c.Queue, c.Seat,
		tenths(c.Waited), tenths(c.Talked), string(c.Outcome),
	}
	for i, cell := range cells {
		cells[i] = printable(cell)
	}
	return cells
}

func tenths(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }

// printable keeps what a caller put into his number from steering a terminal, and
// gives an empty cell a mark.
func printable(s string) string {
	if s == "" {
		return "-"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
}
