package probe

import (
	"fmt"
	"net"
	"regexp"
	"strconv"
	"time"

	"hotline/internal/yamlfile"
)

// Probe is a test call: whom it calls, and what has to happen. Its zero durations
// mean the usual ones.
type Probe struct {
	Name   string // in lines and metrics
	Server string // host:port that speaks SIP over UDP: Asterisk, or the carrier
	Number string // whom it calls
	From   string // the caller's number that it shows

	Credentials Credentials // for a server that asks; may be empty

	AnswerWithin time.Duration
	Hears        Expect // after the answer; without words any sound will do
	Key          string // pressed when that was heard; may be several, or empty
	Then         Expect // what the key brings
}

// Expect is words that have to be heard.
type Expect struct {
	Text   string        // in Mandarin, as the flow has them, or their name in the manifest
	File   string        // instead: WAV of 8 kHz, 16 bit, mono
	Within time.Duration // until they begin

	sound []int16 // by Prepare
}

// words reports whether there are any.
func (e Expect) words() bool { return e.Text != "" || e.File != "" }

// What is usual, and what is possible.
const (
	UsualAnswer = 10 * time.Second
	UsualHears  = 15 * time.Second
	LeastWait   = time.Second
	MostWait    = 2 * time.Minute
	MostText    = 1000 // characters
)

// Mistake is something about a probe that cannot be.
type Mistake struct {
	Key  string // of the file; with two dashes before it the flag
	What string
	Hint string // what to do
}

// String is the mistake in one line, with what to do.
func (m Mistake) String() string { return fmt.Sprintf("%s: %s; %s", m.Key, m.What, m.Hint) }

// How words are written.
const (
	nameForm   = `^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$`
	numberForm = `^\+?[0-9*]{1,32}$`
	fromForm   = `^[A-Za-z0-9+][A-Za-z0-9+_.-]{0,39}$`
	keyForm    = `^[0-9*#]{1,20}$`

	nameHint   = "use up to 40 letters, digits, dots and dashes, such as beijing-main"
	serverHint = "write host:port, such as 10.0.0.5:5060"
	numberHint = "write it with digits only, such as 12385 or +861012385"
	fromHint   = "write a number of yours, such as 01065000000"
	keyHint    = "use 0-9, * and #, such as 1"
)

// Check finds every mistake.
func (p Probe) Check() []Mistake {
	var found []Mistake
	word := func(key, value, form, hint string) {
		if !regexp.MustCompile(form).MatchString(value) {
			found = append(found, Mistake{key, fmt.Sprintf("%q will not do", value), hint})
		}
	}
	word("name", p.Name, nameForm, nameHint)
	word("number", p.Number, numberForm, numberHint)
	word("from", p.From, fromForm, fromHint)
	if p.Key != "" {
		word("key", p.Key, keyForm, keyHint)
	}
	if !reachable(p.Server) {
		found = append(found, Mistake{"server", fmt.Sprintf("%q is no address", p.Server), serverHint})
	}
	found = append(found, wait("answer-within", p.AnswerWithin)...)
	found = append(found, p.Hears.check("hears")...)
	found = append(found, p.Then.check("then-hears")...)
	return append(found, p.checkKey()...)
}

// checkKey holds a key and what it brings together.
func (p Probe) checkKey() []Mistake {
	switch {
	case p.Key != "" && !p.Then.words():
		return []Mistake{{"key", "nothing tells whether it works", "say what it brings, with then-hears or then-hears-file"}}
	case p.Key == "" && p.Then.words():
		return []Mistake{{"then-hears", "it comes after a key, and there is none", "add key, or use hears"}}
	}
	return nil
}

func (e Expect) check(key string) []Mistake {
	found := wait(within(key), e.Within)
	if e.Text != "" && e.File != "" {
		found = append(found, Mistake{key, "the words are there twice", "leave out " + key + " or " + key + "-file"})
	}
	if len([]rune(e.Text)) > MostText {
		found = append(found, Mistake{key, fmt.Sprintf("a prompt of more than %d characters", MostText), "its beginning is enough"})
	}
	return found
}

// within is the key of an expectation's time.
func within(key string) string {
	if key == "hears" {
		return "hears-within"
	}
	return "then-within"
}

func wait(key string, d time.Duration) []Mistake {
	if d == 0 || (d >= LeastWait && d <= MostWait) {
		return nil
	}
	limits := fmt.Sprintf("give a time from %s to %s", yamlfile.Short(LeastWait), yamlfile.Short(MostWait))
	return []Mistake{{key, yamlfile.Short(d) + " will not do", limits}}
}

func reachable(server string) bool {
	host, port, err := net.SplitHostPort(server)
	if err != nil || host == "" {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// usual is the probe with the usual times where it names none.
func (p Probe) usual() Probe {
	set := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	set(&p.AnswerWithin, UsualAnswer)
	set(&p.Hears.Within, UsualHears)
	set(&p.Then.Within, UsualHears)
	return p
}
