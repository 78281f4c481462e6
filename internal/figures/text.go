package figures

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/plain"
	"hotline/internal/record"
	"hotline/internal/schema"
)

// WriteText writes figures for people: those of everything one a line, with what the
// standard asks beside them, and others as a table.
func WriteText(w io.Writer, of record.SumsOf, rows []Row) error {
	_, err := fmt.Fprintf(w, "%s to %s\n\n", minute(of.Since), minute(of.Until))
	if err != nil {
		return err
	}
	if of.Place == record.Everything && of.Every == record.Whole {
		return writeOne(w, of, &rows[0])
	}
	return writeMany(w, of, rows)
}

func writeOne(w io.Writer, of record.SumsOf, r *Row) error {
	var text bytes.Buffer
	t := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "FIGURE\tVALUE\tIS\tTARGET (GB/T 33358-2016)")
	for i := range r.Values {
		v := &r.Values[i]
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", v.Title, v.text(), v.Says, r.target(v, of.Within))
		if v.Name == "overflowed" {
			for _, reason := range slices.Sorted(maps.Keys(r.Overflows)) {
				_, _ = fmt.Fprintf(t, "  left a queue: %s\t%d\t\t\n", plain.Cell(reason), r.Overflows[reason])
			}
		}
	}
	for _, state := range states() {
		_, _ = fmt.Fprintf(t, "seats %s\t%.2f\ton average over the span\t\n", state, r.Seats[state.String()])
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) { // without the blanks of empty cells
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}

// target is what the standard asks of a figure, and whether it is met.
func (r *Row) target(v *Value, within time.Duration) string {
	switch {
	case v.Name == "connection_rate" && r.judged():
		return fmt.Sprintf("at least %s%s", share(ConnectionTarget), verdict(v))
	case v.Name == "connection_rate":
		return fmt.Sprintf("at least %s in any 24 hours", share(ConnectionTarget))
	case within == UsualWithin && strings.HasPrefix(v.Name, "answered_"):
		return "within 15s; it names no share"
	}
	return ""
}

// judged: the standard asks for something in 24 hours, not in an hour of them.
func (r *Row) judged() bool { return r.To.Sub(r.From) >= UsualSpan }

func verdict(v *Value) string {
	switch {
	case !v.Known:
		return ""
	case v.Value >= ConnectionTarget:
		return ": met"
	default:
		return ": MISSED"
	}
}

// columns are the figures in a table of several rows.
func columns(at record.Place, within string) []column {
	list := make([]column, 0, 24)
	if at != record.BySeat {
		list = append(list, callerColumns(within)...)
	}
	list = append(list, column{"RONA", "rona"}, column{"TALKS", "handled"}, column{"AHT", "aht_s"})
	if at != record.ByQueue && at != record.ByCentre {
		list = append(list, column{"STAFFED", "staffed_s"}, column{"OCCUPIED", "occupancy"})
	}
	if at == record.BySeat {
		list = append(list, column{"OWN-CALLS", "occupied_s"}, column{"SIGNED-IN", "signed_in_s"}, column{"UTILISED", "utilisation"})
	}
	return list
}

func callerColumns(within string) []column {
	return []column{
		{"CALLERS", "offered"},
		{"ANSWERED", "answered"},
		{"CONNECTED", "connection_rate"},
		{"IN-" + within, "answered_T_from_arrival"},
		{"QUEUED-" + within, "answered_T_from_queueing"},
		{"SL-OFFERED", "service_level_T"},
		{"SL-PATIENT", "service_level_patient_T"},
		{"ASA", "asa_s"},
		{"LONGEST", "longest_wait_s"},
		{"WAITING", "waiting"},
		{"ABANDONED", "abandoned"},
		{"AT-ONCE", "abandoned_short"},
		{"OVERFLOWED", "overflowed"},
	}
}

type column struct{ head, name string }

func writeMany(w io.Writer, of record.SumsOf, rows []Row) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	list := columns(of.Place, schema.Short(of.Within))
	var head []string
	if of.Place != record.Everything {
		head = append(head, strings.ToUpper(string(of.Place)))
	}
	if of.Every != record.Whole {
		head = append(head, "FROM")
	}
	for _, c := range list {
		head = append(head, c.head)
	}
	_, _ = fmt.Fprintln(t, strings.Join(head, "\t"))
	missed := false
	for i := range rows {
		cells, below := rows[i].cells(of, list)
		missed = missed || below
		_, _ = fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if of.Place == record.BySeat {
		return nil
	}
	note := ""
	if missed {
		note = "; ! is less"
	}
	_, err := fmt.Fprintf(w, "\nGB/T 33358-2016 asks for at least %s connected in any 24 hours, and for an answer within 15s%s.\n", share(ConnectionTarget), note)
	return err
}

// cells are a line of the table; below tells that the connection rate is marked.
func (r *Row) cells(of record.SumsOf, list []column) (cells []string, below bool) {
	if of.Place != record.Everything {
		cells = append(cells, plain.Cell(r.Place))
	}
	if of.Every != record.Whole {
		cells = append(cells, minute(r.From))
	}
	for _, c := range list {
		v := r.Value(within(c.name, of.Within))
		text := v.text()
		if c.name == "connection_rate" && r.judged() && v.Known && v.Value < ConnectionTarget {
			text, below = text+"!", true
		}
		cells = append(cells, text)
	}
	return cells, below
}

func (v *Value) text() string {
	switch {
	case !v.Known:
		return "-"
	case v.Unit == Share:
		return share(v.Value)
	case v.Unit == Seconds:
		return fmt.Sprintf("%.1fs", v.Value)
	default:
		return fmt.Sprintf("%.0f", v.Value)
	}
}

func share(v float64) string { return fmt.Sprintf("%.1f%%", v*100) }

func minute(t time.Time) string { return t.In(calendar.China()).Format("2006-01-02 15:04") }
