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

// WriteText writes calls as a table for people, one a line. The columns of area
// and grade are there when a call has one.
func WriteText(w io.Writer, calls []Call) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	head := "ARRIVED\tID\tFROM\tTO\tCENTRE\tQUEUE\tSEAT\tWAITED\tTALKED\tOUTCOME"
	areas := slices.ContainsFunc(calls, func(c Call) bool { return c.Area != "" })
	if areas {
		head += "\tAREA"
	}
	grades := slices.ContainsFunc(calls, func(c Call) bool { return c.Grade != 0 })
	if grades {
		head += "\tGRADE"
	}
	_, _ = fmt.Fprintln(table, head)
	for i := range calls {
		_, _ = fmt.Fprintln(table, strings.Join(textCells(&calls[i], areas, grades), "\t"))
	}
	return table.Flush() // it also tells of what failed before
}

func textCells(c *Call, area, grade bool) []string {
	cells := []string{
		c.Arrived.Format(time.DateTime), c.ID, c.From, c.To, c.Centre, c.Queue, c.Seat,
		tenths(c.Waited), tenths(c.Talked), string(c.Outcome),
	}
	if area {
		cells = append(cells, c.Area)
	}
	if grade {
		cells = append(cells, gradeText(c.Grade))
	}
	for i, cell := range cells {
		cells[i] = plain.Cell(cell)
	}
	return cells
}

func gradeText(grade int) string {
	if grade == 0 {
		return ""
	}
	return strconv.Itoa(grade)
}

func tenths(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }
