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
	At      int64    `json:"at"`
	Call    string   `json:"call"`
	Channel string   `json:"channel"`         // the caller's channel in Asterisk
	Trunk   string   `json:"trunk,omitempty"` // empty when a seat dials
	Seat    string   `json:"seat,omitempty"`  // the seat that dials
	From    string   `json:"from"`            // the caller's number, normalised; empty = withheld
	To      string   `json:"to"`              // the called number, normalised
	Centre  string   `json:"centre,omitempty"`
	Floor   string   `json:"floor,omitempty"`
	Flow    string   `json:"flow"`
	Version string   `json:"version"`        // of the dialplans tree, by content
	Area    string   `json:"area,omitempty"` // area code that the call is about
	Hops    int      `json:"hops,omitempty"` // times it was forwarded before it came to us
	Age     int64    `json:"age,omitempty"`  // how long the caller had waited elsewhere, ms
	Of      string   `json:"of,omitempty"`   // a call back: the call that asked for it
	Why     []string `json:"why,omitempty"`  // what decided on the centre, step by step
}

// Stepped says that the caller's script came to a step. The checkpoint resumes it there.
type Stepped struct {
	At         int64           `json:"at"`
	Call       string          `json:"call"`
	Step       string          `json:"step"`
	From       string          `json:"from,omitempty"` // the step before
	Way        string          `json:"way,omitempty"`  // its exit that led here
	Checkpoint json.RawMessage `json:"checkpoint"`
}

// Moved says that the call now belongs to another centre.
type Moved struct {
	At     int64    `json:"at"`
	Call   string   `json:"call"`
	Centre string   `json:"centre"`
	Floor  string   `json:"floor"`
	Why    []string `json:"why,omitempty"` // of a chain: which links were passed over
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

// RecordingBegun says that the sound of a message or a talk is being recorded.
// MessageLeft or TalkRecorded follows when it is kept.
type RecordingBegun struct {
	At        int64  `json:"at"`
	Call      string `json:"call"`
	Recording string `json:"recording"`        // its name in Asterisk
	Centre    string `json:"centre,omitempty"` // of a message: whose voicemail
	Leg       string `json:"leg,omitempty"`    // of a talk: who talks with the caller
}

// MessageLeft says that the caller left a message (voicemail).
type MessageLeft struct {
	At     int64  `json:"at"`
	Call   string `json:"call"`
	Centre string `json:"centre"` // whose voicemail
	File   string `json:"file"`   // name of the sound file in the folder of recordings
	Length int64  `json:"length"` // ms
}

// TalkRecorded says that a talk of this call was recorded.
type TalkRecorded struct {
	At     int64  `json:"at"`
	Call   string `json:"call"`
	Leg    string `json:"leg"`
	File   string `json:"file"`
	Length int64  `json:"length"` // ms
}

// Rated says how the caller graded the talk.
type Rated struct {
	At    int64  `json:"at"`
	Call  string `json:"call"`
	Seat  string `json:"seat,omitempty"` // of the talk before
	Grade int    `json:"grade"`          // 5 best, 1 worst
}

// CallbackAsked says that the caller asked to be called back.
type CallbackAsked struct {
	At       int64  `json:"at"`
	Call     string `json:"call"`
	Callback string `json:"callback"` // id of the call that will be made
	Floor    string `json:"floor"`
	Queue    string `json:"queue"`
	Number   string `json:"number"`
	Due      int64  `json:"due"` // not before; ms since the Unix epoch
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
