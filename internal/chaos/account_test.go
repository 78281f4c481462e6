package chaos

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
)

const (
	alice = "13900000001"
	bob   = "13900000002"
)

// run is the evidence of two callers who were served as they should be, each by a seat
// of his own; a fault happened a while before.
func run() *Evidence {
	j := NewJournals()
	for i, from := range []string{alice, bob} {
		id, seat, at := "call-"+from, []string{"8101", "8102"}[i], int64(100_000+10*i)
		j.callFact("a", call.Arrived{At: at, Call: id, From: from})
		j.floorFact("f", &acd.CallQueued{At: at + 100, Call: id, Queue: "q", Since: at + 100, From: from})
		j.floorFact("f", &acd.Offered{At: at + 100, Offer: int64(i + 1), Call: id, Queue: "q", Seat: seat})
		j.floorFact("f", &acd.OfferEnded{At: at + 500, Offer: int64(i + 1), Call: id, Seat: seat, Result: acd.Accepted})
		j.floorFact("f", &acd.Answered{At: at + 500, Call: id, Queue: "q", Seat: seat})
		j.floorFact("f", &acd.TalkEnded{At: at + 9000, Call: id, Queue: "q", Seat: seat})
		j.callFact("a", call.Ended{At: at + 9000, Call: id, Outcome: call.Answered, By: "seat"})
	}
	e := &Evidence{Journals: j, Fallback: []string{"8901", "8902"}}
	for i, from := range []string{alice, bob} {
		at := int64(100_000 + 10*i)
		e.Callers = append(e.Callers, Leg{ID: "c" + from, Machine: "a", Caller: from, Began: at, Answered: at + 1, Confirmed: at + 2, Ended: at + 9001, By: Far})
		e.Seats = append(e.Seats, Leg{
			ID: "s" + from, Machine: "a", Caller: from, Seat: []string{"8101", "8102"}[i],
			Began: at + 101, Answered: at + 499, Confirmed: at + 500, Ended: at + 8999, By: Phone,
		})
	}
	e.Faults = []Injected{{Kind: EngineKilled, Machine: "a", From: 1000, Mended: 2000, Recovered: 3000}}
	return e
}

func TestNothingIsLost(t *testing.T) {
	r := NewReport(*run())
	require.Empty(t, r.Findings)
	require.True(t, r.OK())
	require.Equal(t, "chaos calls=2 faults=1 talks_dropped=0 waits_lost=0 double_offers=0 events_lost=0 recovery_max=1.0s", r.lastLine())
}

// abandoned makes of Alice's call one that she left while she waited.
func abandoned(e *Evidence) *Told {
	e.Seats = e.Seats[1:]
	e.Callers[0].By = Phone
	c := e.Journals.Calls["call-"+alice]
	c.Outcome, c.By, c.Offers, c.Talks = call.AbandonedInQueue, "caller", nil, nil
	return c
}

func TestEveryPlantedLossIsFound(t *testing.T) {
	id := "call-" + alice
	for name, c := range map[string]struct {
		plant func(e *Evidence)
		loss  Loss
		what  string
	}{
		"a seat is hung up on": {func(e *Evidence) { e.Seats[0].By = Far }, TalkDropped, "neither had hung up"},
		"a caller is hung up on": {func(e *Evidence) {
			e.Callers[0].Ended = 103_000
			e.Journals.Calls[id].Talks[0].Until = 103_000
		}, TalkDropped, "in a talk with seat 8101"},
		"nothing is heard": {func(e *Evidence) {
			e.Silences = []Silence{{Caller: alice, At: 104_000, Who: "8101"}}
		}, TalkDropped, "hears nothing"},
		"a wait ends by itself": {func(e *Evidence) { abandoned(e); e.Callers[0].By = Far }, WaitLost, "talked with nobody"},
		"a wait is forgotten":   {func(e *Evidence) { abandoned(e); e.Callers[0].Ended += patience }, WaitLost, "forgotten"},
		"a call is refused": {func(e *Evidence) {
			abandoned(e)
			e.Callers[0].Answered, e.Callers[0].Code = 0, 503
		}, WaitLost, "refused with 503"},
		"a call is never taken": {func(e *Evidence) { abandoned(e); e.Callers[0].Answered = 0 }, WaitLost, "never taken"},
		"a place is lost": {func(e *Evidence) {
			f := e.Journals.Floors["f"]
			e.Journals.Floors["f"] = []acd.Fact{f[0], f[5], f[6], f[7], f[8], f[1], f[2], f[3]}
		}, WaitLost, "overtaken"},
		"a place is held for ever": {func(e *Evidence) {
			e.Journals.Floors["f"] = append(e.Journals.Floors["f"], &acd.CallQueued{Call: "x", Queue: "q", From: alice})
		}, WaitLost, "waits for ever"},
		"two offers in the journal": {func(e *Evidence) {
			c := e.Journals.Calls[id]
			c.Offers = append(c.Offers, Offer{Floor: "f", ID: 9, Seat: "8103", From: 100_200, Until: 100_300})
		}, DoubleOffer, "offered to 8101 and to 8103"},
		"two talks in the journal": {func(e *Evidence) {
			c := e.Journals.Calls[id]
			c.Talks = append(c.Talks, Talk{Seat: "8101", From: 105_000, Until: 109_000})
		}, DoubleOffer, "connected to 8101 and to 8101"},
		"another talk after the first": {func(e *Evidence) {
			c := e.Journals.Calls[id]
			c.Talks = append(c.Talks, Talk{Seat: "8103", From: c.Talks[0].Until + 5000, Until: c.Talks[0].Until + 6000})
		}, DoubleOffer, "connected to 8101 and to 8103"},
		"two seats ring": {func(e *Evidence) {
			e.Seats[0].Answered, e.Seats[0].Confirmed = 103_000, 103_001
			e.Journals.Calls[id].Talks[0].From = 103_000
			e.Seats = append(e.Seats, Leg{ID: "x", Machine: "a", Caller: alice, Seat: "8103", Began: 100_200, Ended: 103_100, By: Far})
		}, DoubleOffer, "8101 and 8103 rang"},
		"two seats are connected": {func(e *Evidence) {
			other := e.Seats[0]
			other.ID, other.Seat = "x", "8103"
			e.Seats = append(e.Seats, other)
		}, DoubleOffer, "connected to seats 8101 and 8103"},
		"a seat has two calls": {func(e *Evidence) {
			e.Seats[1].Seat = "8101"
			e.Journals.Calls["call-"+bob].Talks[0].Seat = "8101"
		}, DoubleOffer, "seat 8101 was in a talk"},
		"no record":               {func(e *Evidence) { delete(e.Journals.Calls, id) }, EventLost, "no journal knows"},
		"two records":             {func(e *Evidence) { e.Journals.callFact("a", call.Arrived{Call: "x", From: alice, At: 1}) }, EventLost, "recorded 2 times"},
		"no end":                  {func(e *Evidence) { e.Journals.Calls[id].Ends = 0 }, EventLost, "has 0 ends"},
		"two ends":                {func(e *Evidence) { e.Journals.Calls[id].Ends = 2 }, EventLost, "has 2 ends"},
		"wrong end":               {func(e *Evidence) { e.Journals.Calls[id].Outcome = call.AbandonedInQueue }, EventLost, `recorded as "abandoned-in-queue"`},
		"a failure that was none": {func(e *Evidence) { abandoned(e).Outcome = call.Failed }, EventLost, `recorded as "failed"`},
		"an answer that was none": {func(e *Evidence) { abandoned(e).Outcome = call.Answered }, EventLost, `recorded as "answered"`},
		"a talk too late":         {func(e *Evidence) { e.Journals.Calls[id].Talks[0].From += 5000 }, EventLost, "recorded is a talk with seat 8101"},
		"a talk without an end":   {func(e *Evidence) { e.Journals.Calls[id].Talks[0].Until = 0 }, EventLost, "recorded is a talk with seat 8101"},
		"nobody's call":           {func(e *Evidence) { e.Callers, e.Seats = e.Callers[1:], e.Seats[1:] }, EventLost, "no telephone made"},
		"the caller is left over": {func(e *Evidence) { e.Callers[0].Ended, e.Callers[0].By = 300_000, Phone }, EventLost, "on the line for ever"},
	} {
		t.Run(name, func(t *testing.T) {
			e := run()
			c.plant(e)
			r := NewReport(*e)
			require.False(t, r.OK())
			require.NotZero(t, r.Count(c.loss), "%v", r.Findings)
			require.Condition(t, func() bool { return contains(r.Findings, c.loss, c.what) }, "%v", r.Findings)
		})
	}
}

func contains(findings []Finding, loss Loss, what string) bool {
	for _, f := range findings {
		if f.Loss == loss && strings.Contains(f.What, what) {
			return true
		}
	}
	return false
}

// What a fault excuses, and only near it.
func TestExcused(t *testing.T) {
	during := Injected{Kind: EngineKilled, Machine: "a", From: 99_900, Mended: 101_000, Recovered: 102_000}
	for name, c := range map[string]struct {
		fault Injected
		plant func(e *Evidence)
	}{
		"Asterisk died under the call": {
			Injected{Kind: AsteriskKilled, Machine: "a", From: 104_000, Mended: 105_000, Recovered: 106_000},
			func(e *Evidence) { e.Seats[0].By = Far },
		},
		"Asterisk carried the call alone": {during, func(e *Evidence) {
			delete(e.Journals.Calls, "call-"+alice)
			e.Journals.Floors["f"] = e.Journals.Floors["f"][5:]
			e.Seats[0].Seat = "8901"
		}},
		"nobody saw how the call ended": {during, func(e *Evidence) {
			abandoned(e).Outcome = call.Failed
			e.Callers[0].Ended = 101_500
		}},
		"a seat answers while no engine is there": {during, func(e *Evidence) {
			e.Seats = append(e.Seats, Leg{
				ID: "x", Machine: "a", Caller: alice, Seat: "8105", Began: 100_100,
				Answered: 100_200, Confirmed: 100_200, Ended: 100_201, By: Far,
			})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			e := run()
			c.plant(e)
			require.NotEmpty(t, NewReport(*e).Findings, "without the fault it is a loss")
			e.Faults = append(e.Faults, c.fault)
			require.Empty(t, NewReport(*e).Findings)
			e.Faults[1].Machine = "b"
			require.NotEmpty(t, NewReport(*e).Findings, "the other machine's fault excuses nothing here")
		})
	}
}

// Who hears nothing because the other has just hung up has not been dropped.
func TestSilenceAtTheEnd(t *testing.T) {
	e := run()
	e.Silences = []Silence{{Caller: alice, At: 108_990, Who: "8101"}}
	require.Empty(t, NewReport(*e).Findings)
}

// Who leaves in the moment in which a seat picks up may have been first.
func TestLeftAsTheSeatPickedUp(t *testing.T) {
	e := run()
	seat := e.Seats[0]
	abandoned(e).Outcome = call.AbandonedRinging
	seat.Ended, seat.By = seat.Answered+100, Far
	e.Seats, e.Callers[0].Ended = append(e.Seats, seat), seat.Answered+50
	require.Empty(t, NewReport(*e).Findings)
	e.Callers[0].Ended += 2 * sameMoment
	e.Seats[1].Ended += 2 * sameMoment
	require.NotEmpty(t, NewReport(*e).Findings)
}

// Calls of a machine that is away keep their places, but are passed over.
func TestPassedOverWhileTheMachineIsAway(t *testing.T) {
	e := run()
	f := e.Journals.Floors["f"]
	f[0].(*acd.CallQueued).Home = "a"
	passed := []acd.Fact{f[0], f[5], &acd.MachineWentAway{Machine: "a"}, f[6], f[7], f[8], &acd.MachineCame{Machine: "a"}, f[1], f[2], f[3]}
	e.Journals.Floors["f"] = passed
	require.Empty(t, NewReport(*e).Findings)
	passed[2], passed[6] = passed[6], passed[2]
	require.NotEmpty(t, NewReport(*e).Findings)
}

func TestAFaultThatIsNotRecoveredFrom(t *testing.T) {
	e := run()
	e.Faults[0].Recovered = 0
	e.Faults[0].From, e.Faults[0].Mended = 200_000, 200_001
	require.False(t, NewReport(*e).OK())
}
