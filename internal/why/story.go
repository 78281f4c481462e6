package why

import (
	"fmt"
	"time"

	"hotline/acd"
	"hotline/internal/call"
)

// Story is what happened to one call, and to those that call its caller back, and why.
type Story struct {
	Call       string       `json:"call"`
	From       string       `json:"from"` // the caller's number, normalised; empty = withheld; or "confidential"
	To         string       `json:"to"`
	Trunk      string       `json:"trunk,omitempty"`
	DialledBy  string       `json:"dialled_by,omitempty"` // that seat
	Centre     string       `json:"centre,omitempty"`     // at last
	CallbackOf string       `json:"callback_of,omitempty"`
	Arrived    *Stamp       `json:"arrived"` // nil: the journal has only its floor's facts
	Outcome    call.Outcome `json:"outcome"` // empty: it has not ended
	By         string       `json:"by,omitempty"`
	Events     []Event      `json:"events"`

	// Passed counts facts of the call that this program cannot read.
	Passed int `json:"passed,omitempty"`
	// Misfits counts facts of its floors that did not fit when they were folded: the
	// log is damaged, and the floor as it stood may be told wrongly.
	Misfits int `json:"misfits,omitempty"`
	// Uncompared says what was not compared with today's rules, and why.
	Uncompared string `json:"uncompared,omitempty"`
}

// Event is one fact that concerns the call.
type Event struct {
	Seq   int64    `json:"seq"`            // of the group in the journal
	Call  string   `json:"call,omitempty"` // that calls the caller back; empty = the call itself, or no call
	At    Stamp    `json:"at"`
	After float64  `json:"after_s"` // since the call came in, s
	Floor string   `json:"floor,omitempty"`
	Kind  string   `json:"kind"`
	Text  string   `json:"text"`
	Notes []string `json:"notes,omitempty"` // what else is known of it, in plain words

	Fact    any              `json:"fact"`               // as recorded
	AsStood *acd.Explanation `json:"as_stood,omitempty"` // of an offer: the floor just before it; of a wait: just after
	Today   *Today           `json:"today,omitempty"`    // of a decision: what today's rules would do
}

// Today compares a decision with what today's rules would do at that moment, with
// the floor as it stood.
type Today struct {
	Same    bool     `json:"same"`
	Text    string   `json:"text,omitempty"`    // in plain words, unless it is the same
	Seats   []string `json:"seats,omitempty"`   // that it would be offered to
	Because string   `json:"because,omitempty"` // the rule that would choose them
	Reason  string   `json:"reason,omitempty"`  // for which it would leave the queue
}

// Stamp is a moment, written in RFC 3339 with milliseconds.
type Stamp time.Time

// MarshalText implements encoding.TextMarshaler.
func (s Stamp) MarshalText() ([]byte, error) {
	return []byte(time.Time(s).Format("2006-01-02T15:04:05.000Z07:00")), nil
}

func stamp(ms int64) Stamp { return Stamp(moment(ms)) }

// stampOr is zero where nothing has a time.
func stampOr(ms int64) Stamp {
	if ms == 0 {
		return Stamp{}
	}
	return stamp(ms)
}

// NoCallError is the error for a call that the journal does not have.
type NoCallError struct {
	Call string
	Hint string // what it could have been
}

// Error implements error.
func (e *NoCallError) Error() string {
	return fmt.Sprintf("the journal has no call %q; %s", e.Call, e.Hint)
}
