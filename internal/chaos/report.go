package chaos

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// Report is what a run comes to.
type Report struct {
	Calls    int // that the telephones made
	Talks    int
	Apart    int // calls that Asterisk's own crash cut off
	Apology  int // calls that Asterisk carried without an engine
	Faults   []Injected
	Findings []Finding
}

// NewReport accounts for everything.
func NewReport(e Evidence) Report {
	a := newAccount(e)
	r := Report{Calls: len(e.Callers), Faults: e.Faults, Findings: Account(e)}
	for _, leg := range e.Callers {
		if a.cutOff(leg) {
			r.Apart++
		}
		if slices.ContainsFunc(a.seatLegs[leg.Caller], Leg.talked) {
			r.Talks++
		}
		if len(a.told[leg.Caller]) == 0 {
			r.Apology++
		}
	}
	return r
}

// Count is how many losses of a kind there are.
func (r Report) Count(loss Loss) (n int) {
	for _, f := range r.Findings {
		if f.Loss == loss {
			n++
		}
	}
	return n
}

// OK tells whether nothing was lost and everything came back.
func (r Report) OK() bool { return len(r.Findings) == 0 && r.unrecovered() == 0 }

func (r Report) unrecovered() (n int) {
	for _, f := range r.Faults {
		if f.Recovered == 0 {
			n++
		}
	}
	return n
}

// Write prints findings, the table of faults, and the last line.
func (r Report) Write(w io.Writer) error {
	for _, f := range r.Findings {
		if _, err := fmt.Fprintln(w, f); err != nil {
			return err
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "FAULT\tCOUNT\tRECOVERY P50\tMAX\tNOT RECOVERED")
	for _, kind := range r.kinds() {
		times, never := r.recoveries(kind)
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%d\n", kind, len(times)+never, seconds(middle(times)), seconds(largest(times)), never)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%d calls, of which %d talked with a seat, %d were carried by Asterisk alone, and %d were cut off by its crash\n%s\n",
		r.Calls, r.Talks, r.Apology, r.Apart, r.lastLine())
	return err
}

func (r Report) lastLine() string {
	times, _ := r.recoveries("")
	return fmt.Sprintf("chaos calls=%d faults=%d talks_dropped=%d waits_lost=%d double_offers=%d events_lost=%d recovery_max=%s",
		r.Calls, len(r.Faults), r.Count(TalkDropped), r.Count(WaitLost), r.Count(DoubleOffer), r.Count(EventLost), seconds(largest(times)))
}

func (r Report) kinds() (kinds []Kind) {
	for _, f := range r.Faults {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// recoveries of a kind, or of all, in order of length; and how many never came.
func (r Report) recoveries(kind Kind) (times []int64, never int) {
	for _, f := range r.Faults {
		switch {
		case kind != "" && f.Kind != kind:
		case f.Recovered == 0:
			never++
		default:
			times = append(times, f.Recovered-f.Mended)
		}
	}
	slices.Sort(times)
	return times, never
}

func middle(sorted []int64) int64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2]
}

func largest(sorted []int64) int64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)-1]
}

func seconds(ms int64) string { return fmt.Sprintf("%.1fs", float64(ms)/1000) }
