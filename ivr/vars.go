package ivr

import (
	"time"
)

// Vars are what is known of the call.
type Vars struct {
	Call       string `json:"call"`
	Caller     string `json:"caller,omitempty"`      // the number, normalised
	CallerArea string `json:"caller_area,omitempty"` // its area code, as far as known
	CallerCity string `json:"caller_city,omitempty"` // the centre of the caller's city, as far as known
	Called     string `json:"called,omitempty"`
	Trunk      string `json:"trunk,omitempty"`
	Area       string `json:"area,omitempty"` // area code that the call is about
	Centre     string `json:"centre,omitempty"`
	Tier       string `json:"tier,omitempty"`
	Title      string `json:"title,omitempty"`    // of the centre, as callers hear it
	Seat       string `json:"seat,omitempty"`     // the seat that dials, of feature codes
	Digits     string `json:"digits,omitempty"`   // dialled behind the feature code
	Language   string `json:"language,omitempty"` // to begin with; empty = Mandarin
	Slow       bool   `json:"slow,omitempty"`     // slow mode, to begin with
	Lead       string `json:"lead,omitempty"`     // said before the flow's own first words, in Mandarin
}

// mobile numbers have 11 digits and begin with 13 to 19.
func (v Vars) mobile() bool {
	const mobileLen = 11
	return len(v.Caller) == mobileLen && v.Caller[0] == '1' && v.Caller[1] >= '3'
}

// weekday counts from Monday = 1 to Sunday = 7, as people do in China.
func weekday(t time.Time) int {
	if t.Weekday() == time.Sunday {
		return 7
	}
	return int(t.Weekday())
}
