package calltest

import (
	"fmt"
	"io"
	"strings"

	"hotline/internal/rehearsal"
)

// WriteText tells people how the tests came out; the story of those that failed,
// or of all of them.
func (r Report) WriteText(w io.Writer, stories bool) error {
	var b strings.Builder
	for _, f := range r.Files {
		b.WriteString(f.Name + "\n")
		for _, one := range f.Results {
			one.text(&b, stories)
		}
	}
	run, failed := r.Count()
	fmt.Fprintf(&b, "%d call tests, %d failed\n", run, failed)
	if r.Coverage != nil {
		r.Coverage.text(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Result) text(b *strings.Builder, story bool) {
	verdict := "ok  "
	if r.Failure != nil {
		verdict = "FAIL"
	}
	fmt.Fprintf(b, "  %s  %s\n", verdict, r.Test.Name)
	if r.Failure != nil {
		indented(b, r.Failure.String())
		b.WriteString("      what happened:\n")
	}
	switch {
	case story:
		for _, h := range r.Story {
			tell(b, []rehearsal.Happening{h})
			indented(b, strings.Join(h.Reasons(), "\n"))
		}
	case r.Failure != nil && len(r.Story) > mostTold:
		tell(b, r.Story[:mostTold-lastTold])
		indented(b, fmt.Sprintf("… %d more; -v tells all …", len(r.Story)-mostTold))
		tell(b, r.Story[len(r.Story)-lastTold:])
	case r.Failure != nil:
		tell(b, r.Story)
	}
}

// Of a long story of a test that failed, the beginning and the end are told.
const (
	mostTold = 40
	lastTold = 8
)

func tell(b *strings.Builder, story []rehearsal.Happening) {
	for _, h := range story {
		indented(b, h.Line())
	}
}

func indented(b *strings.Builder, text string) {
	for line := range strings.Lines(text) {
		b.WriteString("      " + strings.TrimRight(line, "\n") + "\n")
	}
}

func (c *Coverage) text(b *strings.Builder) {
	fmt.Fprintf(b, "coverage: %d of %d steps, %d of %d ways\n", c.StepsReached, c.Steps, c.WaysTaken, c.Ways)
	for _, m := range c.Missing {
		if len(m.Ways) == 0 {
			fmt.Fprintf(b, "  %s: no test comes here\n", m.Step)
			continue
		}
		fmt.Fprintf(b, "  %s: no test takes %s\n", m.Step, strings.Join(m.Ways, ", "))
	}
}

// seconds of a story's last happening: how long the call took in virtual time.
func lasted(story []rehearsal.Happening) float64 {
	if len(story) == 0 {
		return 0
	}
	return story[len(story)-1].At.Seconds()
}
