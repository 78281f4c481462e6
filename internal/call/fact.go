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
	Phone  string `json:"phone,omitempty"` // which one: a SIP account, or number@trunk; empty = called as the seat
	Key    string `json:"key,omitempty"`   // whoever picks that up has to press it; empty = nobody has to
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
	Recording string `json:"recording"`        // its name in Asterisk; of a talk: what the caller says
	Heard     string `json:"heard,omitempty"`  // of a talk: the recording of what the caller hears
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

// TalkMoved says that somebody's part in the talk has changed: a hold, a consultation,
// a transfer, a three-party call, somebody who left.
type TalkMoved struct {
	At   int64           `json:"at"`
	Call string          `json:"call"`
	Act  string          `json:"act"`            // what led to it: package talk's word
	Seat string          `json:"seat,omitempty"` // whose talk it is
	To   string          `json:"to,omitempty"`   // the third party: a seat, a queue, a centre or a number
	Talk json.RawMessage `json:"talk"`           // how it stands now: package talk's state
}

// Transferred says that the caller now talks, or waits for, somebody else.
type Transferred struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	From string `json:"from"` // the seat that gave the caller away
	To   string `json:"to"`   // a seat, a queue, a centre or a number
	Way  string `json:"way"`  // blind, attended, or taken-over (by a supervisor)
}

// Supervised says that a supervisor joined the talk, or changed his part in it.
type Supervised struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	Seat string `json:"seat"` // whose talk it is
	By   string `json:"by"`   // the supervisor's seat
	Mode string `json:"mode"` // listen, whisper, barge, take-over; end: he has left
}

// HelpAsked says that a seat asked for a supervisor.
type HelpAsked struct {
	At   int64    `json:"at"`
	Call string   `json:"call"` // its talk, or the call of its feature code
	Seat string   `json:"seat"`
	Of   []string `json:"of,omitempty"` // the supervisors whose telephones ring
}

// Classified says what the seat found the call to be about.
type Classified struct {
	At       int64  `json:"at"`
	Call     string `json:"call"` // that was classified
	Seat     string `json:"seat"`
	Code     string `json:"code"`               // the digits
	Function string `json:"function,omitempty"` // 政策咨询, …
	Field    string `json:"field,omitempty"`    // 维权, …
	Refused  string `json:"refused,omitempty"`  // why the matter is not accepted
}

// FollowsUp says that a seat calls somebody out (回访) on account of a call of his.
type FollowsUp struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	Seat string `json:"seat"`
	Of   string `json:"of"` // the call that is followed up
}

// RecordingMuted says that a recording holds silence from now on, or sound again.
type RecordingMuted struct {
	At        int64  `json:"at"`
	Call      string `json:"call"`
	Recording string `json:"recording"`
	Muted     bool   `json:"muted"`
	Seat      string `json:"seat,omitempty"` // who asked for it
}

// RecordingDropped says that what was recorded is not to be kept: it was too short, or not
// wanted.
type RecordingDropped struct {
	At        int64  `json:"at"`
	Call      string `json:"call"`
	Recording string `json:"recording"`
}

// MadeConfidential says that the caller asked for confidentiality: his number is not
// shown, and what was recorded of his talks is deleted.
type MadeConfidential struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	Seat string `json:"seat,omitempty"` // who noted it; empty: the caller by a key
}

// SignInRefused says that somebody at a telephone did not prove to be the seat.
type SignInRefused struct {
	At    int64  `json:"at"`
	Call  string `json:"call"` // of the feature code
	Seat  string `json:"seat"` // that he wanted to be
	Phone string `json:"phone"`
	Why   string `json:"why"`             // wrong-pin, locked
	Until int64  `json:"until,omitempty"` // locked until then, ms since the Unix epoch
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
