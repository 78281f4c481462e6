package acd

// Rules are what the distributor must know of queues and seats. They are data
// of the dialplans tree and enter the floor as a fact, so that a log can be
// folded without the files it was written under.
type Rules struct {
	Hash   string  `json:"hash"` // of the content, hexadecimal
	Queues []Queue `json:"queues"`
	Seats  []Seat  `json:"seats"`
}

// Queue is the rules of one queue. Times are in ms; 0 is none, unless it says
// otherwise.
type Queue struct {
	ID       string   `json:"id"` // "<centre>/<name>"
	Strategy Strategy `json:"strategy"`
	Ring     int64    `json:"ring"`    // how long a seat rings; 0 = until it answers or fails
	WrapUp   int64    `json:"wrap_up"` // after each talk

	WrapUpMode WrapUpMode `json:"wrap_up_mode,omitempty"`
	WrapUpMost int64      `json:"wrap_up_most,omitempty"` // of WrapUpExtendable: the longest in all; 0 = no limit

	// Weight is a head start of every call of the queue before those of other
	// queues of a seat, as if it had come so much earlier.
	Weight int64 `json:"weight,omitempty"`

	Needs  []Skill  `json:"needs,omitempty"`  // that a seat must have for any call of the queue, at least at that level
	Prefer []string `json:"prefer,omitempty"` // skills of the seats that are asked first
	Levels int      `json:"levels,omitempty"` // seats of levels 1 to Levels are asked; 0 = all
	// Relax widens the circle of seats for a call that waits on. The stages are in
	// the order of After.
	Relax []Stage `json:"relax,omitempty"`

	Pressed Pressure `json:"pressed,omitzero"` // when seats in reserve are called

	LastSeat int64 `json:"last_seat,omitempty"` // how long a caller's last seat is remembered
	LastWait int64 `json:"last_wait,omitempty"` // how long a call waits for that seat alone while it is busy
	Return   int64 `json:"return,omitempty"`    // who hung up and calls again within this time has the old place

	Missed   Missed        `json:"missed,omitzero"`
	Callback CallbackRules `json:"callback,omitzero"`
}

// Strategy names how a queue chooses among its idle seats, of the lowest level and
// with the most of the preferred skills.
type Strategy string

// The strategies. Calls and talk times count from the seat's sign-in, in the queue.
const (
	RingAll       Strategy = "ring-all"        // all telephones ring, the first to answer has the call
	LongestIdle   Strategy = "longest-idle"    // idle for the longest time
	RoundRobin    Strategy = "round-robin"     // the one after the last that was asked, in the order of the rules
	FewestCalls   Strategy = "fewest-calls"    // that has answered the fewest calls
	LeastTalkTime Strategy = "least-talk-time" // that has talked for the shortest time in all
	Random        Strategy = "random"          // by a generator whose seed is the floor's name
	Weighted      Strategy = "weighted"        // calls are shared out by the posts' Share
	FixedOrder    Strategy = "fixed-order"     // the first in the order of the rules
	SkillFirst    Strategy = "skill-first"     // with the highest levels of the skills that are needed or preferred
)

// Strategies are all of them.
func Strategies() []Strategy {
	return []Strategy{
		RingAll, LongestIdle, RoundRobin, FewestCalls, LeastTalkTime, Random, Weighted, FixedOrder, SkillFirst,
	}
}

// WrapUpMode says what ends a wrap-up.
type WrapUpMode string

// The modes. Ready always ends a wrap-up early.
const (
	WrapUpFixed      WrapUpMode = ""            // its time
	WrapUpExtendable WrapUpMode = "extendable"  // its time, which ExtendWrapUp puts off
	WrapUpUntilEnded WrapUpMode = "until-ended" // only the seat
)

// Skill is a skill with a level, from 1.
type Skill struct {
	Skill string `json:"skill"`
	Level int    `json:"level"`
}

// Stage is what holds for a call from a certain wait on.
type Stage struct {
	After int64 `json:"after"` // since the call joined the queue, ms
	// Needs are new levels of skills that were needed; level 0 = no longer needed.
	Needs  []Skill `json:"needs,omitempty"`
	Levels int     `json:"levels,omitempty"` // as of Queue, from now on; 0 = as before
}

// AllLevels is a value of Stage.Levels: every seat.
const AllLevels = 99

// Pressure says when a queue is in need of its seats in reserve. It stays so until
// no call waits and none is being offered. Zero in both: always.
type Pressure struct {
	Waiting int   `json:"waiting,omitempty"` // so many calls wait
	Wait    int64 `json:"wait,omitempty"`    // or one has waited for so long, ms
}

// Missed says what becomes of a seat that does not take an offer (RONA).
type Missed struct {
	After int        `json:"after,omitempty"` // misses in a row before Then; 0 = 1. Until then the seat rests
	Then  MissedThen `json:"then,omitempty"`
	Rest  int64      `json:"rest,omitempty"` // ms; 0 = UsualRest
}

// MissedThen is what becomes of a seat that has missed too many offers.
type MissedThen string

// The ends of a seat that misses offers.
const (
	MissedPause   MissedThen = ""         // paused, until it says it is ready
	MissedRest    MissedThen = "rest"     // paused for Rest, then ready again
	MissedSignOut MissedThen = "sign-out" // signed out
)

// UsualRest is the rest of a seat after a missed offer, ms, and UnreachableRest that
// of a seat whose telephone could not be reached.
const (
	UsualRest       = 10_000
	UnreachableRest = 30_000
)

// CallbackRules say whom a queue calls back by itself, and how.
type CallbackRules struct {
	Attempts int   `json:"attempts,omitempty"` // 0 = CallbackAttempts
	Pause    int64 `json:"pause,omitempty"`    // between attempts, ms; 0 = CallbackPause

	Missed bool  `json:"missed,omitempty"` // callers who hung up while they waited are called back
	Least  int64 `json:"least,omitempty"`  // if they had waited for so long, ms
	Delay  int64 `json:"delay,omitempty"`  // not before, ms after they hung up
	Spare  int   `json:"spare,omitempty"`  // idle seats that must be left over for callers
	// Patience is how long such a callback is put behind all who wait, ms; then it
	// waits as the last of them. 0 = CallbackPatience.
	Patience int64 `json:"patience,omitempty"`

	// First is whose telephone rings first, FirstSeat or FirstCaller; empty = the seat's.
	First string `json:"first,omitempty"`
}

// Seat is the rules of one seat.
type Seat struct {
	ID     string  `json:"id"`
	Queues []Post  `json:"queues"` // which it serves
	Skills []Skill `json:"skills,omitempty"`

	WrapUp     *int64      `json:"wrap_up,omitempty"` // instead of the queue's
	WrapUpMode *WrapUpMode `json:"wrap_up_mode,omitempty"`
}
