package dialplan

import (
	"time"

	"hotline/internal/calendar"
)

// Explanation is everything that decided where a call goes, for engineers.
type Explanation struct {
	At            time.Time       `json:"at"`
	Trunk         string          `json:"trunk"`
	Called        string          `json:"called"` // in its one form
	Caller        string          `json:"caller"`
	Centre        string          `json:"centre"` // empty: none of this platform
	Title         string          `json:"title,omitempty"`
	Tier          Tier            `json:"tier"`
	Area          string          `json:"area"`
	Flow          string          `json:"flow"`
	Lead          string          `json:"lead,omitempty"`
	Language      string          `json:"language,omitempty"`
	Elsewhere     string          `json:"elsewhere,omitempty"` // the number of another platform
	Open          bool            `json:"open"`
	Hours         calendar.Why    `json:"hours"`
	Reason        string          `json:"reason"` // what callers hear, Mandarin
	Day           string          `json:"day,omitempty"`
	NextChange    *time.Time      `json:"next_change,omitempty"`
	CalendarKnown bool            `json:"calendar_known"`
	Chain         map[string]Link `json:"chain"` // closed, full, unstaffed -> where calls would go
	Why           []string        `json:"why"`
}

// Explain tells where a call goes and why, step by step, just as [Tree.Route]
// decides it; whether the centre is open; and where calls go that it cannot take.
func (t *Tree) Explain(q Query) Explanation {
	d, ok := t.Route(q)
	e := Explanation{
		At: q.At, Trunk: d.Trunk, Called: string(d.Called), Caller: string(d.Caller),
		Centre: d.Centre, Tier: d.Tier, Area: d.Area, Flow: d.Flow, Lead: d.Lead, Language: d.Language,
		Elsewhere: string(d.Elsewhere), CalendarKnown: true, Chain: map[string]Link{}, Why: d.Why,
	}
	if !ok {
		return e
	}
	e.Title = t.Centres[d.Centre].Title
	e.hours(t.OpenAt(d.Centre, q.At))
	for _, reason := range Reasons() {
		if reason != Closed || !t.Centres[d.Centre].Hours.Always() {
			e.Chain[reason] = t.Onward(d.Centre, reason, q.At, nil)
		}
	}
	return e
}

func (e *Explanation) hours(a calendar.Answer) {
	e.Open, e.Hours, e.Reason, e.Day, e.CalendarKnown = a.Open, a.Why, a.Reason, a.Day, a.Known
	e.Why = append(e.Why, a.Steps...)
	if !a.Next.IsZero() {
		e.NextChange = &a.Next
	}
	switch {
	case a.Open:
		e.Why = append(e.Why, "so it is open")
	default:
		e.Why = append(e.Why, "so it is closed: "+string(a.Why))
	}
	if !a.Known {
		e.Why = append(e.Why, "this rests on a year whose calendar is missing")
	}
}
