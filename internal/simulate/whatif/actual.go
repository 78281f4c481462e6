package whatif

import (
	"slices"

	"hotline/acd"
)

// actual counts what really became of the day's calls.
type actual struct {
	whole  *tally
	queues map[string]*tally
	first  map[string]int64 // when calls joined their first queue that day, ms since its beginning
	joined map[string]int64 // and the one that they wait in
	seats  map[string]*presence
	busy   int64 // ms
	work   int64
}

// tally counts calls.
type tally struct {
	offered, answered, inTime, abandoned, overflowed int
	waits                                            []int64 // of those answered, ms
}

// presence is a seat, since a moment.
type presence struct {
	since                   int64 // ms since the beginning of the day
	in, paused, lost, talks bool
	wraps, own              bool // own: it is in a call that no queue gave it
}

const withinMS = 15_000

func newActual() actual {
	return actual{whole: &tally{}, queues: map[string]*tally{}, first: map[string]int64{}, joined: map[string]int64{}, seats: map[string]*presence{}}
}

func presenceOf(s acd.Stance) presence {
	return presence{in: s.SignedIn(), paused: s.Next == acd.StatePaused, lost: s.Lost, own: s.Now == acd.StateOccupied}
}

func (a *actual) queue(id string) *tally {
	if a.queues[id] == nil {
		a.queues[id] = &tally{}
	}
	return a.queues[id]
}

func (a *actual) learn(f acd.Fact, at int64) {
	switch f := f.(type) {
	case *acd.CallQueued:
		if f.Callback.ID == "" {
			a.queued(f, at)
		}
	case *acd.Answered:
		a.seat(f.Seat, at, func(p *presence) { p.talks = true })
		if first, ok := a.gone(f.Call); ok {
			a.whole.answer(at - first)
			a.queue(f.Queue).answer(f.Waited)
		}
	case *acd.Abandoned:
		if _, ok := a.gone(f.Call); ok {
			a.whole.abandoned++
			a.queue(f.Queue).abandoned++
		}
	case *acd.CallCutOff: // unanswered, and not because he gave up
		if _, ok := a.gone(f.Call); ok {
			a.whole.overflowed++
			a.queue(f.Queue).overflowed++
		}
	case *acd.Overflowed:
		if _, ok := a.joined[f.Call]; ok {
			delete(a.joined, f.Call)
			if !byLimit(f.Reason) {
				delete(a.first, f.Call)
			}
			a.whole.overflowed++ // until it joins another
			a.queue(f.Queue).overflowed++
		}
	default:
		a.learnSeat(f, at)
	}
}

func (a *actual) queued(f *acd.CallQueued, at int64) {
	_, before := a.first[f.Call]
	switch {
	case before:
		a.whole.overflowed--
	case at >= day.Milliseconds():
		return
	default:
		a.first[f.Call] = at
		a.whole.offered++
	}
	a.joined[f.Call] = at
	a.queue(f.Queue).offered++
}

// gone is a call that waits no more, and when it had come.
func (a *actual) gone(call string) (first int64, ok bool) {
	if _, ok = a.joined[call]; ok {
		first = a.first[call]
		delete(a.joined, call)
		delete(a.first, call)
	}
	return first, ok
}

func (t *tally) answer(wait int64) {
	t.answered++
	t.waits = append(t.waits, wait)
	if wait <= withinMS {
		t.inTime++
	}
}

func (a *actual) learnSeat(f acd.Fact, at int64) {
	switch f := f.(type) {
	case *acd.TalkEnded:
		wraps := f.WrapUpUntil != 0 || f.WrapUpOpen
		a.seat(f.Seat, at, func(p *presence) { p.talks, p.wraps, p.own = false, wraps, f.Into != "" })
	case *acd.TalkPassed:
		wraps := f.WrapUpUntil != 0 || f.WrapUpOpen
		a.seat(f.From, at, func(p *presence) { p.talks, p.wraps = false, wraps })
		a.seat(f.To, at, func(p *presence) { p.talks, p.own = true, false })
	case *acd.SeatOccupied:
		a.seat(f.Seat, at, func(p *presence) { p.own, p.wraps = true, false })
	case *acd.SeatVacated:
		a.seat(f.Seat, at, func(p *presence) { p.own, p.wraps = false, f.WrapUpUntil != 0 })
	case *acd.WrapUpEnded:
		a.seat(f.Seat, at, func(p *presence) { p.wraps = false })
	case *acd.SeatSignedIn:
		a.seat(f.Seat, at, func(p *presence) { p.in = true })
	case *acd.SeatSignedOut:
		a.seat(f.Seat, at, func(p *presence) { *p = presence{since: p.since, talks: p.talks, own: p.own} })
	case *acd.SeatPaused:
		a.seat(f.Seat, at, func(p *presence) { p.paused = true })
	case *acd.SeatReady:
		a.seat(f.Seat, at, func(p *presence) { p.paused = false })
	case *acd.SeatUnreachable:
		a.seat(f.Seat, at, func(p *presence) { p.lost = true })
	case *acd.SeatReachable:
		a.seat(f.Seat, at, func(p *presence) { p.lost = false })
	}
}

// seat counts what a seat did until now, and changes it.
func (a *actual) seat(id string, at int64, change func(*presence)) {
	p := a.seats[id]
	if p == nil {
		p = &presence{}
		a.seats[id] = p
	}
	at = min(at, day.Milliseconds())
	took := at - p.since
	if p.talks || p.wraps {
		a.busy += took
		a.work += took
	} else if p.in && !p.paused && !p.lost && !p.own {
		a.work += took
	}
	change(p)
	p.since = at
}

func (a *actual) finish() {
	for id := range a.seats {
		a.seat(id, day.Milliseconds(), func(*presence) {})
	}
	slices.Sort(a.whole.waits)
	for _, t := range a.queues {
		slices.Sort(t.waits)
	}
}

func (t *tally) figures() Figures {
	f := Figures{Offered: float64(t.offered), Answered: float64(t.answered), Abandoned: float64(t.abandoned), Overflowed: float64(t.overflowed)}
	sum := int64(0)
	for _, wait := range t.waits {
		sum += wait
	}
	if t.answered > 0 {
		f.P90 = of(t.answered, float64(t.waits[min(t.answered*9/10, t.answered-1)])/1000)
	}
	f.ASA = of(t.answered, float64(sum)/float64(t.answered)/1000)
	f.Service = of(t.offered, float64(t.inTime)/float64(t.offered))
	f.Abandonment = of(t.offered, float64(t.abandoned)/float64(t.offered))
	return f
}
