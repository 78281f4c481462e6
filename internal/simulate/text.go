package simulate

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// WriteText writes a report for people. A formula may be nil.
func (r *Report) WriteText(w io.Writer, formula *Formula) error {
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	if r.Days > 0 {
		_, _ = fmt.Fprintf(t, "day\t%s, simulated %d times\n", strings.TrimSpace(r.Date+" "+r.Title), r.Days)
	} else {
		_, _ = fmt.Fprintf(t, "time\t%.1f h, after %d calls to warm up\n", r.Simulated/3600, r.WarmUp)
	}
	_, _ = fmt.Fprintf(t, "calls\t%d offered, %d answered, %d abandoned (%d within 5s), %d overflowed, %d still waiting, %d when closed\n",
		r.Offered, r.Answered, r.Abandoned, r.AbandonedShort, r.Overflowed, r.Waiting, r.Closed)
	for _, line := range r.lines(formula) {
		_, _ = fmt.Fprintf(t, "%s\t%s%s\n", line.name, line.figure(line.value), line.interval()+line.formula)
	}
	_, _ = fmt.Fprintf(t, "longest wait\t%.1fs\n", r.Longest)
	r.writeMore(t)
	if err := t.Flush(); err != nil {
		return err
	}
	if r.Note != "" {
		_, _ = fmt.Fprintf(w, "note: %s\n", r.Note)
	}
	return r.writeDay(w)
}

// writeMore has what not every simulation has.
func (r *Report) writeMore(w io.Writer) {
	_, _ = fmt.Fprintf(w, "nine in ten\t%.1fs at most\n", r.P90)
	if r.ForecastTold > 0 {
		_, _ = fmt.Fprintf(w, "forecasts\t%s of %d waits as told (80%% are meant to be)\n", percent(float64(r.ForecastHeld)/float64(r.ForecastTold)), r.ForecastTold)
	}
	if r.Again > 0 {
		_, _ = fmt.Fprintf(w, "called again\t%d of the calls, after they had given up\n", r.Again)
	}
	if b := r.Callbacks; b != nil {
		_, _ = fmt.Fprintf(w, "called back\t%d missed and %d who asked: %d calls, %d reached, %d reached us, %d given up, %d left\n",
			b.Missed, b.Asked, b.Made, b.Reached, b.ByThem, b.GivenUp, b.Waiting)
	}
}

// line is a figure for people.
type line struct {
	name    string
	value   float64
	within  *Interval
	figure  func(float64) string
	formula string
}

func (l line) interval() string {
	if l.within == nil {
		return ""
	}
	return fmt.Sprintf("\t95 %%: %s to %s", l.figure(l.within[0]), l.figure(l.within[1]))
}

func (r *Report) lines(formula *Formula) []line {
	intervals := Figures[*Interval]{}
	if r.Intervals != nil {
		intervals = *r.Intervals
	}
	f := Formula{PWait: math.NaN(), ASA: math.NaN(), Service: math.NaN(), ServiceOfPatient: math.NaN(), Abandonment: math.NaN(), Occupancy: math.NaN()}
	if formula != nil {
		f = *formula
	}
	lines := []line{
		{"have to wait", r.PWait, intervals.PWait, percent, said(f.PWait, percent)},
		{"ASA", r.ASA, intervals.ASA, inSeconds, said(f.ASA, inSeconds)},
		{"within 15s", r.Service, intervals.Service, percent, said(f.Service, percent)},
		{"  of the patient", r.ServiceOfPatient, intervals.ServiceOfPatient, percent, said(f.ServiceOfPatient, percent)},
		{"abandon", r.Abandonment, intervals.Abandonment, percent, said(f.Abandonment, percent)},
		{"connected", r.Connection, intervals.Connection, percent, ""},
		{"AHT", r.AHT, intervals.AHT, inSeconds, ""},
		{"occupancy", r.Occupancy, intervals.Occupancy, percent, said(f.Occupancy, percent)},
	}
	return lines
}

func said(v float64, how func(float64) string) string {
	if math.IsNaN(v) {
		return ""
	}
	return "\tErlang: " + how(v)
}

func percent(v float64) string   { return fmt.Sprintf("%.2f%%", 100*v) }
func inSeconds(v float64) string { return fmt.Sprintf("%.2fs", v) }

// writeDay has the queues and the half hours of a day.
func (r *Report) writeDay(w io.Writer) error {
	if len(r.Halves) == 0 {
		return nil
	}
	days := float64(r.Days)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "\nQUEUE\tCALLS\tANSWERED\tABANDONED\tOVERFLOWED\tWAIT\tASA\tIN-15S\tLONGEST\tTITLE")
	for i := range r.Queues {
		q := &r.Queues[i]
		_, _ = fmt.Fprintf(t, "%s\t%.1f\t%.1f\t%.1f\t%.1f\t%s\t%.1fs\t%s\t%.0fs\t%s\n", q.Queue, float64(q.Offered)/days, float64(q.Answered)/days,
			float64(q.Abandoned)/days, float64(q.Overflowed)/days, percent(q.PWait), q.ASA, percent(q.Service), q.Longest, q.Title)
	}
	_, _ = fmt.Fprintln(t, "\nTIME\tCALLS\tANSWERED\tABANDONED\tOVERFLOWED\tSEATS\tASA\tIN-15S\tOCCUPIED\tLONGEST")
	from, to := r.span()
	for _, h := range r.Halves[from:to] {
		service := "-"
		if h.Offered > 0 {
			service = percent(h.Service)
		}
		_, _ = fmt.Fprintf(t, "%s\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1fs\t%s\t%s\t%.0fs\n", h.Time, h.Offered, h.Answered, h.Abandoned,
			h.Overflowed, h.Seats, h.ASA, service, percent(h.Occupancy), h.Longest)
	}
	return t.Flush()
}

// span is from the first half hour in which somebody calls to behind the last; from
// = to if nobody does.
func (r *Report) span() (from, to int) {
	for i, h := range r.Halves {
		if h.Offered == 0 {
			continue
		}
		if to == 0 {
			from = i
		}
		to = i + 1
	}
	return from, to
}
