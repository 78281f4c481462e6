package why

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// texts are what happened, in order.
func texts(s *Story) (lines []string) {
	for _, e := range s.Events {
		lines = append(lines, e.Text)
	}
	return lines
}

// twoOffers: the first seat lets it ring, the second answers.
func twoOffers(t *testing.T) *world {
	w := newWorld(t, "8001", "8002", "8003")
	w.do(acd.Pause{At: noon + 5000, Seat: "8003", Reason: "lunch"})
	w.arrive("c", noon+60_000)
	w.do(
		acd.Tick{At: noon + 80_500},
		acd.SeatAnswered{At: noon + 83_000, Offer: 2},
		acd.TalkOver{At: noon + 143_000, Call: "c", By: acd.Caller},
	)
	w.own(noon+143_100, "c", call.Ended{At: noon + 143_100, Call: "c", Outcome: call.Answered, By: "caller"})
	return w
}

func TestEachOfferSaysWhoWasChosenAndHowItEnded(t *testing.T) {
	s := twoOffers(t).read("c", nil)
	require.Equal(t, []string{
		"comes in on trunk carrier, from 13800138000 to 12385: centre harbin",
		"joins queue harbin/advice at position 1",
		"is offered to seat 8001, for 20.0s: idle for the longest time",
		"the offer to seat 8001 is over: it rang out",
		"is offered to seat 8002, for 20.0s: the only seat that could take it",
		"the offer to seat 8002 is over: it answered",
		"is answered by seat 8002 after 22.5s in the queue",
		"the talk with seat 8002 is over after 1m00s, by the caller; the seat wraps up for 10.0s",
		"ends: answered, by the caller",
	}, texts(s))
	require.Equal(t, []string{"the trunk's city is harbin"}, s.Events[0].Notes)
	require.Equal(t, "next would have been 8002 (idle 59.5s)", s.Events[2].Notes[0])
	require.Equal(t, "out: 1 paused", s.Events[2].Notes[1])
	require.Equal(t, []string{"seat 8001 is paused by the distributor: no-answer"}, s.Events[3].Notes)
	require.Equal(t, "out: 2 paused", s.Events[4].Notes[0])
	require.InDelta(t, 20.5, s.Events[3].After, 0.0001)
	require.Equal(t, call.Answered, s.Outcome)
	require.Equal(t, "harbin", s.Centre)
	for _, e := range s.Events {
		require.Nil(t, e.Today)
	}
}

func TestWhatOthersDoIsNotTold(t *testing.T) {
	w := newWorld(t, "8001")
	w.arrive("a", noon+1000)
	w.arrive("c", noon+2000)
	w.do(
		acd.SeatAnswered{At: noon + 3000, Offer: 1},
		acd.TalkOver{At: noon + 9000, Call: "a", By: acd.Agent}, // wraps up
		acd.Tick{At: noon + 19_000},                             // the group is about no call but c's offer is in it
	)
	s := w.read("c", nil)
	require.Equal(t, []string{
		"comes in on trunk carrier, from 13800138000 to 12385: centre harbin",
		"joins queue harbin/advice at position 1",
		"is offered to seat 8001, for 20.0s: the only seat that could take it",
	}, texts(s))
	require.Empty(t, s.Outcome)
}

func TestWhoHangsUpCouldKnowHisPlace(t *testing.T) {
	w := newWorld(t)
	w.arrive("a", noon+1000)
	w.arrive("c", noon+2000)
	w.do(acd.HangUp{At: noon + 32_000, Call: "c"})
	gone := one(t, w.read("c", nil), "abandoned")
	require.Equal(t, "the caller hangs up after 29.5s in queue harbin/advice", gone.Text)
	require.Equal(t, []string{"stood at position 2 of 2", "of the wait nothing could be told when it joined"}, gone.Notes)
}

func TestOverflowNamesItsLimit(t *testing.T) {
	w := newWorld(t)
	w.arrive("a", noon+1000)
	w.arrive("b", noon+1000)
	w.do(acd.Enqueue{At: noon + 2000, Call: "c", Queue: queue, Limits: acd.Limits{Size: 1}})
	full := one(t, w.read("c", nil), "overflowed")
	require.Equal(t, "leaves queue harbin/advice after 0.0s: too many calls wait", full.Text)
	require.Equal(t, []string{"limit: at most 1 in line before it; 2 were"}, full.Notes)

	w.do(acd.Enqueue{At: noon + 3000, Call: "d", Queue: queue, Limits: acd.Limits{Wait: 5000}}, acd.Tick{At: noon + 8000})
	long := one(t, w.read("d", nil), "overflowed")
	require.Equal(t, "limit: a wait of 5.0s in this queue", long.Notes[0])
	require.Equal(t, "stood at position 3 of 3", long.Notes[1])
}

func TestRulesThatChangeDuringTheWaitAreTold(t *testing.T) {
	w := newWorld(t)
	w.arrive("c", noon+1000)
	w.do(acd.LoadRules{At: noon + 2000, Rules: rules("newer", "8001")}, acd.SignIn{At: noon + 3000, Seat: "8001"})
	w.do(acd.LoadRules{At: noon + 4000, Rules: rules("newest", "8001", "8002")}, acd.SeatAnswered{At: noon + 5000, Offer: 1})
	w.do(acd.LoadRules{At: noon + 6000, Rules: rules("after", "8001")}) // the call is out of the queue
	s := w.read("c", nil)
	require.Contains(t, texts(s), "rules newer hold from now on: 1 queue, 1 seat")
	require.Contains(t, texts(s), "rules newest hold from now on: 1 queue, 2 seats")
	require.NotContains(t, texts(s), "rules after hold from now on: 1 queue, 1 seat")
}

func TestCallbacksAreFollowedBeyondTheCall(t *testing.T) {
	w := newWorld(t)
	w.arrive("c", noon+1000)
	w.do(
		acd.AskCallback{At: noon + 5000, Callback: "k", Of: "c", Queue: queue, Number: "13800138000", Due: noon + 3_600_000},
		acd.Leave{At: noon + 5001, Call: "c", Reason: "callback"},
	)
	w.own(noon+6000, "c", call.Ended{At: noon + 6000, Call: "c", Outcome: call.AskedCallback, By: "caller"})
	w.do(acd.Tick{At: noon + 3_600_000}) // its call joins
	w.do(acd.LoadRules{At: noon + 3_700_000, Rules: acd.Rules{Hash: "none"}}, acd.Tick{At: noon + 4_300_000})
	s := w.read("c", nil)
	require.Equal(t, []string{
		"comes in on trunk carrier, from 13800138000 to 12385: centre harbin",
		"joins queue harbin/advice at position 1",
		"callback k is listed in queue harbin/advice, as the caller of c asked: 13800138000, not before 2026-01-01 13:00:00",
		"leaves queue harbin/advice after 3.5s: callback",
		"ends: callback-asked, by the caller",
	}, texts(s)[:5])
	require.Contains(t, texts(s), "call k: attempt 1 of callback k: it failed on our side; the next not before 2026-01-01 13:11:40")
	require.Equal(t, "callback k is given up: the rules know the queue no more", texts(s)[len(s.Events)-1])

	back := w.read("k", nil) // the attempt is a call, too
	require.Nil(t, back.Arrived)
	require.Contains(t, texts(back)[0], "joins queue harbin/advice at position 1, to call back 13800138000 for call c, attempt 1")
}

func TestACallThatWasNeverQueued(t *testing.T) {
	w := newWorld(t)
	w.own(noon, "c",
		call.Arrived{At: noon, Call: "c", Trunk: "carrier", To: "12385", Centre: "harbin"},
		call.Stepped{At: noon + 10, Call: "c", Step: "city/greet", Checkpoint: json.RawMessage(`{"vars":{"pin":"1234"}}`)},
		call.LegDialled{At: noon + 20, Call: "c", Leg: "l", To: "01012345"},
		call.LegRinging{At: noon + 21, Call: "c", Leg: "l"},
		call.Ended{At: noon + 30, Call: "c", Outcome: call.AbandonedInMenu, By: "caller"},
	)
	s := w.read("c", nil)
	require.Equal(t, []string{
		"comes in on trunk carrier, from a withheld number to 12385: centre harbin",
		"comes to step city/greet",
		"calls 01012345",
		"ends: abandoned-in-menu, by the caller",
	}, texts(s))
	shown, err := json.Marshal(s)
	require.NoError(t, err)
	require.NotContains(t, string(shown), "1234\"", "keys that callers pressed are nobody's")
}

func TestACallOnTwoFloors(t *testing.T) {
	w := newWorld(t)
	w.arrive("c", noon+1000)
	w.do(acd.Leave{At: noon + 5000, Call: "c", Reason: "chain"})
	w.own(noon+5001, "c", call.Moved{At: noon + 5001, Call: "c", Centre: "nation", Floor: "nation"})
	other := *w
	other.floor = newFloor(w, "nation")
	other.do(acd.LoadRules{At: noon + 5002, Rules: rules("nation", "9001")}, acd.SignIn{At: noon + 5003, Seat: "9001"})
	other.do(acd.Enqueue{At: noon + 5004, Call: "c", Queue: queue, Since: noon + 1500})
	s := w.read("c", nil)
	require.Equal(t, []string{"", "harbin", "harbin", "", "nation", "nation"}, floors(s))
	require.Equal(t, "joins queue harbin/advice at position 1, its wait counted from 3.5s before", s.Events[4].Text)
}

func TestAnUnknownCall(t *testing.T) {
	w := newWorld(t)
	_, err := Read(t.Context(), w, "c", nil)
	var none *NoCallError
	require.ErrorAs(t, err, &none)
	require.EqualError(t, err, `the journal has no call "c"; it has no calls at all`)

	w.arrive("1kdvdna00zzzzzzz", noon)
	_, err = Read(t.Context(), w, "1kdvdna00zzzzzzy", nil)
	require.EqualError(t, err, `the journal has no call "1kdvdna00zzzzzzy"; did you mean "1kdvdna00zzzzzzz"? the newest: 1kdvdna00zzzzzzz (hotline calls lists them)`)
}

func TestFactsOfANewerProgram(t *testing.T) {
	w := newWorld(t)
	w.arrive("c", noon)
	require.NoError(t, w.Append(t.Context(), &journal.Group{
		Stream: journal.CallStream("c"), Facts: []journal.Entry{{Kind: "call-beamed", Version: 1, Data: json.RawMessage(`{}`)}},
	}))
	require.Equal(t, 1, w.read("c", nil).Passed)

	require.NoError(t, w.Append(t.Context(), &journal.Group{
		Stream: journal.FloorStream("harbin"), Facts: []journal.Entry{{Kind: "beamed", Version: 1, Data: json.RawMessage(`{"call":"c"}`)}},
	}))
	_, err := Read(t.Context(), w, "c", nil)
	require.ErrorContains(t, err, "without it the floor would be wrong")
}

func TestALogThatDoesNotFitIsMarked(t *testing.T) {
	w := newWorld(t, "8001")
	require.NoError(t, w.Append(t.Context(), &journal.Group{
		Stream: journal.FloorStream("harbin"), Facts: []journal.Entry{{Kind: "seat-ready", Version: 1, Data: json.RawMessage(`{"seat":"8009"}`)}},
	}))
	w.arrive("c", noon+10_000)
	s := w.read("c", nil)
	require.Equal(t, 1, s.Misfits)
	require.Contains(t, written(t, s), "1 fact of its floor did not fit: what is told of the floor as it stood may be wrong\n")
}

func TestReadingEndsWithItsContext(t *testing.T) {
	w := twoOffers(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Read(ctx, w, "c", nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestTheStoryOnPaper(t *testing.T) {
	s := twoOffers(t).read("c", nil)
	for i := range s.Events { // what the floor can be asked is tested with its notes
		s.Events[i].Notes = s.Events[i].Notes[:min(1, len(s.Events[i].Notes))]
	}
	s.Events[4].Today = &Today{Text: "today's rules would let it wait"}
	s.Passed, s.Uncompared = 1, "nothing"
	require.Equal(t, `call c of Thursday, 2026-01-01 12:01:00: answered

CLOCK             AFTER   JOURNAL
12:01:00.000       0.0s         6  comes in on trunk carrier, from 13800138000 to 12385: centre harbin
                                   · the trunk's city is harbin
12:01:00.500       0.5s         7  joins queue harbin/advice at position 1
12:01:00.500       0.5s         7  is offered to seat 8001, for 20.0s: idle for the longest time
                                   · next would have been 8002 (idle 59.5s)
12:01:20.500      20.5s         8  the offer to seat 8001 is over: it rang out
                                   · seat 8001 is paused by the distributor: no-answer
12:01:20.500      20.5s         8  is offered to seat 8002, for 20.0s: the only seat that could take it
                                   · out: 2 paused
                                   ! today's rules would let it wait
12:01:23.000      23.0s         9  the offer to seat 8002 is over: it answered
12:01:23.000      23.0s         9  is answered by seat 8002 after 22.5s in the queue
12:02:23.000      83.0s        10  the talk with seat 8002 is over after 1m00s, by the caller; the seat wraps up for 10.0s
12:02:23.100      83.1s        11  ends: answered, by the caller
1 fact of a newer program could not be read

not compared with today's rules: nothing
`, written(t, s))
}

func TestStampsAreInChina(t *testing.T) {
	text, err := json.Marshal(stamp(time.Date(2026, 1, 1, 4, 0, 0, 7_000_000, time.UTC).UnixMilli()))
	require.NoError(t, err)
	require.Equal(t, `"2026-01-01T12:00:00.007+08:00"`, string(text))
}
