package acd

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// eventsPerCheck makes 100,000 events of the 100 checks of a normal run; a soak takes
// more checks (-rapid.checks).
var eventsPerCheck = flag.Int("events", 1000, "how many inputs a generated day has")

// TestAnyDay plays days of generated inputs, sensible and not, under generated rules of
// all kinds and under audit. In the middle of the day a second floor is made by folding
// the facts so far: from then on both have to decide the same, while the second uses the
// memory of its facts again.
func TestAnyDay(t *testing.T) {
	t.Parallel()
	inputs, happened := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		f := newTestFloor()
		day := day{t: t, floor: f, at: dawn}
		var half *State
		for n := range *eventsPerCheck {
			if n == *eventsPerCheck/2 {
				half = f.folded()
				require.NoError(t, sameFloors(half, f.state))
			}
			in := day.next()
			made, err := f.give(in)
			if err != nil {
				t.Fatalf("after %s %+v: %v", InputKind(in), in, err)
			}
			if half != nil {
				got := Decide(half, in)
				require.Equal(t, told(made), told(got))
				half.Reuse(got)
			}
			inputs++
			for _, fact := range made {
				happened[fact.Kind()]++
			}
		}
		require.NoError(t, sameFloors(half, f.state))
		require.NoError(t, f.replay())
	})
	t.Logf("%d events made these facts: %v", inputs, happened)
	for kind := range sampleFacts {
		require.NotZero(t, happened[kind], "no %s in all these days", kind)
	}
}

// TestAnyFacts folds facts that no floor made: they must not break it, and what a
// broken log leaves behind must still decide.
func TestAnyFacts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := newTestFloor()
		d := day{t: t, floor: f, at: dawn}
		for range 300 {
			if d.begin(); d.upTo(1) == 0 {
				Decide(f.state, d.next())
			} else {
				Fold(f.state, d.fact())
			}
			lookAround(f.state)
		}
		again, err := restored(f.state) // a broken log may leave what cannot be written down
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		lookAround(again)
	})
}

// lookAround asks a floor everything.
func lookAround(s *State) {
	s.Seats()
	s.Queues()
	s.Callbacks()
	s.NextTimer()
	for _, c := range s.Calls() {
		s.View(c.ID)
		s.Explain(c.ID)
		s.Outlook(c.Queue)
		s.Line(c.Queue)
	}
}

func (d *day) fact() Fact {
	call, seat, queue, offer := d.pick(everyCall), d.pick(daySeats), d.pick(dayQueues), d.offer()
	back, number := d.pick(dayBacks), d.pick(dayNumbers)
	all := []Fact{
		&RulesLoaded{d.at, d.rules().(LoadRules).Rules},
		&SeatSignedIn{d.at, seat, d.pick([]string{"", "8051"})},
		&SeatSignedOut{d.at, seat},
		&SeatPaused{At: d.at, Seat: seat, Reason: "lunch", Until: d.at * d.upTo(1)},
		&SeatReady{d.at, seat},
		&SeatUnreachable{d.at, seat, d.at * d.upTo(1)},
		&SeatReachable{d.at, seat},
		&TalkMoved{d.at, call, seat, SeatState(d.upTo(10))},
		&WrapUpExtended{d.at, seat, d.at + d.upTo(1)*9},
		&Relaxed{d.at, call, queue, int(d.upTo(4)) - 1},
		&PriorityChanged{d.at, call, d.upTo(9)},
		&ReserveCalled{At: d.at, Queue: queue},
		&ReserveReleased{d.at, queue},
		&HoursSet{d.at, queue, d.windows()},
		&CallQueued{
			At: d.at, Call: call, Queue: queue, Since: d.at, From: number, Needs: d.skills(), Last: d.pick(append(daySeats, "")),
			Again: call, Limits: d.limits(), Home: d.pick(dayMachines), Position: int(d.upTo(2)), Expected: d.upTo(900), High: d.upTo(900),
		},
		&CallQueued{At: d.at, Call: call, Queue: queue, Since: d.at, Callback: Callback{back, "", number, 1}},
		&Offered{At: d.at, Offer: offer, Call: call, Queue: queue, Seat: seat, RingUntil: d.at + 5, All: d.upTo(1) == 0},
		&OfferEnded{d.at, offer, call, seat, CallerGone},
		&OfferEnded{d.at, offer, call, seat, Accepted},
		&OfferEnded{d.at, offer, call, seat, Busy},
		&OfferEnded{d.at, offer, call, seat, Elsewhere},
		&Answered{d.at, call, queue, seat, d.upTo(9000)},
		&Abandoned{d.at, call, queue, 0, ""},
		&Overflowed{d.at, call, queue, 0, "wait"},
		&TalkEnded{At: d.at, Call: call, Queue: queue, Seat: seat, Talked: d.upTo(9), By: Agent, WrapUpUntil: d.at + d.upTo(1)*9},
		&TalkEnded{At: d.at, Call: call, Queue: queue, Seat: seat, By: Agent, WrapUpOpen: true},
		&TalkEnded{At: d.at, Call: call, Queue: queue, Seat: seat, By: Agent, Into: d.pick(everyCall)},
		&TalkPassed{At: d.at, Call: call, Queue: queue, From: seat, To: d.pick(daySeats), WrapUpUntil: d.at + d.upTo(1)*9},
		&SeatOccupied{d.at, seat, call},
		&SeatVacated{d.at, seat, call, d.at * d.upTo(1)},
		&WrapUpEnded{d.at, seat},
		&MachineWentAway{d.at, d.pick(dayMachines)},
		&MachineCame{d.at, d.pick(dayMachines)},
		&CallCutOff{At: d.at, Call: call, Queue: queue},
		&TalkEnded{At: d.at, Call: call, Queue: queue, Seat: seat, By: Breakdown},
		&CallbackListed{At: d.at, Callback: back, Queue: queue, Number: number, Due: d.at, Missed: d.upTo(1) == 0},
		&CallbackDue{d.at, back, queue, d.at + 9},
		&CallbackPutOff{d.at, back, queue, d.at + 9, PutOffClosed},
		&CallbackTried{d.at, back, call, queue, CallbackFailed, int(d.upTo(4)), d.at * d.upTo(1)},
		&CallbackDone{At: d.at, Callback: back, Queue: queue},
		&CallbackGivenUp{d.at, back, queue, GivenUpAttempts},
	}
	return all[d.upTo(int64(len(all)-1))]
}
