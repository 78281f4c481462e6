package whatif

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteText writes a comparison for people.
func (c *Comparison) WriteText(w io.Writer) error {
	_, _ = fmt.Fprintf(w, "floor %s on %s, as it was and simulated %d times each\n\n", c.Floor, c.Date, c.Runs)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "QUEUE\tRULES\tOFFERED\tANSWERED\tABANDONED\tOVERFLOWED\tASA\tIN-15S\tP90\tABANDON\tOCCUPIED")
	for i := range c.Queues {
		c.rows(t, c.Queues[i].Queue, &c.Queues[i])
	}
	c.rows(t, "all", &c.All)
	if err := t.Flush(); err != nil {
		return err
	}
	asa, service, abandonment := c.Near()
	_, _ = fmt.Fprintf(w, "\nHow near the simulation comes: under the same rules ASA is off by %s, answered within 15s by %s, abandonment by %s.\n",
		told(asa, inSeconds), told(service, points), told(abandonment, points))
	for _, note := range c.Notes {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	return nil
}

func (c *Comparison) rows(w io.Writer, name string, r *Row) {
	figures(w, name, "as it was", &r.Was)
	figures(w, "", "the same", &r.Same)
	if r.Other != nil {
		figures(w, "", c.Other, r.Other)
	}
}

func figures(w io.Writer, name, rules string, f *Figures) {
	_, _ = fmt.Fprintf(w, "%s\t%s\t%.4g\t%.4g\t%.4g\t%.4g\t%s\t%s\t%s\t%s\t%s\n", name, rules,
		f.Offered, f.Answered, f.Abandoned, f.Overflowed, told(f.ASA, inSeconds), told(f.Service, percent), told(f.P90, inSeconds),
		told(f.Abandonment, percent), told(f.Occupancy, percent))
}

// told is a figure, if there is one.
func told(v *float64, how func(float64) string) string {
	if v == nil {
		return "-"
	}
	return how(*v)
}

func percent(v float64) string   { return fmt.Sprintf("%.1f%%", 100*v) }
func points(v float64) string    { return fmt.Sprintf("%.1f points", 100*v) }
func inSeconds(v float64) string { return fmt.Sprintf("%.1fs", v) }
