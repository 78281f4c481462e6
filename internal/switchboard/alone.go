package switchboard

import "hotline/acd"

// alone decides at once, and writes what it decided to the journal of this engine.
type alone struct {
	*floor
	turns []turn
	tell  []func()
}

func (a *alone) begin() {
	if a.now() >= a.windows.until {
		a.tellWindows()
	}
}

func (a *alone) put(o order) {
	facts := acd.Decide(a.state, o.in)
	a.turns = append(a.turns, turn{o.in, facts})
	if o.weigh != nil {
		a.tell = append(a.tell, o.weigh(facts))
	}
	if _, ok := o.in.(acd.LoadRules); ok {
		a.tellWindows()
	}
}

func (a *alone) read(r reading) {
	if tell := r.fn(); tell != nil {
		a.tell = append(a.tell, tell)
	}
}

// tellWindows tells the distributor when callers may be called back, where that is
// news.
func (a *alone) tellWindows() {
	for _, in := range a.windows.due(a.clock.Now()) {
		facts := acd.Decide(a.state, in)
		if len(facts) > 0 {
			a.windows.told[in.Queue] = in.Open
		}
		a.turns = append(a.turns, turn{in, facts})
	}
}

// flush lets the journal accept the turns as one group, then tells the calls.
func (a *alone) flush() {
	turns, tell := a.turns, a.tell
	a.turns, a.tell = nil, nil
	a.publish(turns)
	for _, t := range tell {
		t()
	}
}

func (a *alone) publish(turns []turn) {
	if len(turns) == 0 {
		return
	}
	a.ledger.floor(a.now(), a.name, turns)
	for _, t := range turns {
		for _, fact := range t.facts {
			a.metrics.floorFact(fact)
			a.seats(a.floor, fact)
			if q, ok := fact.(*acd.CallQueued); ok && q.Callback.ID != "" {
				a.back(a.floor, q)
			}
			if id := acd.CallOf(fact); id != "" && !a.deliver(id, fact) {
				a.orphan(id, fact)
			}
		}
	}
}

func (*alone) turn(bool) {}

func (*alone) ready() bool { return true }

func (a *alone) due() (int64, bool) { return a.state.NextTimer() }
