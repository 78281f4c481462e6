package why

import (
	"slices"

	"hotline/acd"
	"hotline/internal/journal"
)

// MostCopies bounds how many decisions of a call on one floor are compared with
// today's rules, the first ones: each takes a copy of the floor.
const MostCopies = 16

// comparison decides what was decided once more, by today's rules.
type comparison struct {
	rules  acd.Rules
	floor  string
	copies []replica // that have not come to their decision, in order
}

// replica is a floor on the way to one decision.
type replica struct {
	decision

	floor *acd.State
}

func newComparison(floor string, decisions []decision, today RulesOf) comparison {
	c := comparison{floor: floor}
	if today == nil {
		return c
	}
	c.rules = today.Rules(floor)
	for _, d := range decisions[:min(len(decisions), MostCopies)] {
		c.copies = append(c.copies, replica{d, acd.New(floor)})
	}
	return c
}

// at brings the copies forward by one group. A copy that has come to its decision
// decides, and the answer is, by call, how that compares with the facts.
func (c *comparison) at(g journal.Group, facts []acd.Fact) (today map[string]*Today) {
	for ; len(c.copies) > 0 && c.copies[0].seq == g.Seq; c.copies = c.copies[1:] {
		if today == nil {
			today = map[string]*Today{}
		}
		today[c.copies[0].call] = c.decide(c.copies[0], g, facts)
	}
	for _, r := range c.copies {
		for _, f := range facts {
			acd.Fold(r.floor, f)
		}
	}
	return today
}

func (c *comparison) decide(r replica, g journal.Group, facts []acd.Fact) *Today {
	was := outcomeOf(r.call, facts)
	switch {
	case c.rules.Hash != "" && c.rules.Hash == r.floor.Rules().Hash:
		return &Today{Same: true, Seats: was.seats, Because: was.because, Reason: was.reason}
	case len(c.rules.Queues) == 0:
		return &Today{Text: "today's tree has no floor " + c.floor}
	case !c.knows(was.queue):
		return &Today{Text: "today's tree has no queue " + was.queue}
	}
	would := outcomeOf(r.call, again(r.floor, c.rules, g))
	t := &Today{Seats: would.seats, Because: would.because, Reason: would.reason}
	if t.Same = was.same(would); !t.Same {
		t.Text = "today's rules would " + would.words()
	}
	return t
}

func (c *comparison) knows(queue string) bool {
	return slices.ContainsFunc(c.rules.Queues, func(q acd.Queue) bool { return q.ID == queue })
}

// again lets the floor decide anew: with other rules, the input of the group, and the
// time that it had come to.
func again(floor *acd.State, rules acd.Rules, g journal.Group) []acd.Fact {
	now := floor.Now()
	if len(g.Facts) > 0 {
		now = max(now, happened(g.Facts[0]))
	}
	facts := acd.Decide(floor, acd.LoadRules{At: now, Rules: rules})
	if g.Input != nil {
		in, err := acd.DecodeInput(g.Input.Kind, g.Input.Version, g.Input.Data)
		if _, rules := in.(acd.LoadRules); err == nil && !rules {
			facts = append(facts, acd.Decide(floor, in)...)
		}
	}
	return append(facts, acd.Decide(floor, acd.Tick{At: now})...)
}

// outcome is what became of a call in one instant.
type outcome struct {
	queue   string
	seats   []string // it is offered to them
	because string
	reason  string // it has left the queue for it
}

func outcomeOf(call string, facts []acd.Fact) (o outcome) {
	for _, f := range facts {
		if acd.CallOf(f) != call {
			continue
		}
		switch f := f.(type) {
		case *acd.CallQueued:
			o = outcome{queue: f.Queue}
		case *acd.Offered:
			o.queue, o.because = f.Queue, f.Considered.Because
			o.seats = append(o.seats, f.Seat)
		case *acd.OfferEnded:
			o.seats = slices.DeleteFunc(o.seats, func(seat string) bool { return seat == f.Seat })
		case *acd.Overflowed:
			o = outcome{queue: f.Queue, reason: f.Reason}
		}
	}
	slices.Sort(o.seats)
	return o
}

func (o outcome) same(other outcome) bool {
	return o.reason == other.reason && slices.Equal(o.seats, other.seats)
}

func (o outcome) words() string {
	switch {
	case len(o.seats) == 1:
		return "offer it to " + o.seats[0] + " (" + Because(o.because) + ")"
	case len(o.seats) > 1:
		return "offer it to " + list(o.seats) + " (" + Because(o.because) + ")"
	case o.reason != "":
		return "not keep it in the queue: " + overflow(o.reason)
	}
	return "let it wait"
}
