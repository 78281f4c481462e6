package why

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
)

func TestWordsOfFloors(t *testing.T) {
	const at, later = noon, noon + 30_000
	for _, c := range []struct {
		fact acd.Fact
		want string
	}{
		{&acd.RulesLoaded{Rules: rules("abc", "1", "2")}, "rules abc: hold from now on: 1 queue, 2 seats"},
		{&acd.SeatSignedIn{Seat: "1"}, "seat 1: signs in"},
		{&acd.SeatSignedIn{Seat: "1", Phone: "8051"}, "seat 1: signs in at telephone 8051"},
		{&acd.SeatOccupied{Seat: "1", Call: "own"}, "seat 1: is in call own, which no queue gave it"},
		{&acd.SeatVacated{Seat: "1", Call: "own"}, "seat 1: is out of call own"},
		{&acd.SeatVacated{Seat: "1", Call: "own", WrapUpUntil: later}, "seat 1: is out of call own, and makes its notes until 2026-01-01 12:00:30"},
		{
			&acd.TalkPassed{At: at, Call: "c", From: "1", To: "2", Talked: 9000, WrapUpUntil: later},
			"call c: goes on with seat 2; the talk with seat 1 is over after 9.0s; that seat wraps up for 30.0s",
		},
		{
			&acd.TalkPassed{At: at, Call: "c", From: "1", To: "2", By: "d", Talked: 9000, WrapUpOpen: true},
			"call c: goes on with seat 2, which was asked by call d; the talk with seat 1 is over after 9.0s; that seat wraps up until it says so",
		},
		{&acd.TalkEnded{Call: "d", Seat: "2", Talked: 9000, By: acd.Agent, Into: "c"}, "call d: the talk with seat 2 is over after 9.0s: the seat goes on with call c"},
		{&acd.SeatSignedOut{Seat: "1"}, "seat 1: signs out"},
		{&acd.SeatPaused{Seat: "1", Reason: "lunch"}, "seat 1: is paused: lunch"},
		{&acd.SeatPaused{Seat: "1", Reason: acd.PauseNoAnswer, Auto: true, Until: later}, "seat 1: is paused by the distributor until 2026-01-01 12:00:30: no-answer"},
		{&acd.SeatReady{Seat: "1"}, "seat 1: is ready for calls again"},
		{&acd.SeatUnreachable{Seat: "1", Until: later}, "seat 1: has a telephone that cannot be reached until 2026-01-01 12:00:30"},
		{&acd.SeatReachable{Seat: "1"}, "seat 1: can be reached again"},
		{&acd.WrapUpExtended{Seat: "1", Until: later}, "seat 1: extends its wrap-up until 2026-01-01 12:00:30"},
		{&acd.WrapUpEnded{Seat: "1"}, "seat 1: has wrapped up"},
		{&acd.TalkMoved{Call: "c", Seat: "1", To: acd.StateOnHold}, "call c: is put on hold by seat 1"},
		{&acd.TalkMoved{Call: "c", Seat: "1", To: acd.StateConsulting}, "call c: waits while seat 1 consults somebody"},
		{&acd.TalkMoved{Call: "c", Seat: "1", To: acd.StateTalking}, "call c: is back with seat 1"},
		{&acd.Relaxed{Call: "c", Queue: queue, Stage: 2}, "call c: has waited long enough for stage 2 of queue harbin/advice: its circle of seats is wider"},
		{&acd.Relaxed{Call: "c", Queue: queue}, "call c: no longer waits for its last seat alone"},
		{&acd.PriorityChanged{Call: "c", Priority: 90_000}, "call c: gets a head start of 1m30s from now on"},
		{&acd.ReserveCalled{Queue: queue, Waiting: 5, Wait: 60_000}, "queue harbin/advice: is pressed (5 calls in line, one for 1m00s): its seats in reserve take calls"},
		{&acd.ReserveReleased{Queue: queue}, "queue harbin/advice: is no longer pressed: its seats in reserve are released"},
		{&acd.HoursSet{Queue: queue}, "queue harbin/advice: makes no callbacks as far as is known"},
		{&acd.HoursSet{Queue: queue, Open: []acd.Window{{From: at, To: later}, {From: later, To: later}}}, "queue harbin/advice: may call back from 2026-01-01 12:00:00 to 2026-01-01 12:00:30, and at 1 later time"},
		{&acd.CallQueued{At: at, Call: "c", Queue: queue, Since: at, Position: 3}, "call c: joins queue harbin/advice at position 3"},
		{
			&acd.CallQueued{
				At: at, Call: "c", Queue: queue, Since: at - 5000, Position: 1, Priority: 30_000, Again: "b", Last: "1",
				Needs: []acd.Skill{{Skill: "sign", Level: 2}}, Prefer: []string{"english"}, Expected: 40_000, Low: 20_000, High: 70_000,
			},
			"call c: joins queue harbin/advice at position 1, its wait counted from 5.0s before, with a head start of 30.0s, in the place of call b from the same number, " +
				"needs sign 2, prefers english, waits for seat 1 alone, which the caller spoke to last; expected wait 40.0s (20.0s to 1m10s for 4 callers in 5)",
		},
		{
			&acd.CallQueued{At: at, Call: "c", Queue: queue, Since: at, Position: 1, Callback: acd.Callback{ID: "k", Of: "b", Number: "138", Attempt: 2}},
			"call c: joins queue harbin/advice at position 1, to call back 138 for call b, attempt 2",
		},
		{
			&acd.Offered{At: at, Call: "c", Seat: "1", RingUntil: later, Considered: acd.Reasons{Because: "fewest-calls"}},
			"call c: is offered to seat 1, for 30.0s: has answered the fewest calls",
		},
		{
			&acd.Offered{At: at, Call: "c", Seat: "1", All: true, Considered: acd.Reasons{Because: "ring-all"}},
			"call c: is offered to seat 1, as to others at once: all idle seats are rung at once",
		},
		{&acd.OfferEnded{Call: "c", Seat: "1", Result: acd.Elsewhere}, "call c: the offer to seat 1 is over: another seat answered first"},
		{&acd.Answered{Call: "c", Seat: "1", Waited: 18_240}, "call c: is answered by seat 1 after 18.2s in the queue"},
		{&acd.Abandoned{Call: "c", Queue: queue, Waited: 3000, Ringing: "1"}, "call c: the caller hangs up after 3.0s in queue harbin/advice, while the telephone of seat 1 rings"},
		{&acd.CallCutOff{Call: "c", Queue: queue, Waited: 3000, Ringing: "1"}, "call c: is cut off by a breakdown of ours after 3.0s in queue harbin/advice, while the telephone of seat 1 rings"},
		{&acd.TalkEnded{At: at, Call: "c", Seat: "1", Talked: 9000, By: acd.Breakdown}, "call c: the talk with seat 1 is over after 9.0s, cut off by a breakdown of ours"},
		{&acd.MachineWentAway{Machine: "a"}, "machine a: is away: its calls keep their places and are offered to nobody"},
		{&acd.MachineCame{Machine: "a"}, "machine a: is there: its calls are offered in their order"},
		{&acd.CallbackListed{Callback: "b", Of: "c", Queue: queue, Number: "137", Cut: true}, "callback b: is listed in queue harbin/advice before all others, because call c was cut off: 137"},
		{&acd.CallbackPutOff{Callback: "b", Queue: queue, Reason: acd.PutOffCutOff}, "callback b: is the first to be made: a breakdown of ours cut off the caller, who waited again himself"},
		{&acd.Overflowed{Call: "c", Queue: queue, Waited: 3000, Reason: "key-9"}, "call c: leaves queue harbin/advice after 3.0s: key-9"},
		{&acd.TalkEnded{At: at, Call: "c", Seat: "1", Talked: 3_725_000, By: acd.Caller, WrapUpUntil: later}, "call c: the talk with seat 1 is over after 1h02m05s, by the caller; the seat wraps up for 30.0s"},
		{&acd.TalkEnded{At: at, Call: "c", Seat: "1", By: acd.Agent, WrapUpOpen: true}, "call c: the talk with seat 1 is over after 0.0s, by the seat; the seat wraps up until it says so"},
		{&acd.CallbackListed{Callback: "k", Of: "c", Queue: queue, Number: "138", Due: later}, "callback k: is listed in queue harbin/advice, as the caller of c asked: 138, not before 2026-01-01 12:00:30"},
		{&acd.CallbackListed{Callback: "k", Of: "c", Queue: queue, Number: "138", Due: later, Missed: true}, "callback k: is listed in queue harbin/advice, because the caller of c was missed: 138, not before 2026-01-01 12:00:30"},
		{&acd.CallbackListed{Callback: "k", Queue: queue, Number: "138", Same: "j"}, "callback k: is not listed: 138 is on the list of harbin/advice already, as callback j"},
		{&acd.CallbackDue{Callback: "k", By: later}, "callback k: is due: made when nobody waits, or in line from 2026-01-01 12:00:30 on"},
		{&acd.CallbackPutOff{Callback: "k", Due: later, Reason: acd.PutOffClosed}, "callback k: is put off to 2026-01-01 12:00:30: outside the queue's hours"},
		{&acd.CallbackTried{Callback: "k", Call: "k.2", Attempt: 2, Result: acd.CallbackBusy, Due: later}, "call k.2: attempt 2 of callback k: the caller's line was busy; the next not before 2026-01-01 12:00:30"},
		{&acd.CallbackDone{Callback: "k"}, "callback k: is done: the caller was reached"},
		{&acd.CallbackDone{Callback: "k", By: "d"}, "callback k: is done: the caller has reached us himself, with call d"},
		{&acd.CallbackGivenUp{Callback: "k", Reason: acd.GivenUpAttempts}, "callback k: is given up: all attempts were in vain"},
	} {
		subject, text := Words(c.fact)
		require.Equal(t, c.want, subject+": "+text, "%T", c.fact)
	}
}

func TestWordsOfCalls(t *testing.T) {
	for _, c := range []struct {
		fact call.Fact
		want string
	}{
		{call.Arrived{Trunk: "carrier", To: "12385", Centre: "harbin"}, "comes in on trunk carrier, from a withheld number to 12385: centre harbin"},
		{call.Arrived{Seat: "8001", To: "*45"}, "comes in from seat 8001 to *45"},
		{call.Arrived{Of: "c", Centre: "harbin"}, "is made to call back for call c: centre harbin"},
		{call.Stepped{Step: "city/wait", Way: "open"}, "comes to step city/wait (open)"},
		{call.Moved{Centre: "nation", Why: []string{"harbin is closed"}}, "goes to centre nation: harbin is closed"},
		{call.LegDialled{To: "010\x1b12345"}, "calls 010?12345"},
		{call.LegDialled{Seat: "8001"}, "calls the telephone of seat 8001"},
		{call.LegRinging{}, "a telephone rings"},
		{call.LegEnded{Cause: 17}, "a telephone is out of the call (cause 17)"},
		{call.Connected{}, "caller and called hear each other"},
		{call.RecordingBegun{Centre: "harbin"}, "is recorded, for the voicemail of harbin"},
		{call.MessageLeft{Centre: "harbin", Length: 12_000}, "has left a message of 12.0s for harbin"},
		{call.TalkRecorded{File: "t.wav", Length: 12_000}, "a talk of 12.0s is kept as t.wav"},
		{call.Rated{Grade: 5}, "gives grade 5"},
		{call.CallbackAsked{Number: "138", Queue: queue, Due: noon}, "asks to be called back on 138 by queue harbin/advice, not before 2026-01-01 12:00:00"},
		{call.FollowsUp{Seat: "1", Of: "c"}, "is made by seat 1 to follow up call c"},
		{call.TalkMoved{Act: "consult", Seat: "8001", To: "12345"}, "in the talk of seat 8001: consult (12345)"},
		{call.Transferred{From: "8001", To: "harbin/law", Way: "blind"}, "seat 8001 gives the caller to harbin/law"},
		{call.Transferred{From: "8001", To: "8002", Way: "attended"}, "seat 8001 gives the caller to 8002, after talking to them"},
		{call.Transferred{From: "8001", To: "8101", Way: "taken-over"}, "8101 takes the caller over from seat 8001"},
		{call.Supervised{Seat: "8001", By: "8101", Mode: "listen"}, "supervisor 8101 listens to seat 8001"},
		{call.Supervised{Seat: "8001", By: "8101", Mode: "whisper"}, "supervisor 8101 speaks to seat 8001 alone"},
		{call.Supervised{Seat: "8001", By: "8101", Mode: "barge"}, "supervisor 8101 joins the talk of seat 8001"},
		{call.Supervised{Seat: "8001", By: "8101", Mode: "take-over"}, "supervisor 8101 takes the talk of seat 8001 over"},
		{call.Supervised{Seat: "8001", By: "8101", Mode: "end"}, "supervisor 8101 has left the talk of seat 8001"},
		{call.Supervised{Seat: "8001", By: "8101", Mode: "a\nb"}, "supervisor 8101, seat 8001: a?b"},
		{call.HelpAsked{Seat: "8001"}, "seat 8001 asks for a supervisor"},
		{call.HelpAsked{Seat: "8001", Of: []string{"8101", "8102"}}, "seat 8001 asks for a supervisor: the telephones of 8101, 8102 ring"},
		{call.Classified{Seat: "8001", Code: "11", Function: "政策咨询", Field: "康复"}, "seat 8001 classifies it as 11 (政策咨询, 康复)"},
		{call.Classified{Seat: "8001", Code: "07", Refused: "诉讼"}, "seat 8001 classifies it as 07, not accepted: 诉讼"},
		{call.RecordingMuted{Muted: true, Seat: "8001"}, "the recording is silent from here on, by seat 8001"},
		{call.RecordingMuted{}, "the recording has sound again"},
		{call.MadeConfidential{}, "the caller asks for confidentiality"},
		{call.MadeConfidential{Seat: "8001"}, "the caller asks for confidentiality, noted by seat 8001"},
		{call.SignInRefused{Seat: "8001", Phone: "8051", Why: "wrong-pin"}, "is not let in as seat 8001 at telephone 8051: the PIN was wrong"},
		{call.SignInRefused{Seat: "8001", Why: "locked", Until: noon}, "is not let in as seat 8001: too many wrong PINs, locked until 2026-01-01 12:00:00"},
		{call.Ended{Outcome: call.Failed, By: "system", Detail: "the line was lost"}, "ends: failed, by the system (the line was lost)"},
	} {
		subject, text := Words(c.fact)
		require.Empty(t, subject)
		require.Equal(t, c.want, text, "%T", c.fact)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	for _, rule := range append([]string{"only-seat", "last-seat", "level", "skill"}, strategies()...) {
		require.NotEqual(t, rule, Because(rule))
	}
	for _, end := range []acd.OfferEnd{
		acd.Accepted, acd.NoAnswer, acd.Busy, acd.Declined, acd.Unreachable, acd.Failed, acd.CallerGone, acd.SeatGone, acd.Elsewhere, acd.Withdrawn,
	} {
		require.NotEqual(t, string(end), offerEnd(end))
	}
	for _, end := range []acd.CallbackEnd{
		acd.CallbackReached, acd.CallbackNoAnswer, acd.CallbackBusy, acd.CallbackRefused, acd.CallbackCalledUs,
		acd.CallbackNotNow, acd.CallbackFailed, acd.CallbackMachine, acd.CallbackUnwanted,
	} {
		require.NotEqual(t, string(end), callbackEnd(end))
	}
	for _, reason := range []string{acd.GivenUpAttempts, acd.GivenUpTooOld, acd.GivenUpQueueRemoved, acd.GivenUpUnwanted} {
		require.NotEqual(t, reason, givenUp(reason))
	}
	require.Equal(t, "1 signed out, 2 paused, 3 being offered another, 4 talking, 5 with a call on hold, 6 consulting, 7 in wrap-up, 8 unreachable, "+
		"13 in a call of its own, 9 without a skill that it needs, 10 of a level that is not asked yet, 11 in reserve, 12 not the seat it waits for",
		out(acd.Out{
			SignedOut: 1, Paused: 2, Offered: 3, Talking: 4, OnHold: 5, Consulting: 6, WrapUp: 7, Unreachable: 8, Occupied: 13,
			Skills: 9, Levels: 10, Reserve: 11, LastSeat: 12,
		}))
}

func strategies() (names []string) {
	for _, s := range acd.Strategies() {
		names = append(names, string(s))
	}
	return names
}

func TestFiguresAreThoseThatCounted(t *testing.T) {
	c := acd.Candidate{Seat: "1", Idle: 61_000, Skill: 3, Calls: 1, Talk: 5000}
	for rule, want := range map[string]string{
		"longest-idle": "idle 1m01s", "level": "level 1", "skill": "skill 3", "skill-first": "skill 3",
		"fewest-calls": "1 call", "weighted": "1 call", "least-talk-time": "talked 5.0s",
	} {
		require.Equal(t, "1 ("+want+")", candidates(rule, []acd.Candidate{c}), rule)
	}
}

func TestAnUnknownReasonIsShownAsItIs(t *testing.T) {
	require.Equal(t, "a?b", Because("a\nb"))
	require.Equal(t, "a?b", overflow("a\nb"))
}
