package why

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
)

// load brings changed rules of the one queue.
func (w *world) load(at int64, change func(*acd.Rules), seats ...string) acd.Rules {
	r := rules("changed", seats...)
	change(&r)
	w.do(acd.LoadRules{At: at, Rules: r})
	return r
}

func TestTodaysStrategyChoosesByOtherFigures(t *testing.T) {
	w := newWorld(t, "8001", "8002")
	w.arrive("a", noon+10_000)
	w.do(
		acd.SeatAnswered{At: noon + 12_000, Offer: 1}, acd.TalkOver{At: noon + 13_000, Call: "a", By: acd.Caller}, acd.Tick{At: noon + 23_000},
		acd.Pause{At: noon + 24_000, Seat: "8002", Reason: "tea"}, acd.Ready{At: noon + 25_000, Seat: "8002"},
	)
	w.arrive("c", noon+30_000)
	today := rules("of-today", "8001", "8002")
	today.Queues[0].Strategy = acd.FewestCalls
	offer := one(t, w.read("c", tree{"harbin": today}), "offered")
	require.Equal(t, "is offered to seat 8001, for 20.0s: idle for the longest time", offer.Text)
	require.Equal(t, "today's rules would offer it to 8002 (has answered the fewest calls)", offer.Today.Text)
	require.Equal(t, []string{"8002"}, offer.Today.Seats)
}

func TestAllTelephonesRing(t *testing.T) {
	w := newWorld(t, "8001", "8002")
	w.load(noon+2000, func(r *acd.Rules) { r.Queues[0].Strategy = acd.RingAll }, "8001", "8002")
	w.arrive("c", noon+10_000)
	w.do(acd.SeatAnswered{At: noon + 12_000, Offer: 2})
	s := w.read("c", tree{"harbin": rules("of-today", "8001", "8002")})
	require.Equal(t, "is offered to seat 8001, for 20.0s, as to others at once: all idle seats are rung at once", s.Events[2].Text)
	require.Contains(t, s.Events[3].Text, "is offered to seat 8002, for 20.0s, as to others at once: ")
	require.Equal(t, []string{
		"the offer to seat 8002 is over: it answered",
		"is answered by seat 8002 after 1.5s in the queue",
		"the offer to seat 8001 is over: another seat answered first",
	}, texts(s)[4:])
	require.NotNil(t, s.Events[2].AsStood)
	require.Nil(t, s.Events[3].AsStood, "they were chosen at once")
	require.Equal(t, "today's rules would offer it to 8001 (idle for the longest time)", s.Events[3].Today.Text)
}

// The call needs a skill that the seat lacks; then that is relaxed, but the seat is
// in reserve; then the queue is pressed.
func TestWhyACallWaits(t *testing.T) {
	w := newWorld(t, "8001")
	w.load(noon+2000, func(r *acd.Rules) {
		r.Queues[0].Needs = []acd.Skill{{Skill: "sign", Level: 2}}
		r.Queues[0].Relax = []acd.Stage{{After: 20_000, Needs: []acd.Skill{{Skill: "sign"}}}}
		r.Queues[0].Pressed = acd.Pressure{Wait: 30_000}
		r.Seats[0].Queues[0].Reserve = true
	}, "8001")
	w.arrive("c", noon+10_000)
	w.do(acd.Tick{At: noon + 30_500}, acd.Reprioritise{At: noon + 35_000, Call: "c", Priority: 60_000}, acd.Tick{At: noon + 40_500})
	s := w.read("c", nil)
	require.Equal(t, []string{"as the floor stood, it needed sign 2; nobody could have it; not: 8001 without a skill that it needs"},
		one(t, s, "call-queued").Notes)
	require.Equal(t, []string{
		"has waited long enough for stage 1 of queue harbin/advice: its circle of seats is wider",
		"gets a head start of 1m00s from now on",
		"queue harbin/advice is pressed (1 call in line, one for 30.0s): its seats in reserve take calls",
		"is offered to seat 8001, for 20.0s: the only seat that could take it",
	}, texts(s)[2:6])
}

func TestTheLastSeatIsWaitedFor(t *testing.T) {
	w := newWorld(t, "8001", "8002")
	w.load(noon+2000, func(r *acd.Rules) { r.Queues[0].LastSeat, r.Queues[0].LastWait = 3_600_000, 60_000 }, "8001", "8002")
	join := func(id string, at int64, from string) {
		w.do(acd.Enqueue{At: noon + at, Call: id, Queue: queue, From: from})
	}
	join("a", 10_000, "138")
	w.do(
		acd.SeatAnswered{At: noon + 12_000, Offer: 1}, acd.TalkOver{At: noon + 13_000, Call: "a", By: acd.Caller},
		acd.Pause{At: noon + 14_000, Seat: "8002", Reason: "tea"}, acd.Tick{At: noon + 23_000},
	)
	join("b", 24_000, "139") // 8001 again
	w.do(acd.SeatAnswered{At: noon + 26_000, Offer: 2}, acd.Ready{At: noon + 27_000, Seat: "8002"})
	join("c", 30_000, "138")
	s := w.read("c", nil)
	joined := one(t, s, "call-queued")
	require.Equal(t, "joins queue harbin/advice at position 1, waits for seat 8001 alone, which the caller spoke to last", joined.Text)
	require.Equal(t, []string{
		"as the floor stood, it was for seat 8001 alone; nobody could have it; not: 8001 talking, 8002 not the seat it waits for",
	}, joined.Notes)
	w.do(acd.Tick{At: noon + 90_000})
	require.Contains(t, texts(w.read("c", nil)), "no longer waits for its last seat alone")
}

func TestAMissedCallerIsListed(t *testing.T) {
	w := newWorld(t)
	w.load(noon+2000, func(r *acd.Rules) {
		r.Queues[0].Callback = acd.CallbackRules{Missed: true, Delay: 60_000}
	}, "8001")
	w.do(
		acd.Enqueue{At: noon + 10_000, Call: "c", Queue: queue, From: "13800138000"},
		acd.HangUp{At: noon + 40_000, Call: "c"},
		acd.SignIn{At: noon + 50_000, Seat: "8001"},
		acd.Tick{At: noon + 100_000},
	)
	s := w.read("c", nil)
	require.Equal(t, []string{
		"joins queue harbin/advice at position 1",
		"the caller hangs up after 30.0s in queue harbin/advice",
		"callback c-back is listed in queue harbin/advice, because the caller of c was missed: 13800138000, not before 2026-01-01 12:01:40",
	}, texts(s)[:3])
}

func TestWhyACallWaitsOnAfterItsOffer(t *testing.T) {
	w := newWorld(t, "8001")
	w.arrive("c", noon+10_000)
	w.do(acd.OfferFailed{At: noon + 15_000, Offer: 1, Result: acd.Declined})
	require.Equal(t, []string{
		"seat 8001 is paused by the distributor: declined",
		"as the floor stood, nobody could have it; not: 8001 paused",
	}, one(t, w.read("c", nil), "offer-ended").Notes)
}
