package acd

// Fact is something that happened on the floor. Facts are what the journal
// keeps; each kind has a stable name and is read for ever.
type Fact interface {
	// Kind is the stable name of the fact in the journal.
	Kind() string
}

// OfferEnd says how an offer ended.
type OfferEnd string

// The ends of an offer.
const (
	Accepted    OfferEnd = "answered"    // the seat answered
	NoAnswer    OfferEnd = "no-answer"   // it rang out (RONA)
	Busy        OfferEnd = "busy"        // the phone was engaged
	Declined    OfferEnd = "declined"    // the agent pressed reject
	Unreachable OfferEnd = "unreachable" // no phone registered, or it does not reply
	Failed      OfferEnd = "failed"      // anything else on the line
	CallerGone  OfferEnd = "caller-gone" // the caller hung up, or left the queue
	SeatGone    OfferEnd = "seat-gone"   // the seat signed out
	Elsewhere   OfferEnd = "elsewhere"   // another seat answered first (ring-all)
	Withdrawn   OfferEnd = "withdrawn"   // taken back by us, nobody's fault: the seat stays ready
)

// Reasons of the pauses that the distributor sets itself after a failed offer.
const (
	PauseNoAnswer = "no-answer"
	PauseBusy     = "busy"
	PauseDeclined = "declined"
)

// Reasons of overflow that the distributor gives itself.
const (
	OverflowNoSeat       = "no-seat"       // Limits.NoSeat
	OverflowAllPaused    = "all-paused"    // Limits.AllPaused
	OverflowAllBusy      = "all-busy"      // Limits.AllBusy
	OverflowStaff        = "staff"         // Limits.Staff
	OverflowWait         = "wait"          // Limits.Wait
	OverflowSize         = "size"          // Limits.Size
	OverflowExpected     = "expected"      // Limits.Expected
	OverflowQueueRemoved = "queue-removed" // the rules know no such queue (any more)
	OverflowMoved        = "moved"         // the call joined another queue
	OverflowLeft         = "left"          // Leave gave no reason
)

// Party names who ended a talk.
type Party string

// The parties of a call.
const (
	Caller Party = "caller"
	Agent  Party = "seat"
	System Party = "system"
	// Breakdown is one of ours, such as the end of the telephony server: a [CutOff].
	Breakdown Party = "breakdown"
)

// RulesLoaded: from here on these rules hold.
type RulesLoaded struct {
	At    int64 `json:"at"`
	Rules Rules `json:"rules"`
}

// SeatSignedIn: the seat is at work and ready.
type SeatSignedIn struct {
	At    int64  `json:"at"`
	Seat  string `json:"seat"`
	Phone string `json:"phone,omitempty"` // where it is reached; empty = at its own
}

// SeatSignedOut: the seat has left.
type SeatSignedOut struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
}

// SeatPaused: the seat gets no calls until SeatReady. In the middle of an offer,
// a talk or a wrap-up it holds for what comes after.
type SeatPaused struct {
	At     int64  `json:"at"`
	Seat   string `json:"seat"`
	Reason string `json:"reason"`         // of the agent's choice, or one of the Pause… constants
	Auto   bool   `json:"auto,omitempty"` // by the distributor, after an offer that failed
	// Until is when the pause is over by itself; 0 = it is not.
	Until int64 `json:"until,omitempty"`
}

// SeatReady: the seat's pause is over.
type SeatReady struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
}

// SeatUnreachable: the telephone of the seat cannot be reached. It gets no calls until
// SeatReachable.
type SeatUnreachable struct {
	At    int64  `json:"at"`
	Seat  string `json:"seat"`
	Until int64  `json:"until,omitempty"` // when it is tried again; 0 = when it shows itself
}

// SeatReachable: the telephone of the seat can be reached again.
type SeatReachable struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
}

// TalkMoved: the seat put its call on hold, consults somebody, or is back with the
// caller.
type TalkMoved struct {
	At   int64     `json:"at"`
	Call string    `json:"call"`
	Seat string    `json:"seat"`
	To   SeatState `json:"to"`
}

// SeatOccupied: the seat's telephone is in a call that no queue gave it. It gets no calls
// until SeatVacated. Another such call takes the place of the one before.
type SeatOccupied struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
	Call string `json:"call"`
}

// SeatVacated: that call is over; the seat makes its notes until WrapUpUntil (0 = none).
type SeatVacated struct {
	At          int64  `json:"at"`
	Seat        string `json:"seat"`
	Call        string `json:"call"`
	WrapUpUntil int64  `json:"wrap_up_until,omitempty"`
}

// TalkPassed: the talk goes on with the seat To, which was occupied; the part of the
// seat From in it is over, as by TalkEnded.
type TalkPassed struct {
	At          int64  `json:"at"`
	Call        string `json:"call"`
	Queue       string `json:"queue"`
	From        string `json:"from"`
	To          string `json:"to"`
	By          string `json:"by,omitempty"` // the call whose talk To had before: its TalkEnded says Into
	Talked      int64  `json:"talked"`       // by From, ms
	WrapUpUntil int64  `json:"wrap_up_until,omitempty"`
	WrapUpOpen  bool   `json:"wrap_up_open,omitempty"`
}

// WrapUpExtended: the wrap-up of the seat ends later.
type WrapUpExtended struct {
	At    int64  `json:"at"`
	Seat  string `json:"seat"`
	Until int64  `json:"until"`
}

// Relaxed: the call has waited long enough for its needs to be taken less strictly.
type Relaxed struct {
	At    int64  `json:"at"`
	Call  string `json:"call"`
	Queue string `json:"queue"`
	Stage int    `json:"stage"` // of Queue.Relax, from 1; 0 = the call no longer waits for its last seat alone
}

// PriorityChanged: the waiting call has another place.
type PriorityChanged struct {
	At       int64  `json:"at"`
	Call     string `json:"call"`
	Priority int64  `json:"priority"`
}

// ReserveCalled: the queue is pressed; its seats in reserve take its calls.
type ReserveCalled struct {
	At      int64  `json:"at"`
	Queue   string `json:"queue"`
	Waiting int    `json:"waiting"` // calls
	Wait    int64  `json:"wait"`    // of the one that has waited longest, ms
}

// ReserveReleased: the queue is no longer pressed.
type ReserveReleased struct {
	At    int64  `json:"at"`
	Queue string `json:"queue"`
}

// HoursSet: when callbacks of the queue may be made.
type HoursSet struct {
	At    int64    `json:"at"`
	Queue string   `json:"queue"`
	Open  []Window `json:"open"`
}

// MachineWentAway: calls of that machine are offered to nobody until MachineCame.
type MachineWentAway struct {
	At      int64  `json:"at"`
	Machine string `json:"machine"`
}

// MachineCame: the machine is there.
type MachineCame struct {
	At      int64  `json:"at"`
	Machine string `json:"machine"`
}

// CallQueued: the call waits in the queue.
type CallQueued struct {
	At       int64  `json:"at"`
	Call     string `json:"call"`
	Queue    string `json:"queue"`
	Since    int64  `json:"since"`
	Priority int64  `json:"priority,omitempty"`
	Limits   Limits `json:"limits,omitzero"`
	Position int    `json:"position"` // 1 = next
	// Callback is set when this call is made to call somebody back: no caller is
	// on the line before a seat has answered and his number is dialled.
	Callback Callback `json:"callback,omitzero"`

	From   string   `json:"from,omitempty"`
	Needs  []Skill  `json:"needs,omitempty"`
	Prefer []string `json:"prefer,omitempty"`
	Again  string   `json:"again,omitempty"` // the call of before, whose place this one has
	Last   string   `json:"last,omitempty"`  // the caller's last seat, for which alone it waits
	// Expected, Low and High are the wait that is expected, ms, and between what it will
	// be for 4 callers in 5; 0 = not known, or none. Callers are told only what has
	// proved true, see [QueueStatus].
	Expected int64 `json:"expected,omitempty"`
	Low      int64 `json:"low,omitempty"`
	High     int64 `json:"high,omitempty"`

	Home string `json:"home,omitempty"` // the machine that has the call; empty = there is but one
}

// Offered: the call is presented to a seat, whose phone rings until RingUntil.
type Offered struct {
	At         int64   `json:"at"`
	Offer      int64   `json:"offer"` // unique on the floor
	Call       string  `json:"call"`
	Queue      string  `json:"queue"`
	Seat       string  `json:"seat"`
	RingUntil  int64   `json:"ring_until"`    // 0 = no limit
	All        bool    `json:"all,omitempty"` // the call stays in line: others may ring, too
	Considered Reasons `json:"considered"`
}

// Reasons are the bounded why of a choice.
type Reasons struct {
	Because   string      `json:"because"`              // the rule that decided
	RunnersUp []Candidate `json:"runners_up,omitempty"` // a few, best first
	Out       Out         `json:"out,omitzero"`         // how many seats of the queue were out, by cause
}

// Out counts the seats that serve a queue and could not be chosen, by cause: what
// they do, or what keeps them from this call whatever they do.
type Out struct {
	SignedOut   int `json:"signed-out,omitempty"`
	Paused      int `json:"paused,omitempty"`
	Offered     int `json:"offered,omitempty"`
	Talking     int `json:"talking,omitempty"`
	OnHold      int `json:"on-hold,omitempty"`
	Consulting  int `json:"consulting,omitempty"`
	WrapUp      int `json:"wrap-up,omitempty"`
	Unreachable int `json:"unreachable,omitempty"`
	Occupied    int `json:"occupied,omitempty"`

	Skills   int `json:"skills,omitempty"`    // they lack one that the call needs
	Levels   int `json:"levels,omitempty"`    // their level is not asked yet
	Reserve  int `json:"reserve,omitempty"`   // the queue is not pressed
	LastSeat int `json:"last-seat,omitempty"` // the call waits for another seat alone
}

// Candidate is a seat that could have been chosen, with the figures that count for
// the strategy.
type Candidate struct {
	Seat  string `json:"seat"`
	Idle  int64  `json:"idle"`            // ms
	Level int    `json:"level,omitempty"` // 0 = 1
	Skill int    `json:"skill,omitempty"` // sum of the levels of the skills that count
	Calls int64  `json:"calls,omitempty"` // answered since its sign-in
	Talk  int64  `json:"talk,omitempty"`  // since its sign-in, ms
}

// OfferEnded: the offer is over. Unless the call was answered or the caller is
// gone, the call is back in its line with the key it had, which is the head for
// its needs.
type OfferEnded struct {
	At     int64    `json:"at"`
	Offer  int64    `json:"offer"`
	Call   string   `json:"call"`
	Seat   string   `json:"seat"`
	Result OfferEnd `json:"result"`
}

// Answered: the seat took the call.
type Answered struct {
	At     int64  `json:"at"`
	Call   string `json:"call"`
	Queue  string `json:"queue"`
	Seat   string `json:"seat"`
	Waited int64  `json:"waited"` // from CallQueued, ms
}

// Abandoned: the caller hung up before a seat answered.
type Abandoned struct {
	At      int64  `json:"at"`
	Call    string `json:"call"`
	Queue   string `json:"queue"`
	Waited  int64  `json:"waited"`            // ms
	Ringing string `json:"ringing,omitempty"` // the seat whose phone rang at that moment
}

// Overflowed: the queue did not keep the call; the caller is still there.
type Overflowed struct {
	At     int64  `json:"at"`
	Call   string `json:"call"`
	Queue  string `json:"queue"`
	Waited int64  `json:"waited"` // ms
	Reason string `json:"reason"` // one of the Overflow… constants, or Leave's reason
}

// CallCutOff: a breakdown of ours ended the call before a seat answered; a talk that ends
// so has a TalkEnded by [Breakdown].
type CallCutOff struct {
	At      int64  `json:"at"`
	Call    string `json:"call"`
	Queue   string `json:"queue"`
	Waited  int64  `json:"waited"`            // ms
	Ringing string `json:"ringing,omitempty"` // the seat whose phone rang at that moment
}

// TalkEnded: the talk is over; the seat wraps up until WrapUpUntil (0 = no wrap-up,
// unless it is open).
type TalkEnded struct {
	At          int64  `json:"at"`
	Call        string `json:"call"`
	Queue       string `json:"queue"`
	Seat        string `json:"seat"`
	Talked      int64  `json:"talked"` // by this seat, ms
	By          Party  `json:"by"`
	WrapUpUntil int64  `json:"wrap_up_until,omitempty"`
	WrapUpOpen  bool   `json:"wrap_up_open,omitempty"` // it lasts until the seat ends it
	// Into is the call that this one was consulted for and that its seat goes on with: it
	// is occupied until that call's TalkPassed, without a wrap-up.
	Into string `json:"into,omitempty"`
}

// WrapUpEnded: the wrap-up of the seat is over. (SeatSignedOut ends one, too.)
type WrapUpEnded struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
}

// CallbackListed: the caller will be called back. If Same is set he is on the list
// for this queue already: that entry stands, with the Since and Due told here, and
// there is no new one.
type CallbackListed struct {
	At       int64  `json:"at"`
	Callback string `json:"callback"` // as asked for
	Of       string `json:"of"`       // the call that asked
	Queue    string `json:"queue"`
	Number   string `json:"number"`
	Since    int64  `json:"since"`
	Due      int64  `json:"due"` // not before
	Same     string `json:"same,omitempty"`
	Missed   bool   `json:"missed,omitempty"` // he did not ask for it
	// Cut: a breakdown of ours ended his call. Due is then as old as Since, so that he is
	// before all others.
	Cut  bool   `json:"cut,omitempty"`
	Home string `json:"home,omitempty"` // the machine that makes the call while it is there
}

// CallbackDue: the time of a missed caller has come; he is called back when nobody
// waits, or from By on as the last of those who wait.
type CallbackDue struct {
	At       int64  `json:"at"`
	Callback string `json:"callback"`
	Queue    string `json:"queue"`
	By       int64  `json:"by"`
}

// CallbackPutOff: the caller is not called back before Due; or, if his own call was cut off
// meanwhile, he is the first of all.
type CallbackPutOff struct {
	At       int64  `json:"at"`
	Callback string `json:"callback"`
	Queue    string `json:"queue"`
	Due      int64  `json:"due"`
	Reason   string `json:"reason"` // one of the PutOff… constants
}

// CallbackTried: an attempt to call back is over. A call that reached the caller
// talks on.
type CallbackTried struct {
	At       int64       `json:"at"`
	Callback string      `json:"callback"`
	Call     string      `json:"call"` // the attempt
	Queue    string      `json:"queue"`
	Result   CallbackEnd `json:"result"`
	Attempt  int         `json:"attempt"`       // from 1
	Due      int64       `json:"due,omitempty"` // of the next; 0 = there will be none
}

// CallbackDone: the caller was called back and reached, or has reached us himself; he
// is off the list.
type CallbackDone struct {
	At       int64  `json:"at"`
	Callback string `json:"callback"`
	Queue    string `json:"queue"`
	By       string `json:"by,omitempty"` // the call that he made himself
}

// CallbackGivenUp: the caller is off the list without having been reached.
type CallbackGivenUp struct {
	At       int64  `json:"at"`
	Callback string `json:"callback"`
	Queue    string `json:"queue"`
	Reason   string `json:"reason"` // one of the GivenUp… constants
}
