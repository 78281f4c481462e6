package acd

// Input is something that reaches the floor from outside. Each carries At, the
// time it happened in milliseconds since the Unix epoch. Inputs are values, never
// pointers.
type Input interface{ input() }

// LoadRules brings rules, at the start and at each reload.
type LoadRules struct {
	At    int64 `json:"at"`
	Rules Rules `json:"rules"`
}

// SignIn: a seat starts work; it becomes ready at once. From a seat that is
// signed in already it only ends a pause that the distributor set itself: the
// agent's own pause and a wrap-up stay; and from another phone than before it moves
// there, which is a new shift. Do not send it for a phone that merely refreshes its
// registration.
type SignIn struct {
	At    int64  `json:"at"`
	Seat  string `json:"seat"`
	Phone string `json:"phone,omitempty"` // where it is reached; empty = at its own
}

// SignOut: a seat ends work. A talk under way goes on; an offer is taken back.
type SignOut struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
}

// Pause: a seat wants no calls for now. Reason is a reason code (示忙原因). What
// the seat is doing (an offer, a talk, a wrap-up) goes on.
type Pause struct {
	At     int64  `json:"at"`
	Seat   string `json:"seat"`
	Reason string `json:"reason"`
}

// Ready: a seat wants calls again; it ends a pause and a wrap-up.
type Ready struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
}

// Enqueue: a call joins a queue. A call that waits in another queue leaves that
// one first (Overflowed, "moved"); a call that is talking or waits in this queue
// already stays as it is. A queue that the rules do not know answers with
// CallQueued and Overflowed ("queue-removed"), so that counts add up.
type Enqueue struct {
	At       int64  `json:"at"`
	Call     string `json:"call"`
	Queue    string `json:"queue"`
	Since    int64  `json:"since"`    // when its wait began (age is kept across queues), ms; 0 or in the future = now
	Priority int64  `json:"priority"` // an offset on Since: ms of wait granted in advance
	Limits   Limits `json:"limits"`

	From   string   `json:"from,omitempty"`   // the caller's number, in one form for each line; empty = not known
	Needs  []Skill  `json:"needs,omitempty"`  // besides those of the queue
	Prefer []string `json:"prefer,omitempty"` // skills, besides those of the queue
	Home   string   `json:"home,omitempty"`   // the machine that has the call; empty = there is but one
}

// Limits say when a queue may not keep a call. The zero value sets none.
type Limits struct {
	// NoSeat: leave when no seat that could ever have the call is signed in, at once
	// or later.
	NoSeat bool `json:"no_seat,omitempty"`
	// AllPaused: leave when none of them is both signed in and neither paused nor
	// unreachable, at once or later.
	AllPaused bool `json:"all_paused,omitempty"`
	// AllBusy: do not join when none of them is ready.
	AllBusy bool `json:"all_busy,omitempty"`
	// Staff: do not join when fewer of them are signed in.
	Staff int `json:"staff,omitempty"`
	// Wait is the longest wait in this queue in ms. It does not break into an
	// offer: while a phone rings for the call, a person is near.
	Wait int64 `json:"wait,omitempty"`
	// Size is the most calls that may wait before this one when it joins. Calls
	// being offered do not count.
	Size int `json:"size,omitempty"`
	// Expected is the longest wait that may be expected for the call when it joins,
	// in ms. A wait that is not known does not count.
	Expected int64 `json:"expected,omitempty"`
}

// HangUp: the caller is gone, whatever the call was doing.
type HangUp struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
}

// Leave: the call leaves its queue, but the caller is still there (a key was
// pressed, an upgrade of the flow took it elsewhere).
type Leave struct {
	At     int64  `json:"at"`
	Call   string `json:"call"`
	Reason string `json:"reason"`
}

// SeatAnswered: the phone of the seat was picked up for this offer. Decide
// answers with Answered, or, if the offer is over by now, with nothing.
type SeatAnswered struct {
	At    int64 `json:"at"`
	Offer int64 `json:"offer"`
}

// OfferFailed: the phone of the seat will not take this offer. Busy, Declined,
// Unreachable, NoAnswer and Failed pause the seat; Withdrawn says that the seat is
// not to blame: it stays ready, keeps its turn, and, being the best choice as
// before, gets its next offer in the same Decide. Whoever withdraws because a link
// is down must therefore hold that input back until the link is up.
type OfferFailed struct {
	At     int64    `json:"at"`
	Offer  int64    `json:"offer"`
	Result OfferEnd `json:"result"` // not Accepted, CallerGone or SeatGone, which count as Failed
}

// TalkOver: caller and seat no longer talk, or the seat's part in it is over.
type TalkOver struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	By   Party  `json:"by"`
}

// MoveTalk: the seat of a talk puts the call on hold, consults somebody, or is back
// with the caller.
type MoveTalk struct {
	At   int64     `json:"at"`
	Call string    `json:"call"`
	To   SeatState `json:"to"` // StateTalking, StateOnHold or StateConsulting
}

// Occupy: the seat's telephone is in a call that no queue gave it. An offer under way is
// taken back, a wrap-up ends; in a talk, and to a seat that is signed out, it means
// nothing. Another Call takes the place of the one before: then only the end of that one
// makes the seat free.
type Occupy struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
	Call string `json:"call"`
}

// Vacate: that call is over. The seat has WrapUp ms for its notes; 0 = none.
type Vacate struct {
	At     int64  `json:"at"`
	Seat   string `json:"seat"`
	Call   string `json:"call"`
	WrapUp int64  `json:"wrap_up,omitempty"`
}

// PassTalk: the talk of Call goes on with the seat To, which is occupied, or talks with
// the call By; that talk ends by becoming this one. If To does neither it means nothing:
// then the talk of Call is to be ended, or goes on as it is.
type PassTalk struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
	To   string `json:"to"`
	By   string `json:"by,omitempty"`
}

// Reach: a seat's telephone can be reached, or not. While it cannot the seat gets no
// calls; an offer under way is taken back.
type Reach struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
	Lost bool   `json:"lost"`
}

// ExtendWrapUp: a seat wants By ms more for its wrap-up, if the queue lets it.
type ExtendWrapUp struct {
	At   int64  `json:"at"`
	Seat string `json:"seat"`
	By   int64  `json:"by"`
}

// Reprioritise gives a waiting call another priority, in ms of wait granted in
// advance.
type Reprioritise struct {
	At       int64  `json:"at"`
	Call     string `json:"call"`
	Priority int64  `json:"priority"`
}

// SetHours tells when callbacks of a queue may be made. After the last window it is
// closed. A queue whose hours were never told is always open.
type SetHours struct {
	At    int64    `json:"at"`
	Queue string   `json:"queue"`
	Open  []Window `json:"open"` // in order
}

// Window is a span of time, in ms since the Unix epoch: From is in it, To is not.
type Window struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// AskCallback: a caller wants to be called back. From Due on the callback waits in
// its queue as a call, with the place that Since gives it. A number that is on the
// list for this queue already stays there once, as it is.
type AskCallback struct {
	At       int64  `json:"at"`
	Callback string `json:"callback"` // id of the call to be made, new
	Of       string `json:"of"`       // the call that asks
	Queue    string `json:"queue"`
	Number   string `json:"number"` // to be dialled, in one form for each line
	Since    int64  `json:"since"`  // when the wait began, ms; 0 = at Due
	Due      int64  `json:"due"`    // not before, ms; 0 or in the past = now
	// Missed: the caller did not ask, but he did not reach anybody either. Such a
	// callback is made when nobody waits.
	Missed bool `json:"missed,omitempty"`
	// Home is the machine that makes the call while it is there; empty = there is but one.
	Home string `json:"home,omitempty"`
}

// CallbackOver: what came of the attempt to call back that a seat now holds the line
// for, or, where the caller comes first ([CallbackRules]), that is being made while the
// call waits. It counts before the TalkOver of that call, or not at all: a talk that ends
// without it has failed to call back.
type CallbackOver struct {
	At       int64       `json:"at"`
	Callback string      `json:"callback"`
	Result   CallbackEnd `json:"result"`
}

// MachineLost: nobody acts for that machine any more, or it has no link to its
// telephones. Its calls keep place and age, but are offered to nobody and sent nowhere,
// and its offers are taken back; its talks go on as far as is known.
type MachineLost struct {
	At      int64  `json:"at"`
	Machine string `json:"machine"`
}

// MachineBack: the machine is there, again or for the first time. Its calls are offered
// in their order, as if it had never been away.
type MachineBack struct {
	At      int64  `json:"at"`
	Machine string `json:"machine"`
}

// CutOff: a breakdown of ours ended the call, not its caller. If his number is known he
// is the first to be called back, with the age that he had; and if he is quicker he has
// his old place, as after a HangUp.
type CutOff struct {
	At   int64  `json:"at"`
	Call string `json:"call"`
}

// Tick: time has come to the point that NextTimer named. Only a Tick ends what is
// due (a wrap-up, a ring, a wait, a rest, a stage, the pause before a callback); early, it
// does nothing.
type Tick struct {
	At int64 `json:"at"`
}
