package plan

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/internal/schema"
)

// WriteText writes a need for people.
func (n Need) WriteText(w io.Writer, r Rules) error {
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	_, _ = fmt.Fprintf(t, "load\t%g erlangs, %s a call\n", hundredths(n.Erlangs), short(n.AHT))
	_, _ = fmt.Fprintf(t, "asked for\t%s, at most %s of calls blocked\n", r.Answer, r.Blocking)
	_, _ = fmt.Fprintf(t, "seats\t%d by Erlang C%s\n", n.Seats, r.rosteredText(n.Rostered))
	_, _ = fmt.Fprintf(t, "\t%s within %s, ASA %s, %s wait, occupancy %s\n",
		percent(n.Service), short(r.Answer.Within), tenths(n.ASA), percent(n.PWait), percent(n.Occupied))
	if a := n.Impatient; a != nil {
		_, _ = fmt.Fprintf(t, "seats\t%d by Erlang A%s, with a patience of %s\n", a.Seats, r.rosteredText(a.Rostered), short(r.Patience))
		_, _ = fmt.Fprintf(t, "\t%s within %s (%s without those who gave up before), ASA %s, %s give up, occupancy %s\n",
			percent(a.Service), short(r.Answer.Within), percent(a.Patient), tenths(a.ASA), percent(a.Abandoned), percent(a.Occupied))
	}
	_, _ = fmt.Fprintf(t, "trunks\t%d by Erlang B, %s of calls blocked\n", n.Trunks, percent2(n.Blocking))
	return t.Flush() // it also tells of what failed before
}

// rosteredText is empty without shrinkage.
func (r Rules) rosteredText(n int) string {
	if r.Shrinkage == 0 {
		return ""
	}
	return fmt.Sprintf(", %d rostered (%s shrinkage)", n, r.Shrinkage)
}

// WriteText writes days as tables for people, a half hour a line.
func WriteText(w io.Writer, days []DayPlan) error {
	for i, d := range days {
		if i > 0 {
			_, _ = fmt.Fprintln(w)
		}
		if err := d.writeText(w); err != nil {
			return err
		}
	}
	return nil
}

func (p DayPlan) writeText(w io.Writer) error {
	if p.Name != "" {
		_, _ = fmt.Fprintln(w, p.Name)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	head := []string{"TIME", "CALLS", "AHT", "ERLANGS", "SEATS"}
	if p.Rules.Shrinkage > 0 {
		head = append(head, "ROSTERED")
	}
	head = append(head, "IN-TIME", "ASA", "OCCUPIED")
	if p.Rules.Patience > 0 {
		head = append(head, "SEATS-A", "GIVE-UP")
	}
	_, _ = fmt.Fprintln(t, strings.Join(append(head, "TRUNKS"), "\t"))
	for _, r := range p.Rows {
		_, _ = fmt.Fprintln(t, strings.Join(p.cells(r), "\t"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, p.summary())
	return err
}

func (p DayPlan) cells(r Row) []string {
	cells := []string{clock(r.Slot), fmt.Sprintf("%.1f", r.Calls), seconds1(r.AHT), fmt.Sprintf("%.2f", r.Erlangs), strconv.Itoa(r.Seats)}
	if p.Rules.Shrinkage > 0 {
		cells = append(cells, strconv.Itoa(r.Rostered))
	}
	cells = append(cells, percent(r.Service), tenths(r.ASA), percent(r.Occupied))
	if p.Rules.Patience > 0 {
		a := r.patient()
		cells = append(cells, strconv.Itoa(a.Seats), percent(a.Abandoned))
	}
	return append(cells, strconv.Itoa(r.Trunks))
}

// patient is the need when callers give up; without a load it is none.
func (n Need) patient() Impatient {
	if n.Impatient == nil {
		return Impatient{Service: 1, Patient: 1}
	}
	return *n.Impatient
}

// summary is the day in a line.
func (p DayPlan) summary() string {
	if len(p.Rows) == 0 {
		return "no calls"
	}
	peak := p.Peak()
	return fmt.Sprintf("%g calls; at most %d seats (%s) and %d trunks; %g seat hours; %s",
		hundredths(p.Calls()), peak.Seats, clock(peak.Slot), p.PeakTrunks(), p.SeatHours(), p.Rules.Answer)
}

// hundredths keeps a number from showing more digits than it means.
func hundredths(v float64) float64 { return math.Round(v*100) / 100 }

func percent(share float64) string  { return fmt.Sprintf("%.1f%%", share*100) }
func percent2(share float64) string { return fmt.Sprintf("%.2f%%", share*100) }

func tenths(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }

func seconds1(d time.Duration) string { return fmt.Sprintf("%.0fs", d.Seconds()) }

// short writes a duration the way people write it: 1m, not 1m0s.
func short(d time.Duration) string { return schema.Short(d) }
