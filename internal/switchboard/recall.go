package switchboard

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"path"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/talk"
	"hotline/ivr"
)

// memory is what the journal's facts add up to.
type memory struct {
	calls  map[string]*past // not ended
	over   map[string]bool  // ended, but for their floor, which knows them by a seat that another call has
	floors map[string]*acd.State
	hours  map[string]map[string][]acd.Window // of callbacks, as told to each floor, by queue
	seatMemory
}

func newMemory() memory {
	return memory{
		calls: map[string]*past{}, over: map[string]bool{}, floors: map[string]*acd.State{}, hours: map[string]map[string][]acd.Window{},
		seatMemory: newSeatMemory(),
	}
}

// recall takes the newest snapshot that can be read, and folds what the journal has
// gained since; without one it folds the journal from its beginning.
func recall(ctx context.Context, j journal.Reader, log *slog.Logger) (memory, error) {
	m := newest(ctx, j, log)
	err := j.Read(ctx, m.seq+1, m.fold)
	return m.memory, err
}

// recallSound sets a journal aside that turns out to be damaged, if it can be, and folds
// what could be read of it: calls go on.
func recallSound(ctx context.Context, j journal.Reader, log *slog.Logger) (memory, error) {
	m, err := recall(ctx, j, log)
	var damaged *journal.DamagedError
	mendable, ok := j.(interface {
		SetAside(ctx context.Context, cause error) error
	})
	if !ok || !errors.As(err, &damaged) {
		return m, err
	}
	if err := mendable.SetAside(ctx, damaged); err != nil {
		return m, err
	}
	return recall(ctx, j, log)
}

// fold takes one group. A call's facts of a newer version than ours are passed by.
func (m memory) fold(g journal.Group) error {
	if id, ok := strings.CutPrefix(g.Stream, journal.CallPrefix); ok {
		return m.foldCall(id, g)
	}
	if name, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix); ok {
		return m.foldFloor(name, g)
	}
	return nil
}

func (m memory) foldCall(id string, g journal.Group) error {
	for _, e := range g.Facts {
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		if errors.Is(err, call.ErrUnknownKind) {
			continue
		}
		if err != nil {
			return err
		}
		if call.Beside(f) { // its call may be over, and nothing must begin it again
			m.foldBeside(f)
			continue
		}
		if m.calls[id] == nil {
			m.calls[id] = &past{State: call.State{Call: id}}
		}
		m.seatMemory.foldCall(f, m.calls[id])
		m.calls[id].fold(f)
		m.calls[id].told(e, false)
	}
	if s := m.calls[id]; s != nil && s.Over() {
		delete(m.calls, id)
		for _, floor := range m.floors {
			if _, stands := floor.Call(id); stands {
				m.over[id] = true
			}
		}
	}
	return nil
}

func (m memory) foldFloor(name string, g journal.Group) error {
	if m.floors[name] == nil {
		m.floors[name], m.hours[name] = acd.New(name), map[string][]acd.Window{}
	}
	for _, e := range g.Facts {
		f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			return err // a floor without one of its facts would be wrong
		}
		acd.Fold(m.floors[name], f)
		switch f := f.(type) {
		case *acd.HoursSet:
			m.hours[name][f.Queue] = f.Open
		case *acd.RulesLoaded: // a queue that goes takes its hours with it
			maps.DeleteFunc(m.hours[name], func(id string, _ []acd.Window) bool {
				return !slices.ContainsFunc(f.Rules.Queues, func(q acd.Queue) bool { return q.ID == id })
			})
		}
		p := m.calls[acd.CallOf(f)]
		if p != nil {
			p.foldFloor(f)
			p.told(e, true)
		}
		m.seatMemory.foldFloor(f, p)
	}
	return nil
}

// past is a call that the journal left open, as it stood.
type past struct {
	call.State
	floor  string          // that has the call, or ""
	stood  acd.CallStatus  // there
	offers []offer         // of seats, there
	asked  *acd.CallQueued // how it was last queued; nil = it was not
	since  int64           // when its wait began; 0 = it has not waited

	talked, forwarded, overflowed, messaged bool

	conv     *talk.State       // of the talk; nil = as it began
	onward   string            // where a seat has sent the caller, until he is there
	sent     bool              // he waits in a queue to which a seat has sent him
	over     bool              // it has ended, but for its floor
	gaveAway bool              // what there was on the other side is another call's
	by       map[string]string // legs from other calls, of whose talk the floor still knows -> that call
	travel   travel
	tapes    []tape // recordings that may not be settled, oldest first
	lastSeat string // that talked

	of     string          // the call that asked to be called back by this one
	back   acd.Callback    // what this call calls back, until it is known what came of it
	missed bool            // he did not ask for it
	result acd.CallbackEnd // what came of it

	confidential bool // he asked for it
	taping       bool // a talk was recorded since the last step
	hushed       bool // its recording was muted last

	watched  []call.Supervised // supervisors who took part in the talk
	tookOver string            // it is a supervisor's, whose channel this call has

	facts []told // that it was folded from, in their order

	promised bool // the caller asked to be called back
	follows  bool // a seat calls somebody out
}

func (p *past) fold(f call.Fact) {
	call.Fold(&p.State, f)
	switch f := f.(type) {
	case call.Arrived:
		p.of = f.Of
		p.travel.arrive(f.Centre, f.Area, f.Hops, f.Age)
		if f.Age > 0 {
			p.since = f.At - f.Age
		}
	case call.Moved:
		p.onward = ""
		p.travel.move(f.Centre)
		if p.since == 0 {
			p.since = p.Arrived
		}
	case call.CallbackAsked:
		p.promised = true
	case call.FollowsUp:
		p.follows = true
	case call.Connected:
		leg, _ := p.Leg(f.Leg)
		p.forwarded = p.forwarded || p.isOutside(leg)
	case call.TalkMoved, call.Transferred:
		p.foldTalk(f)
	case call.Supervised:
		p.foldWatch(f)
	default:
		p.foldTape(f)
	}
}

// foldTape keeps what is known of recordings. A message whose step was left has
// been decided about: one that was not wanted is gone from Asterisk.
func (p *past) foldTape(f call.Fact) {
	switch f := f.(type) {
	case call.RecordingBegun:
		p.tapes = append(p.tapes, tape{name: f.Recording, heard: f.Heard, centre: f.Centre, leg: f.Leg, began: f.At, unsure: true, old: true})
		p.taping, p.hushed = p.taping || f.Leg != "", false
	case call.Stepped:
		p.taping = false
		for i := range p.tapes {
			p.tapes[i].fate = keepIt
		}
	case call.RecordingMuted:
		for i, t := range p.tapes {
			if t.name == f.Recording {
				p.tapes[i].muted, p.tapes[i].muting = f.Muted, true
			}
		}
		p.hushed = f.Muted
	case call.MadeConfidential:
		p.confidential = true
	case call.MessageLeft:
		p.messaged = true
		p.keptTape(f.File)
	case call.TalkRecorded:
		p.keptTape(f.File)
	}
}

// keptTape: files are called as the recordings in them. Asterisk may still have
// its copy.
func (p *past) keptTape(file string) {
	for i, t := range p.tapes {
		if strings.HasPrefix(path.Base(file), t.name+".") {
			p.tapes[i].kept = true
		}
	}
}

// foldFloor keeps what a running call would remember of its floor's facts.
func (p *past) foldFloor(f acd.Fact) {
	switch f := f.(type) {
	case *acd.CallQueued:
		p.since, p.asked = f.Since, f
		p.sent = p.onward == f.Queue
		p.onward = ""
	case *acd.TalkPassed:
		p.lastSeat = f.To
	case *acd.Answered:
		p.conv, p.onward, p.sent, p.hushed = nil, "", false, false
		p.talked, p.lastSeat = true, f.Seat
	case *acd.TalkEnded:
		p.talked = f.By != acd.System
	case *acd.CallbackTried:
		p.result = f.Result
	case *acd.Overflowed:
		p.overflowed = p.overflowed || f.Reason != acd.OverflowMoved
	}
}

// past joins what the calls' own facts and the floors' facts say.
func (m memory) past() map[string]*past {
	defer func() {
		settleGifts(m.calls)
		settleTakeOvers(m.calls)
	}()
	for name, state := range m.floors {
		for _, stood := range state.Calls() {
			p := m.calls[stood.ID]
			if p == nil {
				p = &past{State: call.State{Call: stood.ID, Arrived: stood.Queued}, over: m.over[stood.ID]}
				m.calls[stood.ID] = p
			}
			p.floor, p.stood = name, stood
			p.back, p.missed = backOf(state, stood)
			if stood.State == acd.CallTalking {
				o := p.offerTo(stood.Seat, stood.Offer)
				o.talking = true
				p.offers = append(p.offers, o)
			}
		}
		m.rings(state)
	}
	return m.calls
}

// rings tells the calls which seats rang for them.
func (m memory) rings(state *acd.State) {
	for _, seat := range state.Seats() {
		if p := m.calls[seat.Call]; p != nil && seat.Offer != 0 {
			p.offers = append(p.offers, p.offerTo(seat.ID, seat.Offer))
		}
	}
}

// queued is how the call would be queued again.
func (p *past) queued() ivr.Queue {
	q := ivr.Queue{Queue: p.stood.Queue, Music: usualMusic}
	if p.asked != nil {
		q.Prefer, q.Priority = p.asked.Prefer, millis(p.asked.Priority)
		for _, n := range p.asked.Needs {
			q.Needs = append(q.Needs, ivr.Need(n))
		}
	}
	return q
}

// ears are the channels that listen for its recordings.
func (p *past) ears() (ids []string) {
	for _, t := range p.tapes {
		if t.heard != "" && !t.kept {
			ids = append(ids, earOf(t.name), earOf(t.heard))
		}
	}
	return ids
}

// legs are all channels besides the caller's that may belong to the call.
func (p *past) legs() []string {
	var ids []string
	for _, leg := range p.Legs {
		ids = append(ids, leg.ID)
	}
	for _, o := range p.offers { // one that was decided but not dialled any more has no leg in the facts
		for _, r := range o.rings {
			if !slices.Contains(ids, r.leg) {
				ids = append(ids, r.leg)
			}
		}
	}
	return ids
}
