package why

import (
	"fmt"
	"io"
	"strings"
	"time"

	"hotline/internal/jsonout"
)

// WriteJSON writes a story, or whatever else this package reads, for programs.
func WriteJSON(w io.Writer, v any) error { return jsonout.Write(w, v) }

// WriteText writes a story for people: by the clock, by the seconds since the call
// came in, and with the number of each group in the journal.
func (s *Story) WriteText(w io.Writer) error {
	var b strings.Builder
	s.head(&b)
	for i := range s.Events {
		s.Events[i].line(&b)
	}
	if s.Passed > 0 {
		fmt.Fprintf(&b, "%s of a newer program could not be read\n", count(s.Passed, "fact"))
	}
	if s.Misfits > 0 {
		fmt.Fprintf(&b, "%s of its floor did not fit: what is told of the floor as it stood may be wrong\n", count(s.Misfits, "fact"))
	}
	b.WriteString(s.ofToday())
	_, err := io.WriteString(w, b.String())
	return err
}

// ofToday sums up the comparison with today's rules.
func (s *Story) ofToday() string {
	compared, same := 0, true
	for i := range s.Events {
		if today := s.Events[i].Today; today != nil {
			compared, same = compared+1, same && today.Same
		}
	}
	text := ""
	if compared > 0 && same {
		text = "\ntoday's rules would decide the same\n"
	}
	return text + join(s.Uncompared, "\nnot compared with today's rules: ", "\n")
}

func (s *Story) head(b *strings.Builder) {
	fmt.Fprintf(b, "call %s", s.Call)
	if s.Arrived != nil {
		fmt.Fprintf(b, " of %s", time.Time(*s.Arrived).Format("Monday, 2006-01-02 15:04:05"))
	}
	switch {
	case s.Outcome != "":
		fmt.Fprintf(b, ": %s\n\n", s.Outcome)
	case s.Arrived != nil:
		b.WriteString(": not over yet\n\n")
	default:
		b.WriteString("\n\n")
	}
	fmt.Fprintf(b, "%-12s  %9s  %8s\n", "CLOCK", "AFTER", "JOURNAL")
}

func (e *Event) line(b *strings.Builder) {
	const margin = 12 + 2 + 9 + 2 + 8 + 2
	at := time.Time(e.At).Format("15:04:05.000")
	fmt.Fprintf(b, "%s  %8.1fs  %8d  %s\n", at, e.After, e.Seq, e.Text)
	for _, note := range e.Notes {
		fmt.Fprintf(b, "%*s· %s\n", margin, "", note)
	}
	if e.Today != nil && e.Today.Text != "" {
		fmt.Fprintf(b, "%*s! %s\n", margin, "", e.Today.Text)
	}
}
