package ivr

import "time"

// Input is something that happened to the caller's session.
type Input interface{ input() }

// Start begins the flow, or, after Restore, says the current step again.
type Start struct{}

// Key: the caller pressed a key: 0-9, *, #, A-D.
type Key struct{ Digit byte }

// PlayEnded: what the last Play asked for has been heard to its end (or could
// not be played: a caller must never be stuck because of a missing sound).
type PlayEnded struct{}

// Timeout: the session's timer has run out.
type Timeout struct{}

// View tells the caller's place, as asked for by Look.
type View struct {
	Position int           `json:"position,omitempty"` // 1 = next; 0 = not waiting
	Waiting  int           `json:"waiting,omitempty"`  // calls in the queue, this one included
	Seats    int           `json:"seats,omitempty"`    // signed in for the queue
	Expected time.Duration `json:"expected,omitempty"` // the wait that is expected from now; 0 = not known

	// Low and High are between what it will most likely be. Without them, which is
	// when they are not known or have not proved true, callers are told no time.
	Low  time.Duration `json:"low,omitempty"`
	High time.Duration `json:"high,omitempty"`

	// Kept: the caller has a place, and nobody can say which just now. He is told that.
	Kept bool `json:"kept,omitempty"`
}

// Hours answers AskHours. Reason and Next are words for the caller, in Mandarin.
type Hours struct {
	Open   bool   `json:"open,omitempty"`
	Why    string `json:"why,omitempty"`    // working-hours, always, before-hours, break, after-hours, weekend, holiday, day-off, exception
	Reason string `json:"reason,omitempty"` // "今天是国庆节假期"
	Next   string `json:"next,omitempty"`   // "10月8日星期四上午8点30分"; empty: there is no next change
	Known  bool   `json:"known,omitempty"`  // false: the calendar of that year is missing
}

// Recorded: the recording of a message has ended.
type Recorded struct {
	OK     bool // there is a message
	Length time.Duration
}

// Fetched answers Fetch. Data is the decoded JSON of the answer.
type Fetched struct {
	OK     bool // a 2xx answer with JSON came in time
	Status int  // 0: there was no answer
	Data   any
}

// Connected: a person and the caller hear each other; the session is silent
// until Result.
type Connected struct{}

// Result ends a Queue, Forward or SeatDo.
type Result struct {
	What   Outcome
	Reason string // of Left and Failed: "no-seat", "all-paused", "wait", "size", "key", "busy", …

	// Data of a SeatDo is what the flow can say of it, as vars.<as>. Its values are
	// those of JSON.
	Data map[string]any
}

// Outcome of an effect that hands the caller over.
type Outcome string

// The outcomes.
const (
	Talked Outcome = "talked" // a person talked with the caller, who is still there
	Left   Outcome = "left"   // the call left the queue without a person
	Failed Outcome = "failed" // the forward or the seat action did not work
	Done   Outcome = "done"   // the seat action worked
)

// Again: the person is no more, and the caller is to wait for another one: the step is
// said again.
type Again struct{}

// HungUp: the caller is gone; the session is over.
type HungUp struct{}

func (Start) input()     {}
func (Key) input()       {}
func (PlayEnded) input() {}
func (Timeout) input()   {}
func (View) input()      {}
func (Hours) input()     {}
func (Recorded) input()  {}
func (Fetched) input()   {}
func (Connected) input() {}
func (Result) input()    {}
func (Again) input()     {}
func (HungUp) input()    {}
