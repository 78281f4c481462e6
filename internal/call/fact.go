package call

import "encoding/json"

// Fact is something that happened to a call. Each kind has a stable name and is
// read for ever. Times are milliseconds since the Unix epoch.
type Fact interface {
	// Kind is the stable name of the fact in the journal.
	Kind() string
}

// Arrived says that a call came in on a trunk, or from a seat's phone.
type Arrived struct {
	At      int64  `json:"at"`
	Call    string `json:"call"`
	Channel string `json:"channel"`         // the caller's channel in Asterisk
	Trunk   string `json:"trunk,omitempty"` // empty when a seat dials
	Seat    string `json:"seat,omitempty"`  // the seat that dials
	From    string `json:"from"`            // the caller's number, normalised; empty = withheld
	To      string `json:"to"`              // the called number, normalised
	Centre  string `json:"centre,omitempty"`
	Floor   string `json:"floor,omitempty"`
	Flow    string `json:"flow"`
	Version string `json:"version"` // of the dialplans tree, by content
}

// Stepped says that the caller's script came to a step. The checkpoint resumes it there.
type Stepped struct {
	At         int64           `json:"at"`
	Call       string          `json:"call"`
	Step       string          `json:"step"`
	Checkpoint json.RawMessage `json:"checkpoint"`
}

// Moved says that the call now belongs to another centre.
type Moved struct {
	At     int64  `json:"at"`
	Call   string `json:"call"`
	Centre string `json:"centre"`
	Floor  string `json:"floor"`
}

// LegDialled says that a phone is being called for this call.
type LegDialled struct {
	At     int64  `json:"at"`
	Call   string `json:"call"`
	Leg    string `json:"leg"`             // the channel
	Seat   string `json:"seat,omitempty"`  // a seat's phone, or
	To     string `json:"to,omitempty"`    // a number outside
	Offer  int64  `json:"offer,omitempty"` // of the floor
	Bridge string `json:"bridge"`          // where it will meet the caller
}

// LegRinging: that phone rings.
type LegRinging struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	Leg  string `json:"leg"`
}

// LegEnded says that such a phone is out of the call again.
type LegEnded struct {
	At    int64  `json:"at"`
	Call  string `json:"call"`
	Leg   string `json:"leg"`
	Cause int    `json:"cause"` // Q.850
}

// Connected says that caller and leg hear each other.
type Connected struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	Leg  string `json:"leg"`
}

// Ended says that the call is over.
type Ended struct {
	At      int64   `json:"at"`
	Call    string  `json:"call"`
	Outcome Outcome `json:"outcome"`
	By      string  `json:"by"`              // caller, seat, system
	Cause   int     `json:"cause,omitempty"` // Q.850, of the caller's channel
	Detail  string  `json:"detail,omitempty"`
}
