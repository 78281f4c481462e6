package ivr

import "time"

// Effect is something the session wants done. Effects are carried out in order.
type Effect interface{ effect() }

// Enter: the caller came to a step. The checkpoint of this moment resumes here.
type Enter struct{ Flow, Step string }

// Play says the texts one after the other, and stops what is being played. The
// session gets one PlayEnded when the last one was heard, none if it is stopped.
type Play struct{ Texts []string }

// StopPlay silences the current Play.
type StopPlay struct{}

// SetTimer starts the session's one timer anew; zero stops it.
type SetTimer struct{ After time.Duration }

// Queue puts the caller into a queue, with music; the session goes on getting
// keys and its timer until Result (or Connected, then Result).
type Queue struct {
	Queue    string // "<centre>/<queue>"
	Music    string // music class
	NoSeat   bool   // leave when no seat of the queue is signed in
	MaxWait  time.Duration
	MaxCalls int
}

// LeaveQueue takes the caller out of the queue; Result{Left, Reason} follows.
type LeaveQueue struct{ Reason string }

// Look asks for the caller's place; View follows.
type Look struct{}

// Forward hands the call to another centre's entry flow (the session is over)
// or to a number outside (Result follows).
type Forward struct {
	Centre string
	Number string
}

// SeatDo changes the state of the seat that dialled. Result follows.
type SeatDo struct {
	Action string // sign-in, sign-out, ready, pause
	Reason string // of pause
}

// End hangs up: the flow is finished.
type End struct{ Reason string }

func (Enter) effect()      {}
func (Play) effect()       {}
func (StopPlay) effect()   {}
func (SetTimer) effect()   {}
func (Queue) effect()      {}
func (LeaveQueue) effect() {}
func (Look) effect()       {}
func (Forward) effect()    {}
func (SeatDo) effect()     {}
func (End) effect()        {}
