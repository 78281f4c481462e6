package acd

import (
	"fmt"
	"math"
)

// State is one floor: its rules, seats, queues and calls. Only [Fold] changes it.
// It is not safe for use by several goroutines.
//
// What matters is plain data: the rules, the seats, the calls with their keys, the
// offers, the callback list, how long talks last and three counters; the orders
// (lines, idle seats, timers) are indexes that follow from it.
type State struct {
	floor  string
	now    int64
	rules  Rules
	queues map[string]*queue
	seats  map[string]*seat
	calls  map[string]*call
	offers map[int64]*offer

	callbacks map[string]*callback // the list
	spots     map[spot]*callback

	lastOffer int64
	turns     int64 // numbers arrivals and idle times in the order of facts

	rings order[*offer]    // by RingUntil
	wraps order[*seat]     // by WrapUpUntil
	waits order[*call]     // by the end of Limits.Wait, of calls in line
	dues  order[*callback] // of callbacks that no call makes now

	misfits int
	misfit  string
}

// New returns an empty floor of that name, at the beginning of time and without
// rules.
func New(floor string) *State {
	return &State{
		floor:  floor,
		queues: map[string]*queue{},
		seats:  map[string]*seat{},
		calls:  map[string]*call{},
		offers: map[int64]*offer{},

		callbacks: map[string]*callback{},
		spots:     map[spot]*callback{},
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
	if k, _, some := s.rings.first(); some {
		at, ok = min(at, k.major), true
	}
	if k, _, some := s.wraps.first(); some {
		at, ok = min(at, k.major), true
	}
	if k, _, some := s.waits.first(); some {
		at, ok = min(at, k.major), true
	}
	if k, _, some := s.dues.first(); some {
		at, ok = min(at, k.major), true
	}
	return at, ok
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
	if span > 0 && at > math.MaxInt64-span {
		return math.MaxInt64
	}
	return at + span
}
