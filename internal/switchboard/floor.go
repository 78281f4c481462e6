package switchboard

import (
	"context"
	"time"

	"hotline/acd"
)

// floor runs one distributor: the only goroutine that decides for it.
type floor struct {
	name  string
	state *acd.State
	in    *inbox[any] // acd.Input, signIn, reach, look, wish, askBack, gate or ask
	timer Timer
	open  bool  // the link is up
	held  []any // what came while it was down
	clock Clock

	ledger  *ledger
	deliver func(call string, message any) bool
	back    func(*floor, *acd.CallQueued) // begins a call that calls back
	noted   func(*floor, acd.Fact)        // keeps what the whole switchboard has to know
	metrics *metrics
	windows *windows
}

// look asks for a call's place, or for the figures of a queue that it has not
// joined; the answer goes to the call as a placed.
type look struct{ call, queue string }

func (l look) at(s *acd.State) (acd.View, bool) {
	if l.queue != "" {
		return s.Outlook(l.queue)
	}
	return s.View(l.call)
}

// placed tells a call its place; ok is false when it does not wait.
type placed struct {
	view acd.View
	ok   bool
}

// signIn signs a seat in unless it is at work: a phone that registers again is
// not an agent who says that he is back.
type signIn struct{ seat string }

// wish is what a seat asks for by its own telephone; the answer goes to that
// call as a wished.
type wish struct {
	call, seat string
	input      acd.Input
}

type wished struct{ granted bool }

// granted: the seat is, or will be when it is free, as it wished.
func (w wish) granted(s *acd.State, facts []acd.Fact) bool {
	seat, ok := s.Seat(w.seat)
	if !ok {
		return false
	}
	switch w.input.(type) {
	case acd.Ready, acd.SignIn:
		return seat.Stance.Next == acd.StateReady
	case acd.Pause:
		return seat.Stance.Next == acd.StatePaused
	case acd.SignOut:
		return !seat.Stance.SignedIn()
	case acd.ExtendWrapUp:
		return len(facts) > 0
	}
	return false
}

// gate opens or closes the floor: it decides only while the link is up.
type gate struct{ open bool }

// ask runs fn on the floor's goroutine, for reports.
type ask struct{ fn func(*acd.State) }

func (f *floor) send(in any) { f.in.put(in) }

// run decides until ctx ends.
func (f *floor) run(ctx context.Context) {
	defer f.timer.Stop()
	for {
		f.clock.Rest()
		select {
		case <-ctx.Done():
			return
		case <-f.in.ready:
			f.work(f.in.take())
			f.rearm()
		case <-f.timer.C():
			f.in.put(acd.Tick{At: f.now()})
		}
	}
}

// work sorts the messages: what decides waits while the floor is closed.
func (f *floor) work(messages []any) {
	for _, m := range messages {
		switch m := m.(type) {
		case gate:
			f.turn(m.open)
		case ask:
			m.fn(f.state)
		default:
			f.held = append(f.held, m)
		}
	}
	if f.open {
		f.decide()
	}
}

// turn opens or closes the floor. What was held happens when it opens.
func (f *floor) turn(open bool) {
	if open && !f.open {
		now := f.now()
		for i, m := range f.held {
			switch m := m.(type) {
			case acd.Input:
				f.held[i] = acd.Late(m, now)
			case wish:
				m.input = acd.Late(m.input, now)
				f.held[i] = m
			case passOn:
				m.input.At = now
				f.held[i] = m
			case askBack:
				m.input.At = now
				f.held[i] = m
			}
		}
	}
	f.open = open
}

// decide works through what is held, in order, as one group of turns. Whoever
// asked is answered when the journal has accepted them.
func (f *floor) decide() {
	var turns []turn
	var answers []func()
	answer := func(call string, message any) {
		answers = append(answers, func() { f.deliver(call, message) })
	}
	if f.now() >= f.windows.until {
		turns = f.tellWindows(turns)
	}
	for _, m := range f.held {
		switch m := m.(type) {
		case acd.LoadRules:
			turns = append(turns, turn{m, acd.Decide(f.state, m)})
			turns = f.tellWindows(turns)
		case acd.Input:
			turns = append(turns, turn{m, acd.Decide(f.state, m)})
		case signIn:
			if s, ok := f.state.Seat(m.seat); ok && !s.Stance.SignedIn() {
				in := acd.SignIn{At: f.now(), Seat: m.seat}
				turns = append(turns, turn{in, acd.Decide(f.state, in)})
			}
		case reach:
			for _, in := range m.inputs(f.state, f.now()) {
				turns = append(turns, turn{in, acd.Decide(f.state, in)})
			}
		case wish:
			facts := acd.Decide(f.state, m.input)
			turns = append(turns, turn{m.input, facts})
			answer(m.call, wished{m.granted(f.state, facts)})
		case passOn:
			facts := acd.Decide(f.state, m.input)
			turns = append(turns, turn{m.input, facts})
			answer(m.input.Call, passed{m.input.To, talkPasses(facts)})
		case askBack:
			facts := acd.Decide(f.state, m.input)
			turns = append(turns, turn{m.input, facts})
			answer(m.input.Of, askedBack{listed(facts)})
		case look:
			view, ok := m.at(f.state)
			answer(m.call, placed{view, ok})
		}
	}
	clear(f.held)
	f.held = f.held[:0]
	f.publish(turns)
	for _, tell := range answers {
		tell()
	}
}

// tellWindows tells the distributor when callers may be called back, where that is
// news.
func (f *floor) tellWindows(turns []turn) []turn {
	for _, in := range f.windows.due(f.clock.Now()) {
		facts := acd.Decide(f.state, in)
		if len(facts) > 0 {
			f.windows.told[in.Queue] = in.Open
		}
		turns = append(turns, turn{in, facts})
	}
	return turns
}

// publish lets the journal accept the turns, then tells the calls.
func (f *floor) publish(turns []turn) {
	if len(turns) == 0 {
		return
	}
	f.ledger.floor(f.now(), f.name, turns)
	for _, t := range turns {
		for _, fact := range t.facts {
			f.metrics.floorFact(fact)
			f.noted(f, fact)
			if q, ok := fact.(*acd.CallQueued); ok && q.Callback.ID != "" {
				f.back(f, q)
			}
			if id := acd.CallOf(fact); id != "" && !f.deliver(id, fact) {
				f.orphan(id, fact)
			}
		}
	}
}

// orphan takes a call off the floor whose goroutine is no more. It cannot
// happen while every call sees its last fact before it ends; if it does, no
// seat must ring for it.
func (f *floor) orphan(id string, fact acd.Fact) {
	switch fact.(type) {
	case *acd.CallQueued, *acd.Offered, *acd.Answered:
		f.send(acd.HangUp{At: f.now(), Call: id})
	}
}

func (f *floor) rearm() {
	at, ok := f.state.NextTimer()
	if !ok || !f.open {
		f.timer.Stop()
		return
	}
	f.timer.Reset(max(0, time.Duration(at-f.now())*time.Millisecond))
}

func (f *floor) now() int64 { return f.clock.Now().UnixMilli() }
