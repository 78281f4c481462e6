package switchboard

import (
	"context"
	"time"

	"hotline/acd"
)

// floor is one distributor as this engine sees it. Its goroutine is the only one that
// touches the state. Who decides is this engine alone, or the fleet.
type floor struct {
	name  string
	state *acd.State
	in    *inbox[any] // acd.Input, signIn, reach, look, wish, passOn, askBack, gate, ask or errand
	timer Timer
	open  bool  // the link is up
	held  []any // what came while it was down
	clock Clock

	by      decides
	ledger  *ledger
	deliver func(call string, message any) bool
	back    func(*floor, *acd.CallQueued) // begins a call that calls back
	seats   func(*floor, acd.Fact)        // learns what is known of seats besides
	metrics *metrics
	windows *windows
}

// decides is who decides for a floor. It is used on the floor's goroutine.
type decides interface {
	// begin comes before, and flush after, the orders that came together.
	begin()
	put(order)
	// read runs fn when everything that was put before is decided, and folded. What it
	// returns, if anything, runs when that is on record and told to the calls.
	read(reading)
	flush()
	// turn: the link to Asterisk is up, or down.
	turn(open bool)
	// ready: decisions can be asked for.
	ready() bool
	// due is when time itself brings something, ms.
	due() (at int64, ok bool)
}

// order is one input.
type order struct {
	in acd.Input
	// weigh looks at what came of it; what it returns runs when that is on record and
	// told to the calls. May be nil.
	weigh func(facts []acd.Fact) (tell func())
	// away answers instead while nobody decides. May be nil.
	away func()
}

// reading is a look at the state in its turn.
type reading struct {
	fn   func() (tell func())
	away func() // answers instead while nobody decides; nil = it waits
}

// errand is something that the floor's goroutine does at once.
type errand func()

// look asks for a call's place, or for the figures of a queue that it has not
// joined; the answer goes to the call as a placed.
type look struct {
	call, queue string
	firm        bool // the answer waits until everything before it is on record, however long that takes
}

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
	kept bool // he has a place, and nobody knows it just now
}

// decided tells a call that its wish to be queued was decided; what came of it was told before.
type decided struct{}

// signIn signs a seat in unless it is at work: a phone that registers again is
// not an agent who says that he is back.
type signIn struct{ seat string }

// wish is what somebody asks for in the name of a seat.
type wish struct {
	seat   string
	input  acd.Input
	answer *inbox[wished]
}

type wished struct{ granted bool }

// granted: the seat is, or will be when it is free, as it wished.
func (w wish) granted(s *acd.State, facts []acd.Fact) bool {
	seat, ok := s.Seat(w.seat)
	if !ok {
		return false
	}
	switch in := w.input.(type) {
	case acd.SignIn:
		return seat.Stance.Next == acd.StateReady && seat.Phone == in.Phone
	case acd.Ready:
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
		case errand:
			m()
		default:
			f.held = append(f.held, m)
		}
	}
	if f.open && f.by.ready() {
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
	if open != f.open {
		f.open = open
		f.by.turn(open)
	}
}

// decide works through what is held, in order. Whoever asked is answered when the
// journal has accepted what came of it.
func (f *floor) decide() {
	f.by.begin()
	for _, m := range f.held {
		f.take(m)
	}
	clear(f.held)
	f.held = f.held[:0]
	f.by.flush()
}

func (f *floor) take(m any) {
	switch m := m.(type) {
	case acd.Enqueue:
		f.by.put(order{in: m, weigh: func([]acd.Fact) func() {
			return func() { f.deliver(m.Call, decided{}) }
		}})
	case acd.Input:
		f.by.put(order{in: m})
	case signIn:
		f.by.read(reading{fn: func() func() {
			if s, ok := f.state.Seat(m.seat); ok && !s.Stance.SignedIn() {
				f.by.put(order{in: acd.SignIn{At: f.now(), Seat: m.seat}})
			}
			return nil
		}})
	case reach:
		f.by.read(reading{fn: func() func() {
			for _, in := range m.inputs(f.state, f.now()) {
				f.by.put(order{in: in})
			}
			return nil
		}})
	case look:
		f.look(m)
	default:
		f.takeAsking(m)
	}
}

// look answers with a call's place.
func (f *floor) look(m look) {
	r := reading{fn: func() func() {
		view, ok := m.at(f.state)
		return func() { f.deliver(m.call, placed{view: view, ok: ok}) }
	}}
	if !m.firm {
		r.away = func() { f.deliver(m.call, placed{kept: m.queue == ""}) }
	}
	f.by.read(r)
}

// takeAsking takes inputs of those who wait for an answer.
func (f *floor) takeAsking(m any) {
	switch m := m.(type) {
	case wish:
		f.by.put(order{in: m.input, weigh: func(facts []acd.Fact) func() {
			w := wished{m.granted(f.state, facts)}
			return func() { m.answer.put(w) }
		}, away: func() { m.answer.put(wished{}) }})
	case passOn:
		f.by.put(order{in: m.input, weigh: func(facts []acd.Fact) func() {
			ok := talkPasses(facts)
			return func() { f.deliver(m.input.Call, passed{m.input.To, ok}) }
		}})
	case askBack:
		f.by.put(order{in: m.input, weigh: func(facts []acd.Fact) func() {
			ok := listed(facts)
			return func() { f.deliver(m.input.Of, askedBack{ok}) }
		}, away: func() { f.deliver(m.input.Of, askedBack{true}) }}) // it is kept, and will be decided
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
	at, ok := f.by.due()
	if !ok || !f.open {
		f.timer.Stop()
		return
	}
	f.timer.Reset(max(0, time.Duration(at-f.now())*time.Millisecond))
}

func (f *floor) now() int64 { return f.clock.Now().UnixMilli() }
