package why

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/internal/plain"
)

// WriteText writes the floors for people.
func (s *Standing) WriteText(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range s.Floors {
		f := &s.Floors[i]
		if i > 0 {
			_, _ = fmt.Fprintln(table)
		}
		_, _ = fmt.Fprintf(table, "floor %s at %s, rules %s, journal %d\n",
			f.Name, time.Time(s.Until).Format("2006-01-02 15:04:05.000"), mark(f.Rules), s.Seq)
		f.queues(table)
		f.calls(table)
		f.seats(table)
		f.callbacks(table)
	}
	return table.Flush() // it also tells of what failed before
}

func (f *Floor) queues(w io.Writer) {
	_, _ = fmt.Fprintln(w, "\nQUEUE\tWAITING\tOLDEST\tSIGNED IN\tREADY\tRESERVE\tOTHERS\tPRESSED")
	for i := range f.Queues {
		q := &f.Queues[i]
		row(w, q.ID, strconv.Itoa(q.Waiting), length(q.Oldest), strconv.Itoa(q.SignedIn), strconv.Itoa(q.Ready), strconv.Itoa(q.Reserve),
			mark(outAs(q.Out, as)), yes(q.Pressed))
	}
}

func (f *Floor) calls(w io.Writer) {
	head := "\nPLACE\tCALL\tQUEUE\tWAITED\tAGE\tHEAD START\tNEEDS\tRINGS AT"
	for _, q := range f.Queues {
		for _, c := range q.Calls {
			if head != "" {
				_, _ = fmt.Fprintln(w, head)
				head = ""
			}
			place := strconv.Itoa(c.Place)
			if c.Place == 0 {
				place = "offered"
			}
			row(w, place, c.ID, q.ID, length(c.Waited), length(c.Age), mark(lengthOr(c.Priority)), mark(skills(c.Needs)), mark(c.Seat))
		}
	}
}

func (f *Floor) seats(w io.Writer) {
	if len(f.Seats) == 0 {
		return
	}
	_, _ = fmt.Fprintln(w, "\nSEAT\tSTATE\tFOR\tTHEN\tREASON\tCALL")
	for _, s := range f.Seats {
		then := ""
		if s.Stance.Next != s.Stance.Now {
			then = s.Stance.Next.String()
		}
		duration := ""
		if s.Since != (Stamp{}) {
			duration = length(s.For)
		}
		row(w, s.ID, s.Stance.Now.String(), mark(duration), mark(then), mark(reason(s)), mark(s.Call))
	}
}

func reason(s Seat) string {
	text := plain.Text(s.Pause)
	if s.Auto {
		text += " (by the distributor)"
	}
	return text
}

func (f *Floor) callbacks(w io.Writer) {
	if len(f.Callbacks) == 0 {
		return
	}
	_, _ = fmt.Fprintln(w, "\nCALLBACK\tNUMBER\tQUEUE\tDUE\tATTEMPTS\tMISSED\tCALL")
	for _, c := range f.Callbacks {
		row(w, c.ID, plain.Text(c.Number), c.Queue, time.Time(c.Due).Format(time.DateTime), strconv.Itoa(c.Attempts), yes(c.Missed), mark(c.Call))
	}
}

// as is a state by its own name.
func as(state string) string { return state }

func row(w io.Writer, cells ...string) { _, _ = fmt.Fprintln(w, strings.Join(cells, "\t")) }

func length(s float64) string { return span(int64(s * 1000)) }

func lengthOr(s float64) string {
	if s == 0 {
		return ""
	}
	return length(s)
}

// mark gives an empty cell a sign.
func mark(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
