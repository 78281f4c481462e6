package ivr

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
	Position int // 1 = next; 0 = not waiting
	Waiting  int // calls in the queue, this one included
}

// Connected: a person and the caller hear each other; the session is silent
// until Result.
type Connected struct{}

// Result ends a Queue, Forward or SeatDo.
type Result struct {
	What   Outcome
	Reason string // of Left and Failed: "no-seat", "wait", "size", "key", "busy", …
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

// HungUp: the caller is gone; the session is over.
type HungUp struct{}

func (Start) input()     {}
func (Key) input()       {}
func (PlayEnded) input() {}
func (Timeout) input()   {}
func (View) input()      {}
func (Connected) input() {}
func (Result) input()    {}
func (HungUp) input()    {}
