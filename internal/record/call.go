package record

import (
	"time"

	"hotline/internal/call"
)

// Call is the record of one call. A zero time means that it has not happened.
// The package's doc defines each field.
type Call struct {
	ID        string
	From      string // the caller's number, normalised; empty = withheld, or confidential
	To        string
	Trunk     string // empty when a seat dialled
	DialledBy string // that seat
	Centre    string
	Queue     string
	Seat      string

	Arrived  time.Time
	Queued   time.Time
	Answered time.Time
	Ended    time.Time

	Waited            time.Duration
	WaitedFromArrival time.Duration // zero if no seat answered
	Talked            time.Duration

	Outcome call.Outcome // empty until the call has ended
	By      string       // who ended it: caller, seat, system
	Detail  string
	Offers  int

	Area       string // area code that the call is about; may be empty
	Hops       int    // times it was forwarded before it came to us
	CallbackOf string // a call back: the call that asked for it; a seat's call out: the one it follows up
	Grade      int    // the caller's last: 5 best, 1 worst; 0 = none

	Transfers    []Transfer // in their order
	Supervised   []string   // the supervisors' seats that joined its talks
	Help         int        // how often its seat asked for a supervisor
	Class        string     // what it is about, as its seat noted: the digits; empty = not noted
	Refused      string     // why the matter is not accepted; empty = it is
	Confidential bool       // the caller asked for it: his number is not shown
}
