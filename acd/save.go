package acd

import (
	"cmp"
	"maps"
	"slices"
)

// save writes down what matters.
func (s *State) save() saved {
	v := saved{
		Floor: s.floor, Now: s.now, Offer: s.lastOffer, Turns: s.turns, Misfits: s.misfits, Misfit: s.misfit, Rules: s.rules,
		Queues: make([]savedQueue, 0, len(s.queues)),
		Seats:  make([]savedSeat, 0, len(s.seats)),
		Calls:  make([]savedCall, 0, len(s.calls)),
	}
	for _, id := range sortedKeys(s.machines) {
		v.Machines = append(v.Machines, savedMachine{id, s.machines[id]})
	}
	for _, id := range sortedKeys(s.queues) {
		v.Queues = append(v.Queues, s.queues[id].save())
	}
	for _, id := range sortedKeys(s.seats) {
		v.Seats = append(v.Seats, s.saveSeat(s.seats[id]))
	}
	for _, c := range slices.SortedFunc(maps.Values(s.calls), byArrival) {
		v.Calls = append(v.Calls, c.save())
	}
	for _, id := range sortedKeys(s.callbacks) {
		v.Callbacks = append(v.Callbacks, s.callbacks[id].save())
	}
	for who, last := range s.lasts.of {
		if st := last.value; s.seats[st.id] == st { // others are no more
			v.Lasts = append(v.Lasts, savedLast{last.at, who, st.id})
		}
	}
	slices.SortFunc(v.Lasts, func(a, b savedLast) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.From, b.From)) })
	for who, left := range s.left.of {
		v.Left = append(v.Left, savedLeft{left.at, who, left.value.queue, left.value.call, left.value.since})
	}
	slices.SortFunc(v.Left, func(a, b savedLeft) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.From, b.From)) })
	return v
}

func (q *queue) save() savedQueue {
	v := savedQueue{
		ID: q.id, Pressed: q.pressed, Turn: q.turn, Pass: q.pass, Mean: q.handling.mean, Talks: q.handling.talks,
		Timed: q.timed, Open: q.open, Forecast: q.forecast.save(),
	}
	if !q.listed {
		v.Unlisted = &q.rules
	}
	return v
}

func (f *forecast) save() savedForecast {
	v := savedForecast{Seen: f.seen, Slack: f.slack, Last: f.last}
	v.Errs = f.errs[:min(f.seen, forecastSpan)]
	for at, t := range f.hours {
		if t != (tally{}) {
			v.Hours = append(v.Hours, savedTally{at, t.slot, t.told, t.held})
		}
	}
	return v
}

func (s *State) saveSeat(st *seat) savedSeat {
	v := savedSeat{
		ID: st.id, Now: st.stance.Now, Next: st.stance.Next, Lost: st.stance.Lost, Since: st.since, Reason: st.reason,
		Auto: st.auto, Missed: st.missed, Idle: st.idle.saved(), Phone: st.phone, Held: st.held,
		Wrap: st.wrap.timer.saved(), WrapMost: st.wrap.most, Rest: st.rest.saved(), Tried: st.lost.saved(),
	}
	if !st.listed {
		v.Unlisted = &st.rules
	}
	for _, p := range st.posts {
		v.Posts = append(v.Posts, savedPost{p.calls, p.talk, p.pass})
	}
	return v
}

func (c *call) save() savedCall {
	v := savedCall{
		ID: c.id, Queue: c.queue.id, State: c.state.String(), Turn: c.key.minor, Since: c.since, Priority: c.priority,
		Queued: c.queued, Answered: c.answered, Began: c.began, Passed: c.passed, Limits: c.limits, From: c.from,
		Needs: c.needs, Prefer: c.prefer, Home: c.home, Stage: c.stage, Line: c.inLine, Calls: c.calls, There: c.reached,
		First: c.first, Expected: c.expected, Low: c.low, High: c.high,
	}
	if c.stage == alone {
		v.Last = c.last.id
	}
	for _, o := range c.offers {
		v.Offers = append(v.Offers, savedOffer{o.id, o.seat.id, o.until})
	}
	if c.seat != nil {
		v.Seat = c.seat.id
	}
	return v
}

func (b *callback) save() savedCallback {
	v := savedCallback{
		ID: b.id, Of: b.of, Queue: b.queue, Number: b.number, Since: b.since, Due: b.due.saved(), Attempts: b.attempts,
		PutOff: b.putOff, Missed: b.missed, Cut: b.cut, Home: b.home, Pending: b.pending.saved(), Over: b.over,
	}
	if b.call != nil {
		v.Call = b.call.id
	}
	return v
}
