package record

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/internal/plain"
)

// confidential stands for a number that is not shown.
const confidential = "confidential"

// WriteText writes calls as a table for people, one a line. The columns of area, class,
// transfers and grade are there when a call has one.
func WriteText(w io.Writer, calls []Call) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	head := "ARRIVED\tID\tFROM\tTO\tCENTRE\tQUEUE\tSEAT\tWAITED\tTALKED\tOUTCOME"
	var more []func(*Call) string
	for _, column := range []struct {
		head string
		text func(*Call) string
	}{
		{"AREA", func(c *Call) string { return c.Area }},
		{"CLASS", classText},
		{"TRANSFERRED TO", transfersText},
		{"GRADE", func(c *Call) string { return gradeText(c.Grade) }},
	} {
		if slices.ContainsFunc(calls, func(c Call) bool { return column.text(&c) != "" }) {
			head += "\t" + column.head
			more = append(more, column.text)
		}
	}
	_, _ = fmt.Fprintln(table, head)
	for i := range calls {
		_, _ = fmt.Fprintln(table, strings.Join(textCells(&calls[i], more), "\t"))
	}
	return table.Flush() // it also tells of what failed before
}

func textCells(c *Call, more []func(*Call) string) []string {
	cells := append(make([]string, 0, 10+len(more)),
		c.Arrived.Format(time.DateTime), c.ID, c.From, c.To, c.Centre, c.Queue, c.Seat,
		tenths(c.Waited), tenths(c.Talked), string(c.Outcome))
	switch {
	case c.Confidential && c.DialledBy == "":
		cells[2] = confidential
	case c.Confidential:
		cells[3] = confidential
	}
	for _, text := range more {
		cells = append(cells, text(c))
	}
	for i, cell := range cells {
		cells[i] = plain.Cell(cell)
	}
	return cells
}

func classText(c *Call) string {
	if c.Refused == "" {
		return c.Class
	}
	return c.Class + " (not accepted: " + c.Refused + ")"
}

func transfersText(c *Call) string {
	to := make([]string, len(c.Transfers))
	for i, t := range c.Transfers {
		to[i] = t.To
	}
	return strings.Join(to, ", ")
}

func gradeText(grade int) string {
	if grade == 0 {
		return ""
	}
	return strconv.Itoa(grade)
}

func tenths(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }
