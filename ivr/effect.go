package ivr

import (
	"fmt"
	"time"
)

// Effect is something the session wants done. Effects are carried out in order.
type Effect interface{ effect() }

// Enter: the caller came to a step. The checkpoint of this moment resumes here.
// From and Way tell which way led here; both are empty at the start of a flow and
// after a restart.
type Enter struct {
	Flow, Step string
	From       string // the step before, "<flow>/<step>"
	Way        string // its exit: "then", "open", "key 1", "silence", "no-seat", "person", …
}

// Play says the texts one after the other, and stops what is being played. The
// session gets one PlayEnded when the last one was heard, none if it is stopped.
type Play struct {
	Texts []Text
	Slow  bool // the caller asked for slow speech
}

// Text is something to be said.
type Text struct {
	Lang string `json:"lang,omitempty"` // empty = the first language, Mandarin
	Text string `json:"text"`
}

// StopPlay silences the current Play.
type StopPlay struct{}

// SetTimer starts the session's one timer anew; zero stops it.
type SetTimer struct{ After time.Duration }

// Queue puts the caller into a queue, with music; the session goes on getting
// keys and its timer until Result (or Connected, then Result). Its lists are the
// flow's own and must not be changed.
type Queue struct {
	Queue    string        // "<centre>/<queue>"
	Music    string        // music class
	Needs    []Need        // of the seat, besides what the queue needs
	Prefer   []string      // skills, besides those of the queue
	Priority time.Duration // wait granted in advance

	NoSeat    bool // leave when no seat of the queue is signed in
	AllPaused bool // leave when none that is signed in wants calls now
	AllBusy   bool // do not join when none is ready
	Staff     int  // do not join when fewer are signed in; 0 = no limit
	MaxWait   time.Duration
	MaxCalls  int
	Expected  time.Duration // leave at once when the expected wait is longer; 0 = no limit
}

// Need is a skill that a seat must have, at least at a level from 1.
type Need struct {
	Skill string
	Level int
}

// LeaveQueue takes the caller out of the queue; Result{Left, Reason} follows.
type LeaveQueue struct{ Reason string }

// Look asks for the caller's place; View follows. With a queue, it asks for the
// figures of that queue, which the caller has not joined.
type Look struct{ Queue string }

// AskHours asks whether a centre is open now; Hours follows.
type AskHours struct{ Centre string }

// Forward hands the call to another centre's entry flow (the session is over),
// or to a number outside (Connected and Result follow, or Result alone). Just one
// field is set. A chain that ends here gives Result{Failed, Reason} with Reason
// "voicemail" or "callback".
type Forward struct {
	Centre string
	Area   string // area code: the centre that it reaches, here or elsewhere
	Number string
	Chain  string // the centre's own chain, and why: closed, full, unstaffed
}

// RecordMessage records what the caller says, until he is silent, presses a key
// or the time is over; Recorded follows. A beep comes first.
type RecordMessage struct {
	Centre string        // whose voicemail it is
	Max    time.Duration // the longest message
	Silent time.Duration // so much silence ends it
}

// StopRecording ends the message that is being recorded; Recorded follows.
type StopRecording struct{}

// KeepMessage puts the message just recorded into the centre's voicemail.
type KeepMessage struct{}

// DropMessage deletes the message just recorded.
type DropMessage struct{}

// RecordTalks turns the recording of this call's talks on or off.
type RecordTalks struct{ On bool }

// CallBack asks that the caller be called back; Result (Done, or Failed) follows.
// Done ends nothing: the flow goes on.
type CallBack struct {
	Queue  string // "<centre>/<queue>"
	Number string // empty: the caller's own
	When   string // now: the place in the queue is kept; opening: at the centre's next opening on another day
}

// Rate notes the caller's grade of the talk: 5 best, 1 worst.
type Rate struct{ Grade int }

// Fetch asks a server; Fetched follows, at the latest after Timeout. There is
// music meanwhile.
type Fetch struct {
	Method  string // GET or POST
	URL     string
	Body    string // JSON; POST only
	Timeout time.Duration
}

// SeatDo is a wish of the seat that dialled; see [SeatActions]. Result follows, and
// before it Connected where people then hear each other.
type SeatDo struct {
	Action string
	Seat   string        // who wants to be signed in; empty: the seat of the telephone
	PIN    string        // of sign-in; never on record
	Reason string        // of pause
	Digits string        // of pause: the reason's key, instead of Reason; of classify: the class
	Number string        // of listen, whisper, barge, take-over: a seat; of call and follow-up: whom to call
	By     time.Duration // of extend
}

// String hides the PIN.
func (e SeatDo) String() string {
	return fmt.Sprintf("%s %s %s %s %s %s", e.Action, e.Seat, e.Reason, e.Digits, e.Number, e.By)
}

// End hangs up: the flow is finished.
type End struct{ Reason string }

func (Enter) effect()         {}
func (Play) effect()          {}
func (StopPlay) effect()      {}
func (SetTimer) effect()      {}
func (Queue) effect()         {}
func (LeaveQueue) effect()    {}
func (Look) effect()          {}
func (AskHours) effect()      {}
func (Forward) effect()       {}
func (RecordMessage) effect() {}
func (StopRecording) effect() {}
func (KeepMessage) effect()   {}
func (DropMessage) effect()   {}
func (RecordTalks) effect()   {}
func (CallBack) effect()      {}
func (Rate) effect()          {}
func (Fetch) effect()         {}
func (SeatDo) effect()        {}
func (End) effect()           {}

// Warn is something for the log: the flow met what its author did not expect.
type Warn struct{ Text string }

func (Warn) effect() {}
