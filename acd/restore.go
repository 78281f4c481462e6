package acd

import "slices"

// restoring is a floor that is being made from a snapshot.
type restoring struct {
	*State

	v     *saved
	taken map[int64]bool // numbers of turns
}

// restore makes the floor, in the order in which its parts need one another.
func (v *saved) restore() (*State, error) {
	r := restoring{State: New(v.Floor), v: v, taken: make(map[int64]bool, len(v.Seats)+len(v.Calls))}
	r.seats, r.calls = make(map[string]*seat, len(v.Seats)), make(map[string]*call, len(v.Calls))
	r.now, r.lastOffer, r.turns, r.misfits, r.misfit, r.rules = v.Now, v.Offer, v.Turns, v.Misfits, v.Misfit, v.Rules
	for _, m := range v.Machines {
		if _, twice := r.machines[m.ID]; twice || m.ID == "" {
			return nil, damaged("machine %q", m.ID)
		}
		r.know(m.ID, m.Away)
	}
	for _, step := range []func() error{r.restoreQueues, r.restoreSeats, r.restoreCalls, r.restoreCallbacks, r.restoreMemory, r.agreed} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	r.hot = hot{}
	return r.State, nil
}

// take uses the number of a turn, which nobody else may have.
func (r *restoring) take(k savedKey) (key, error) {
	minor := k[1]
	if minor < 1 || minor > r.turns || r.taken[minor] {
		return key{}, damaged("turn %d of %d is not there, or used twice", minor, r.turns)
	}
	r.taken[minor] = true
	return k.key(), nil
}

// takeTimer does so for a timer, if one is set.
func (r *restoring) takeTimer(k savedKey, may bool) (key, error) {
	if k == (savedKey{}) {
		return key{}, nil
	}
	if !may {
		return key{}, damaged("a timer of nothing, at %d", k[0])
	}
	return r.take(k)
}

func (r *restoring) restoreQueues() error {
	for i := range r.v.Queues {
		v := &r.v.Queues[i]
		if r.queues[v.ID] != nil {
			return damaged("queue %q twice", v.ID)
		}
		q := &queue{
			id: v.ID, pressed: v.Pressed, turn: v.Turn, pass: v.Pass, handling: handling{v.Mean, v.Talks}, timed: v.Timed, open: v.Open,
		}
		if v.Unlisted != nil {
			q.rules = *v.Unlisted
		}
		if v.Talks < 0 || v.Talks > handlingSpan || !q.forecast.restore(&v.Forecast) {
			return damaged("figures of queue %q", v.ID)
		}
		r.queues[v.ID] = q
	}
	for _, rules := range r.rules.Queues {
		q := r.queues[rules.ID]
		if q == nil {
			return damaged("no queue %q", rules.ID)
		}
		q.rules, q.listed = rules, true
		r.spans.last, r.spans.left = max(r.spans.last, rules.LastSeat), max(r.spans.left, rules.Return)
	}
	for i := range r.v.Queues {
		q := r.queues[r.v.Queues[i].ID]
		if q.listed == (r.v.Queues[i].Unlisted != nil) {
			return damaged("rules of queue %q", q.id)
		}
		q.rebase()
	}
	return nil
}

func (f *forecast) restore(v *savedForecast) bool {
	n := min(v.Seen, forecastSpan)
	if v.Seen < 0 || len(v.Errs) != n || v.Slack < -usualTail || v.Slack > mostTail-usualTail {
		return false
	}
	f.seen, f.slack, f.last = v.Seen, v.Slack, v.Last
	copy(f.errs[:], v.Errs)
	copy(f.sorted[:], v.Errs)
	slices.Sort(f.sorted[:n])
	for _, t := range v.Hours {
		if t.At < 0 || t.At >= forecastSlots {
			return false
		}
		f.hours[t.At] = tally{t.Slot, t.Told, t.Held}
	}
	return true
}

// restoreMemory remembers again who talked to whom, and who hung up.
func (r *restoring) restoreMemory() error {
	for _, v := range r.v.Lasts {
		st := r.seats[v.Seat]
		if st == nil || !r.lasts.again(v.At, v.From, st) {
			return damaged("last seat %q", v.Seat)
		}
	}
	for _, v := range r.v.Left {
		if !r.left.again(v.At, v.From, place{v.Queue, v.Call, v.Since}) {
			return damaged("call %q, which was left", v.Call)
		}
	}
	return nil
}

// again remembers what was remembered before. It says false where it is out of order.
func (m *memory[K, V]) again(at int64, k K, v V) bool {
	if _, twice := m.of[k]; twice || len(m.turns) > 0 && m.turns[len(m.turns)-1].at > at {
		return false
	}
	if m.of == nil {
		m.of = map[K]remembered[V]{}
	}
	m.of[k] = remembered[V]{at, v}
	m.turns = append(m.turns, said[K]{at, k})
	return true
}
