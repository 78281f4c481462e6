package calltest

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"hotline/internal/rehearsal"
)

// goal is something that a call reaches.
type goal struct {
	what string // centre, queue, step, seat, outside, voicemail, callback, grade
	name string
}

// reaches is met by what happens from here on, and by where the call is now.
func (r *run) reaches(g goal, within time.Duration) (string, error) {
	if g.isAt(r.stage.Story().From(0)) {
		return "", nil
	}
	ok, err := r.until(within, g.fits)
	if ok || err != nil {
		return "", err
	}
	return fmt.Sprintf("the call does not reach %s %s%s", g.what, g.name, r.by(within)), nil
}

func (g goal) fits(h rehearsal.Happening) bool {
	switch g.what {
	case "centre":
		return (h.Kind == rehearsal.Calls || h.Kind == rehearsal.Centre) && h.Name == g.name
	case "queue":
		return h.Kind == rehearsal.Queue && h.Name == g.name
	case "step":
		return h.Kind == rehearsal.Step && h.Name == g.name
	case "seat":
		return h.Kind == rehearsal.Talks && h.Name == g.name
	case "outside":
		return h.Kind == rehearsal.Talks && rehearsal.Digits(h.Name) == g.name
	case "voicemail":
		return (h.Kind == rehearsal.Records || h.Kind == rehearsal.Message) && h.Name == g.name
	case "callback":
		return h.Kind == rehearsal.Callback && h.Name == g.name
	}
	return h.Kind == rehearsal.Rates && h.Text == g.name
}

// isAt is true if the call is there at the end of the story. What is over (a queue
// that was left, a talk that ended) does not count.
func (g goal) isAt(story []rehearsal.Happening) bool {
	at := false
	for _, h := range story {
		switch {
		case g.fits(h):
			at = true
		case g.leaves(h):
			at = false
		}
	}
	return at
}

// leaves: with this the call is somewhere else.
func (g goal) leaves(h rehearsal.Happening) bool {
	if h.Kind == rehearsal.Ends {
		return true
	}
	switch g.what {
	case "centre":
		return h.Kind == rehearsal.Centre
	case "step":
		return h.Kind == rehearsal.Step
	case "queue":
		return h.Kind == rehearsal.Queue || h.Kind == rehearsal.Left || h.Kind == rehearsal.Talks
	case "seat", "outside":
		return h.Kind == rehearsal.TalkEnds || h.Kind == rehearsal.HangsUp || h.Kind == rehearsal.Talks
	}
	return true // it is something that happens at a moment
}

// contains leaves white space out of account: nobody hears it.
func contains(said, words string) bool {
	return strings.Contains(withoutSpace(said), withoutSpace(words))
}

func withoutSpace(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
