package acd

import (
	"fmt"
	"hash/fnv"
	"math"
)

// State is one floor: its rules, seats, queues and calls. Only [Fold] changes it.
// It is not safe for use by several goroutines.
//
// What matters is plain data: the rules, the seats with their counts, the calls with
// their keys and stages, the offers, the callback list, what is remembered of callers,
// how long talks last, how forecasts held, and three counters; the lanes and the
// orders (lines, idle seats, timers) are indexes that follow from it.
type State struct {
	floor  string
	seed   uint64
	now    int64
	rules  Rules
	queues map[string]*queue
	seats  map[string]*seat
	calls  map[string]*call
	offers map[int64]*offer

	callbacks map[string]*callback // the list
	spots     map[spot]*callback
	onFloor   map[string]int // calls by the caller's number

	machines map[string]bool // that are known: whether they are away

	lasts memory[string, *seat]      // whom a number talked to last
	left  memory[string, place]      // of those who hung up while they waited
	spans struct{ last, left int64 } // for how long any queue wants these remembered

	lastOffer int64
	turns     int64 // numbers arrivals and idle times in the order of facts

	timers
	weighty bool // some post has a weight
	spare   spare
	hot     hot

	misfits int
	misfit  string
}

// timers are what is due, each in the order of its time.
type timers struct {
	rings   order[*offer]    // by RingUntil
	wraps   order[*seat]     // by the end of the wrap-up
	rests   order[*seat]     // by the end of the pause
	losts   order[*seat]     // by when the telephone is tried again
	waits   order[*call]     // by the end of Limits.Wait, of calls that wait
	stages  order[*call]     // by the next stage
	presses order[*queue]    // by when the queue is pressed
	dues    order[*callback] // of callbacks that no call makes now
}

// hot is what was found last: the facts of a turn are about the same call, seat and
// queue again and again.
type hot struct {
	call   *call
	seat   *seat
	queue  *queue
	nobody string // no call has that id
}

// call finds a call.
func (s *State) call(id string) *call {
	if s.hot.call != nil && s.hot.call.id == id {
		return s.hot.call
	}
	if id == s.hot.nobody { // as none is called ""
		return nil
	}
	c := s.calls[id]
	if c == nil {
		s.hot.nobody = id
	} else {
		s.hot.call = c
	}
	return c
}

// seat finds a seat.
func (s *State) seat(id string) *seat {
	if s.hot.seat == nil || s.hot.seat.id != id {
		s.hot.seat = s.seats[id]
	}
	return s.hot.seat
}

// known finds a queue.
func (s *State) known(id string) *queue {
	if s.hot.queue == nil || s.hot.queue.id != id {
		s.hot.queue = s.queues[id]
	}
	return s.hot.queue
}

// New returns an empty floor of that name, at the beginning of time and without
// rules.
func New(floor string) *State {
	seed := fnv.New64a()
	seed.Write([]byte(floor))
	return &State{
		floor:  floor,
		seed:   seed.Sum64(),
		queues: map[string]*queue{},
		seats:  map[string]*seat{},
		calls:  map[string]*call{},
		offers: map[int64]*offer{},

		callbacks: map[string]*callback{},
		spots:     map[spot]*callback{},
		onFloor:   map[string]int{},
	}
}

// Floor is the name of the floor.
func (s *State) Floor() string { return s.floor }

// Now is the time of the last fact, in ms since the Unix epoch.
func (s *State) Now() int64 { return s.now }

// Rules are the rules that hold. They are shared, not to be changed.
func (s *State) Rules() Rules { return s.rules }

// NextTimer tells when the floor wants a [Tick], in ms since the Unix epoch; it
// may be in the past. Not ok means that nothing is to be waited for.
func (s *State) NextTimer() (at int64, ok bool) {
	at = math.MaxInt64
	for _, first := range [...]int64{
		s.rings.soonest(), s.wraps.soonest(), s.rests.soonest(), s.losts.soonest(),
		s.waits.soonest(), s.stages.soonest(), s.presses.soonest(), s.dues.soonest(),
	} {
		at = min(at, first)
	}
	return at, at != math.MaxInt64
}

// Misfits counts the facts that did not fit the state when they were folded, such
// as an answer to no offer, and describes the last one. They changed nothing. The
// facts of Decide always fit; a count above zero means a damaged or wrong log.
func (s *State) Misfits() (count int, last string) { return s.misfits, s.misfit }

func (s *State) refuse(f Fact, why string) {
	s.misfits++
	s.misfit = fmt.Sprintf("%s does not fit: %s", f.Kind(), why)
}

func (s *State) number() int64 {
	s.turns++
	return s.turns
}

// later adds a span to a time without running over.
func later(at, span int64) int64 {
	if span > 0 && at > math.MaxInt64-1-span {
		return math.MaxInt64 - 1
	}
	return at + span
}
