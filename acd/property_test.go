package acd

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// eventsPerCheck makes 100,000 events of the 100 checks of a normal run.
const eventsPerCheck = 1000

// TestAnyDay plays days of generated inputs, sensible and not, under audit.
func TestAnyDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newTestFloor()
		day := day{t: t, floor: f, at: dawn}
		for range eventsPerCheck {
			in := day.next()
			if _, err := f.give(in); err != nil {
				t.Fatalf("after %s %+v: %v", InputKind(in), in, err)
			}
		}
		require.NoError(t, f.replay())
	})
}

// day draws inputs.
type day struct {
	t     *rapid.T
	floor *testFloor
	at    int64
	loads int
}

var (
	dayCalls  = names("call", 14)
	daySeats  = names("seat", 6)
	dayQueues = names("queue", 4)
	dayBacks  = names("back", 5)
	// dayAttempts are the calls that the callbacks will be.
	dayAttempts = append(append(suffixed(dayBacks, ""), suffixed(dayBacks, ".2")...), suffixed(dayBacks, ".3")...)
	everyCall   = append(suffixed(dayCalls, ""), dayAttempts...)
	// dayVerbs are drawn with the weight they have here.
	dayVerbs = []string{
		"enqueue", "enqueue", "enqueue", "enqueue", "answer", "answer", "answer",
		"talk-over", "talk-over", "tick", "tick", "tick", "sign-in", "sign-in", "ready",
		"hang-up", "fail", "pause", "sign-out", "leave", "rules",
		"ask", "ask", "called-back", "called-back",
	}
)

func names(of string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("%s%d", of, i))
	}
	return all
}

func suffixed(ids []string, suffix string) (all []string) {
	for _, id := range ids {
		all = append(all, id+suffix)
	}
	return all
}

func (d *day) pick(from []string) string { return rapid.SampledFrom(from).Draw(d.t, "pick") }

func (d *day) upTo(most int64) int64 { return rapid.Int64Range(0, most).Draw(d.t, "upTo") }

func (d *day) next() Input {
	if d.loads == 0 {
		return d.rules()
	}
	d.at += []int64{0, 0, 1, 500, 4000, -2000}[d.upTo(5)]
	switch d.pick(dayVerbs) {
	case "enqueue":
		return d.enqueue()
	case "answer":
		return SeatAnswered{d.at, d.offer()}
	case "fail":
		return OfferFailed{d.at, d.offer(), OfferEnd(d.pick([]string{"busy", "declined", "unreachable", "no-answer", "withdrawn", "odd"}))}
	case "talk-over":
		return TalkOver{d.at, d.pick(everyCall), Agent}
	case "tick":
		return d.tick()
	case "hang-up":
		return HangUp{d.at, d.pick(everyCall)}
	case "leave":
		return Leave{d.at, d.pick(everyCall), "key"}
	case "ask":
		return d.ask()
	case "called-back":
		return CallbackOver{d.at, d.pick(dayBacks), CallbackEnd(d.pick([]string{"reached", "no-answer", "busy", "refused", "failed", "odd"}))}
	case "sign-in":
		return SignIn{d.at, d.pick(daySeats)}
	case "ready":
		return Ready{d.at, d.pick(daySeats)}
	case "pause":
		return Pause{d.at, d.pick(daySeats), "lunch"}
	case "sign-out":
		return SignOut{d.at, d.pick(daySeats)}
	default:
		return d.rules()
	}
}

// offer is mostly one under way.
func (d *day) offer() int64 {
	under := []int64{d.upTo(d.floor.state.lastOffer + 1)}
	for id := range d.floor.state.offers {
		under = append(under, id)
	}
	slices.Sort(under)
	return rapid.SampledFrom(under).Draw(d.t, "offer")
}

// tick is mostly on time.
func (d *day) tick() Input {
	if at, ok := d.floor.state.NextTimer(); ok && d.upTo(3) > 0 {
		d.at = max(d.at, at)
	}
	return Tick{d.at}
}

func (d *day) enqueue() Input {
	in := Enqueue{At: d.at, Call: d.pick(dayCalls), Queue: d.pick(dayQueues), Since: d.at - d.upTo(3)*1000}
	if d.upTo(19) == 0 {
		in.Call = d.pick(dayAttempts) // an id that is not for such calls
	}
	switch d.upTo(7) {
	case 0:
		in.Priority = d.upTo(4) * 1000
	case 1:
		in.Limits.NoSeat = true
	case 2:
		in.Limits.Wait = 1 + d.upTo(20_000)
	case 3:
		in.Limits.Size = int(1 + d.upTo(2))
	case 4:
		in.Limits.Expected = 1 + d.upTo(5000)
	}
	return in
}

func (d *day) ask() Input {
	return AskCallback{
		At: d.at, Callback: d.pick(dayBacks), Of: d.pick(dayCalls), Queue: d.pick(dayQueues),
		Number: d.pick([]string{"13900000001", "13900000002", "045112345678", ""}),
		Since:  d.at - d.upTo(3)*1000, Due: d.at + d.upTo(2)*3000,
	}
}

// rules are drawn anew; now and then a queue or a seat is missing.
func (d *day) rules() Input {
	d.loads++
	r := Rules{Hash: fmt.Sprint(d.loads)}
	for _, id := range dayQueues {
		if d.upTo(7) > 0 {
			r.Queues = append(r.Queues, Queue{ID: id, Strategy: LongestIdle, Ring: d.upTo(3) * 7000, WrapUp: d.upTo(3) * 3000})
		}
	}
	for _, id := range daySeats {
		if d.upTo(9) == 0 {
			continue
		}
		seat := Seat{ID: id}
		for _, q := range dayQueues {
			if d.upTo(1) == 0 {
				seat.Queues = append(seat.Queues, Post{Queue: q})
			}
		}
		r.Seats = append(r.Seats, seat)
	}
	return LoadRules{d.at, r}
}

// TestAnyFacts folds facts that no floor made: they must not break it, and what a
// broken log leaves behind must still decide.
func TestAnyFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newTestFloor()
		d := day{t: t, floor: f, at: dawn}
		for range 200 {
			if d.upTo(1) == 0 {
				Decide(f.state, d.next())
				continue
			}
			Fold(f.state, d.fact())
		}
	})
}

func (d *day) fact() Fact {
	call, seat, queue, offer := d.pick(everyCall), d.pick(daySeats), d.pick(dayQueues), d.offer()
	back := d.pick(dayBacks)
	return rapid.SampledFrom([]Fact{
		&RulesLoaded{d.at, d.rules().(LoadRules).Rules},
		&SeatSignedIn{d.at, seat},
		&SeatSignedOut{d.at, seat},
		&SeatPaused{d.at, seat, "lunch", false},
		&SeatReady{d.at, seat},
		&CallQueued{At: d.at, Call: call, Queue: queue, Since: d.at},
		&Offered{At: d.at, Offer: offer, Call: call, Queue: queue, Seat: seat, RingUntil: d.at + 5},
		&OfferEnded{d.at, offer, call, seat, CallerGone},
		&OfferEnded{d.at, offer, call, seat, Accepted},
		&OfferEnded{d.at, offer, call, seat, Busy},
		&Answered{d.at, call, queue, seat, 0},
		&Abandoned{d.at, call, queue, 0, ""},
		&Overflowed{d.at, call, queue, 0, "wait"},
		&TalkEnded{d.at, call, queue, seat, 0, Agent, d.at + d.upTo(1)*9},
		&WrapUpEnded{d.at, seat},
		&CallQueued{At: d.at, Call: call, Queue: queue, Since: d.at, Callback: Callback{back, "", "1", 1}},
		&CallbackListed{At: d.at, Callback: back, Queue: queue, Number: "1", Due: d.at},
		&CallbackTried{d.at, back, call, queue, CallbackFailed, int(d.upTo(4)), d.at * d.upTo(1)},
		&CallbackDone{d.at, back, queue},
		&CallbackGivenUp{d.at, back, queue, GivenUpAttempts},
	}).Draw(d.t, "fact")
}
