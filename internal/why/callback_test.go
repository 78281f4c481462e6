package why

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
)

// missed is a caller who hangs up and is called back: first he does not answer, at
// the second attempt he does.
func missed(t *testing.T) *world {
	w := newWorld(t)
	w.load(noon+2000, func(r *acd.Rules) {
		r.Queues[0].Callback = acd.CallbackRules{Missed: true, Delay: 60_000, Pause: 60_000}
	}, "8001", "8002")
	w.do(
		acd.Enqueue{At: noon + 10_000, Call: "c", Queue: queue, From: "13800138000"},
		acd.HangUp{At: noon + 40_000, Call: "c"},
		acd.SignIn{At: noon + 50_000, Seat: "8001"},
		acd.SignIn{At: noon + 51_000, Seat: "8002"},
		acd.Tick{At: noon + 100_000},
	)
	made := func(at int64, id string) {
		w.own(at, id, call.Arrived{At: at, Call: id, From: "13800138000", Centre: "harbin", Floor: "harbin", Of: "c"})
	}
	made(noon+100_000, "c-back")
	w.do(
		acd.SeatAnswered{At: noon + 103_000, Offer: 1},
		acd.CallbackOver{At: noon + 110_000, Callback: "c-back", Result: acd.CallbackNoAnswer},
		acd.TalkOver{At: noon + 110_000, Call: "c-back", By: acd.System},
	)
	w.own(noon+110_100, "c-back", call.Ended{At: noon + 110_100, Call: "c-back", Outcome: call.CallbackFailed, By: "system"})
	w.do(acd.Tick{At: noon + 170_000})
	made(noon+170_000, "c-back.2")
	w.do(
		acd.OfferFailed{At: noon + 172_000, Offer: 2, Result: acd.Declined},
		acd.SeatAnswered{At: noon + 173_000, Offer: 3},
		acd.CallbackOver{At: noon + 180_000, Callback: "c-back", Result: acd.CallbackReached},
	)
	return w
}

func TestTheCallsThatCallBackAreFollowed(t *testing.T) {
	w := missed(t)
	w.do(acd.TalkOver{At: noon + 400_000, Call: "c-back.2", By: acd.Agent})
	w.own(noon+400_100, "c-back.2", call.Ended{At: noon + 400_100, Call: "c-back.2", Outcome: call.CallbackReached, By: "agent"})
	s := w.read("c", tree{"harbin": rules("of-today", "8002")})
	require.Equal(t, []string{
		"callback c-back is due: made when nobody waits, or in line from 2026-01-01 12:31:40 on",
		"call c-back: joins queue harbin/advice at position 1, to call back 13800138000 for call c, attempt 1",
		"call c-back: is offered to seat 8001, for 20.0s: idle for the longest time",
		"call c-back: is made to call back for call c: centre harbin",
		"call c-back: the offer to seat 8001 is over: it answered",
		"call c-back: is answered by seat 8001 after 3.0s in the queue",
		"call c-back: attempt 1 of callback c-back: the caller did not answer; the next not before 2026-01-01 12:02:50",
		"call c-back: the talk with seat 8001 is over after 7.0s, by the system; the seat wraps up for 10.0s",
		"call c-back: ends: callback-failed, by the system",
	}, texts(s)[3:12])
	require.Equal(t, []string{
		"call c-back.2: the talk with seat 8001 is over after 3m47s, by the seat; the seat wraps up for 10.0s",
		"call c-back.2: ends: callback-reached, by the agent",
	}, texts(s)[len(s.Events)-2:])

	offers := offersOf(s)
	require.Len(t, offers, 3)
	require.Equal(t, []string{"c-back", "c-back.2", "c-back.2"}, []string{offers[0].Call, offers[1].Call, offers[2].Call})
	require.Equal(t, []string{
		"next would have been 8002 (idle 49.0s)",
		"as the floor stood, eligible: 1. 8001 (idle 50.0s), 2. 8002 (idle 49.0s)",
	}, offers[0].Notes)
	require.Equal(t, "today's rules would offer it to 8002 (the only seat that could take it)", offers[0].Today.Text)
	require.Zero(t, s.Misfits)
}

func offersOf(s *Story) []Event {
	return slices.DeleteFunc(slices.Clone(s.Events), func(e Event) bool { return e.Kind != "offered" })
}

// What is told of a call that calls back is the same in its own story.
func TestACallBackIsToldAlikeByItself(t *testing.T) {
	w := missed(t)
	within := offersOf(w.read("c", nil))
	alone := offersOf(w.read("c-back.2", nil))
	require.Len(t, alone, 2)
	for i, e := range alone {
		require.Equal(t, "call c-back.2: "+e.Text, within[i+1].Text)
		require.Equal(t, e.Notes, within[i+1].Notes)
		require.Empty(t, e.Call)
	}
}

// The caller is on the line long after the list is done with him.
func TestTheTalkOfACallBackIsFollowedToItsEnd(t *testing.T) {
	w := missed(t)
	w.arrive("d", noon+900_000)
	w.do(acd.TalkOver{At: noon + 1_000_000, Call: "c-back.2", By: acd.Caller})
	require.Contains(t, texts(w.read("c", nil)),
		"call c-back.2: the talk with seat 8001 is over after 13m47s, by the caller; the seat wraps up for 10.0s")
}

func TestNoMoreThanSoManyCallsBackAreFollowed(t *testing.T) {
	w := newWorld(t, "8001")
	w.load(noon+2000, func(r *acd.Rules) { r.Queues[0].Callback = acd.CallbackRules{Attempts: 50, Pause: 60_000} }, "8001")
	w.arrive("c", noon+5000)
	w.do(
		acd.AskCallback{At: noon + 6000, Callback: "k", Of: "c", Queue: queue, Number: "13800138000"},
		acd.HangUp{At: noon + 7000, Call: "c"},
		acd.Tick{At: noon + 8000},
	)
	for i := range MostAttempts + 2 {
		at := noon + 20_000 + int64(i)*100_000
		status, _ := w.floor.Seat("8001")
		w.do(acd.SeatAnswered{At: at, Offer: status.Offer})
		w.do(acd.CallbackOver{At: at + 1000, Callback: "k", Result: acd.CallbackBusy})
		w.do(acd.TalkOver{At: at + 1000, Call: status.Call, By: acd.System}, acd.Tick{At: at + 90_000})
	}
	s := w.read("c", nil)
	answered := 0
	for _, e := range s.Events {
		if e.Kind == "answered" {
			answered++
		}
	}
	require.Equal(t, MostAttempts, answered)
	var tried []Event
	for _, e := range s.Events {
		if e.Kind == "callback-tried" {
			tried = append(tried, e)
		}
	}
	require.Len(t, tried, MostAttempts+2)
	require.Empty(t, tried[MostAttempts-1].Notes)
	require.Equal(t, []string{fmt.Sprintf("of that call tells: hotline why k.%d", MostAttempts+1)}, tried[MostAttempts].Notes)
}
