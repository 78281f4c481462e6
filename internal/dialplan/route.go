package dialplan

import (
	"time"

	"hotline/internal/numbering"
)

// Query is a call that comes in, as it comes.
type Query struct {
	At     time.Time
	Trunk  string // empty = the default one
	Called string
	Caller string
	Hops   int // times that it has been forwarded between platforms
}

// Decision is where a call goes, and why.
type Decision struct {
	Trunk     string
	Called    numbering.Number
	Caller    numbering.Number
	Area      string // the area code that was dialled, or the trunk's own; may be empty
	Centre    string
	Tier      Tier
	Flow      string
	Lead      string           // of an old number: said before the flow's first words
	Language  string           // that the caller is spoken to in first; empty = Mandarin
	Elsewhere numbering.Number // of no centre here: the number that reaches the centre meant, if the call may go there
	Why       []string         // English, step by step
}

// Route decides where a call goes that comes in. It is false if no centre of this
// platform is meant; Why tells the reason all the same.
//
// The trunk's own list of numbers comes first. Then 12385 with an area code is
// what the code means: see [Override]; usually the province, and with 010 the
// nation. Anything else, such as 12385 alone, is the trunk's city.
func (t *Tree) Route(q Query) (Decision, bool) {
	r := router{tree: t, at: q.At, hops: q.Hops}
	r.route(q)
	if c, ok := t.Centres[r.d.Centre]; ok {
		r.d.Tier = c.Tier
		if r.d.Flow == "" {
			r.d.Flow = c.Entry
		}
		if r.d.Area == "" {
			r.d.Area = c.Area
		}
		r.why("centre %s: %s, tier %s, flow %s", c.ID, c.title(), c.Tier, r.d.Flow)
		return r.d, true
	}
	r.d.Centre = ""
	return r.d, false
}
