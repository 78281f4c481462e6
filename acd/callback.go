package acd

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// How often and how fast a caller is called back.
const (
	// CallbackAttempts is how many calls are made for one callback before it is given up.
	CallbackAttempts = 3
	// CallbackPause is the time from an attempt that did not reach the caller to the next, ms.
	CallbackPause = 10 * 60 * 1000
	// CallbackPatience is how long a missed caller's callback is put behind all who wait, ms.
	CallbackPatience = 30 * 60 * 1000
	// CallbackLongest is how old a wait may be that is called back, ms.
	CallbackLongest = 30 * 24 * 60 * 60 * 1000
)

// Why a callback is put off.
const (
	PutOffClosed    = "closed"      // it is not the queue's time
	PutOffOnTheLine = "on-the-line" // a call from that number is on the floor
	PutOffCutOff    = "cut-off"     // not off at all, but before all others: his own call was cut off while he waited
)

// Whose telephone rings first for a callback.
const (
	FirstSeat   = "seat"   // as usual: he is called when a seat holds the line
	FirstCaller = "caller" // the seat's rings when his number has answered and is confirmed
)

// CallerFirst is how much longer an offer lasts while the caller is called first, ms.
const CallerFirst = 60 * 1000

// CallbackEnd says what came of one attempt to call back.
type CallbackEnd string

// The ends of an attempt.
const (
	CallbackReached  CallbackEnd = "reached"   // seat and caller talked
	CallbackNoAnswer CallbackEnd = "no-answer" // the caller's phone rang out
	CallbackBusy     CallbackEnd = "busy"
	CallbackRefused  CallbackEnd = "refused"   // the caller, or the network, turned the call down
	CallbackCalledUs CallbackEnd = "called-us" // he called himself, and talks to a seat
	CallbackNotNow   CallbackEnd = "not-now"   // while its call waited in line the hours ended, he called himself, or its machine went away; it does not count
	CallbackMachine  CallbackEnd = "machine"   // an answering machine: he was not reached
	CallbackUnwanted CallbackEnd = "unwanted"  // he does not want it any more; there will be no other attempt
	CallbackFailed   CallbackEnd = "failed"    // anything else: the seat hung up first, the line or the engine was lost
)

// Why a callback is given up.
const (
	GivenUpAttempts     = "attempts"      // all attempts were in vain
	GivenUpTooOld       = "too-old"       // CallbackLongest
	GivenUpQueueRemoved = "queue-removed" // the rules know no such queue (any more)
	GivenUpUnwanted     = "unwanted"      // CallbackUnwanted
)

// Callback is what a call that calls somebody back knows of it.
type Callback struct {
	ID      string `json:"id"`      // as asked for
	Of      string `json:"of"`      // the call that asked
	Number  string `json:"number"`  // to be dialled
	Attempt int    `json:"attempt"` // from 1
}

// callback is an entry of the callback list, from CallbackListed to CallbackDone or
// CallbackGivenUp.
type callback struct {
	id, of, queue, number string
	since                 int64
	due                   key // not before, then in the order of asking; of a pending one: not later
	attempts              int // made
	putOff                int // of these, that came to nothing before a seat was asked
	call                  *call
	missed                bool // he did not ask for it
	cut                   bool // a breakdown of ours ended his call
	home                  string
	pending               key  // among those of the queue that are due; zero = not there
	over                  bool // between the last attempt and the end of the entry, within one Decide
}

// spot is what may be on the list once.
type spot struct{ queue, number string }

func (b *callback) spot() spot { return spot{b.queue, b.number} }

// next is the call that the next attempt will be. The first has the callback's own
// id.
func (b *callback) next() string {
	if b.attempts == 0 {
		return b.id
	}
	return b.id + "." + strconv.Itoa(b.attempts+1)
}

// CallbackStatus is a callback as it stands on the list.
type CallbackStatus struct {
	ID       string `json:"id"`
	Of       string `json:"of"` // the call that asked
	Queue    string `json:"queue"`
	Number   string `json:"number"`
	Since    int64  `json:"since"`            // when the wait began that counts for its place, ms since the Unix epoch
	Due      int64  `json:"due"`              // not called before
	Attempts int    `json:"attempts"`         // that are over
	Call     string `json:"call,omitempty"`   // the attempt under way; empty = not yet due
	Missed   bool   `json:"missed,omitempty"` // he did not ask for it
	Cut      bool   `json:"cut,omitempty"`    // a breakdown of ours ended his call
	Home     string `json:"home,omitempty"`   // the machine that makes the call while it is there
}

// Callback looks at one callback on the list.
func (s *State) Callback(id string) (CallbackStatus, bool) {
	b := s.callbacks[id]
	if b == nil {
		return CallbackStatus{}, false
	}
	return b.status(), true
}

// Callbacks looks at the whole callback list, those that are due first before
// others.
func (s *State) Callbacks() []CallbackStatus {
	all := slices.SortedFunc(maps.Values(s.callbacks), func(a, b *callback) int {
		return cmp.Or(cmp.Compare(a.due.major, b.due.major), cmp.Compare(a.due.minor, b.due.minor))
	})
	list := make([]CallbackStatus, 0, len(all))
	for _, b := range all {
		list = append(list, b.status())
	}
	return list
}

func (b *callback) status() CallbackStatus {
	v := CallbackStatus{
		ID: b.id, Of: b.of, Queue: b.queue, Number: b.number,
		Since: b.since, Due: b.due.major, Attempts: b.attempts, Missed: b.missed, Cut: b.cut, Home: b.home,
	}
	if b.call != nil {
		v.Call = b.call.id
	}
	return v
}
