package chaos

import (
	"cmp"
	"fmt"
	"slices"
)

// Evidence is all that is known of a run.
type Evidence struct {
	Callers  []Leg
	Seats    []Leg
	Fallback []string // telephones that Asterisk rings by itself
	Silences []Silence
	Journals *Journals
	Faults   []Injected
}

// Silence is a moment from which somebody in a talk heard nothing any more.
type Silence struct {
	Caller string
	At     int64
	Who    string // did not hear the other
}

// Injected is a fault that happened.
type Injected struct {
	Kind      Kind
	Machine   string // empty = no single one
	From      int64
	Mended    int64  // when the part was put back, or started anew
	Recovered int64  // a call was answered by a seat again; 0 = never
	Trouble   string // why not
}

// Limits of what is the same moment to two observers, in ms: a busy machine is slow to
// write down what it sees.
const (
	sameMoment = 1500
	patience   = 100_000 // who waited so long with nobody to talk to was forgotten
)

// Account compares what the telephones saw with what the journals tell.
func Account(e Evidence) []Finding {
	a := newAccount(e)
	a.findings = append(a.findings, e.Journals.Findings...)
	for _, leg := range e.Callers {
		a.follow(leg)
	}
	a.nobodys()
	a.seats()
	a.silences()
	for _, floor := range e.Journals.Floors {
		a.places(floor)
	}
	slices.SortStableFunc(a.findings, func(x, y Finding) int { return cmp.Compare(x.At, y.At) })
	return a.findings
}

type account struct {
	Evidence
	callers  map[string]Leg
	seatLegs map[string][]Leg // by caller
	told     map[string][]*Told
	findings []Finding
}

func newAccount(e Evidence) *account {
	a := &account{Evidence: e, callers: map[string]Leg{}, seatLegs: map[string][]Leg{}, told: map[string][]*Told{}}
	for _, leg := range e.Callers {
		a.callers[leg.Caller] = leg
	}
	for _, leg := range e.Seats {
		a.seatLegs[leg.Caller] = append(a.seatLegs[leg.Caller], leg)
	}
	for _, legs := range a.seatLegs {
		slices.SortFunc(legs, func(x, y Leg) int { return cmp.Compare(x.Began, y.Began) })
	}
	for _, c := range e.Journals.Calls {
		if c.Arrived != 0 {
			a.told[c.From] = append(a.told[c.From], c)
		}
	}
	return a
}

func (a *account) find(loss Loss, at int64, caller string, c *Told, format string, args ...any) {
	f := Finding{Loss: loss, At: at, Caller: caller, What: fmt.Sprintf(format, args...)}
	if c != nil {
		f.Call = c.ID
	}
	a.findings = append(a.findings, f)
}

// follow looks at everything about one caller.
func (a *account) follow(leg Leg) {
	if a.cutOff(leg) {
		a.closed(leg)
		return
	}
	a.waited(leg)
	a.talked(leg)
	a.rangOnce(leg)
	a.recorded(leg)
}
