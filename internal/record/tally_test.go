package record

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
)

// Each case is a call as the journal tells it, and the record it must become.
func TestRecords(t *testing.T) {
	const ms = time.Millisecond
	arrived := call.Arrived{
		At: noon, Call: "c", Channel: "ch", Trunk: "carrier", From: "13800000000", To: "12385",
		Centre: "harbin", Floor: "hlj", Flow: "main", Version: "v", Area: "0451", Hops: 1, Of: "b",
	}
	ended := func(at int64, o call.Outcome, by string) call.Ended {
		return call.Ended{At: noon + at, Call: "c", Outcome: o, By: by}
	}
	queued := func(at int64, queue string) *acd.CallQueued {
		return &acd.CallQueued{At: noon + at, Call: "c", Queue: queue, Since: noon + at, Position: 1}
	}
	offered := func(at, offer int64, seat string) *acd.Offered {
		return &acd.Offered{At: noon + at, Offer: offer, Call: "c", Queue: "harbin/main", Seat: seat}
	}
	answered := func(at int64, queue, seat string) *acd.Answered {
		return &acd.Answered{At: noon + at, Call: "c", Queue: queue, Seat: seat}
	}
	talked := func(at, span int64, seat string) *acd.TalkEnded {
		return &acd.TalkEnded{At: noon + at, Call: "c", Queue: "harbin/main", Seat: seat, Talked: span, By: acd.Caller}
	}
	base := Call{ID: "c", From: "13800000000", To: "12385", Trunk: "carrier", Centre: "harbin", Arrived: at(0), Area: "0451", Hops: 1, CallbackOf: "b"}

	for _, c := range []struct {
		name  string
		facts []any
		want  func(c *Call)
	}{
		{"still in the menu", nil, func(*Call) {}},
		{
			"hung up in the menu",
			[]any{ended(5000, call.AbandonedInMenu, "caller")},
			func(c *Call) { c.Ended, c.Outcome, c.By = at(5000), call.AbandonedInMenu, "caller" },
		},
		{"answered by the second seat", []any{
			queued(2000, "harbin/main"), offered(2000, 1, "8001"),
			&acd.OfferEnded{At: noon + 22000, Offer: 1, Call: "c", Seat: "8001", Result: acd.NoAnswer},
			offered(22000, 2, "8002"), answered(24500, "harbin/main", "8002"),
			talked(174_501, 150_001, "8002"), ended(174_600, call.Answered, "caller"),
		}, func(c *Call) {
			c.Queue, c.Seat, c.Offers = "harbin/main", "8002", 2
			c.Queued, c.Answered, c.Ended = at(2000), at(24500), at(174_600)
			c.Waited, c.WaitedFromArrival, c.Talked = 22500*ms, 24500*ms, 150_001*ms
			c.Outcome, c.By = call.Answered, "caller"
		}},
		{
			"answered in the very moment it queued",
			[]any{queued(0, "q"), answered(0, "q", "8001")},
			func(c *Call) { c.Queue, c.Seat, c.Queued, c.Answered = "q", "8001", at(0), at(0) },
		},
		{"still talking", []any{queued(1000, "q"), answered(3000, "q", "8001")}, func(c *Call) {
			c.Queue, c.Seat, c.Queued, c.Answered = "q", "8001", at(1000), at(3000)
			c.Waited, c.WaitedFromArrival = 2000*ms, 3000*ms
		}},
		{
			"a talk that the log does not end",
			[]any{queued(1000, "q"), answered(3000, "q", "8001"), ended(9000, call.Failed, "system")},
			func(c *Call) {
				c.Queue, c.Seat, c.Queued, c.Answered, c.Ended = "q", "8001", at(1000), at(3000), at(9000)
				c.Waited, c.WaitedFromArrival, c.Talked = 2000*ms, 3000*ms, 6000*ms
				c.Outcome, c.By = call.Failed, "system"
			},
		},
		{"the floor tells of the end of the talk after the call's", []any{
			queued(1000, "q"), answered(3000, "q", "8001"), ended(9000, call.Answered, "seat"), talked(9001, 5999, "8001"),
		}, func(c *Call) {
			c.Queue, c.Seat, c.Queued, c.Answered, c.Ended = "q", "8001", at(1000), at(3000), at(9000)
			c.Waited, c.WaitedFromArrival, c.Talked = 2000*ms, 3000*ms, 5999*ms
			c.Outcome, c.By = call.Answered, "seat"
		}},
		{"two talks", []any{
			queued(1000, "q"), answered(3000, "q", "8001"), talked(4000, 1000, "8001"),
			queued(4000, "other"), answered(6000, "other", "8002"), talked(8000, 2000, "8002"),
			ended(8000, call.Answered, "seat"),
		}, func(c *Call) {
			c.Queue, c.Seat, c.Queued, c.Answered, c.Ended = "other", "8002", at(1000), at(3000), at(8000)
			c.Waited, c.WaitedFromArrival, c.Talked = 2000*ms, 3000*ms, 3000*ms
			c.Outcome, c.By = call.Answered, "seat"
		}},
		{"abandoned while a seat rang", []any{
			queued(1000, "q"), offered(1000, 1, "8001"),
			&acd.Abandoned{At: noon + 4000, Call: "c", Queue: "q", Waited: 3000, Ringing: "8001"},
			ended(4005, call.AbandonedRinging, "caller"),
		}, func(c *Call) {
			c.Queue, c.Queued, c.Ended, c.Offers = "q", at(1000), at(4005), 1
			c.Waited, c.Outcome, c.By = 3000*ms, call.AbandonedRinging, "caller"
		}},
		{"overflowed, and told so", []any{
			queued(1000, "q"),
			&acd.Overflowed{At: noon + 4000, Call: "c", Queue: "q", Waited: 3000, Reason: "wait"},
			ended(9000, call.Overflowed, "system"),
		}, func(c *Call) {
			c.Queue, c.Queued, c.Ended = "q", at(1000), at(9000)
			c.Waited, c.Outcome, c.By = 3000*ms, call.Overflowed, "system"
		}},
		{"overflowed to another centre and answered there", []any{
			queued(1000, "q"),
			&acd.Overflowed{At: noon + 4000, Call: "c", Queue: "q", Waited: 3000, Reason: "no-seat"},
			call.Moved{At: noon + 4000, Call: "c", Centre: "nation", Floor: "cn"},
			queued(4500, "nation/main"), answered(6000, "nation/main", "001"),
		}, func(c *Call) {
			c.Centre, c.Queue, c.Seat, c.Queued, c.Answered = "nation", "nation/main", "001", at(1000), at(6000)
			c.Waited, c.WaitedFromArrival = 5000*ms, 6000*ms
		}},
		{"overflowed, queued again, and the line was lost", []any{
			queued(1000, "q"),
			&acd.Overflowed{At: noon + 4000, Call: "c", Queue: "q", Waited: 3000, Reason: "wait"},
			queued(5000, "q2"), ended(7000, call.Failed, "system"),
		}, func(c *Call) {
			c.Queue, c.Queued, c.Ended = "q2", at(1000), at(7000)
			c.Waited, c.Outcome, c.By = 6000*ms, call.Failed, "system"
		}},
		{
			"the floor's time runs ahead of the call's",
			[]any{queued(10, "q"), ended(8, call.Failed, "system")},
			func(c *Call) {
				c.Queue, c.Queued, c.Ended, c.Outcome, c.By = "q", at(10), at(8), call.Failed, "system"
			},
		},
		{"passed on to another seat", []any{
			queued(1000, "q"), answered(3000, "q", "8001"),
			call.Transferred{At: noon + 4990, Call: "c", From: "8001", To: "8002", Way: "attended"},
			&acd.TalkPassed{At: noon + 5000, Call: "c", Queue: "q", From: "8001", To: "8002", Talked: 2000},
			talked(9000, 4000, "8002"), ended(9000, call.Answered, "seat"),
		}, func(c *Call) {
			c.Queue, c.Seat, c.Queued, c.Answered, c.Ended = "q", "8002", at(1000), at(3000), at(9000)
			c.Waited, c.WaitedFromArrival, c.Talked = 2000*ms, 3000*ms, 6000*ms
			c.Outcome, c.By = call.Answered, "seat"
			c.Transfers = []Transfer{{noon + 4990, "8001", "8002", "attended"}}
		}},
		{"passed on, and the log does not end it", []any{
			queued(1000, "q"), answered(3000, "q", "8001"),
			&acd.TalkPassed{At: noon + 5000, Call: "c", Queue: "q", From: "8001", To: "8002", Talked: 2000}, ended(9000, call.Failed, "system"),
		}, func(c *Call) {
			c.Queue, c.Seat, c.Queued, c.Answered, c.Ended = "q", "8002", at(1000), at(3000), at(9000)
			c.Waited, c.WaitedFromArrival, c.Talked = 2000*ms, 3000*ms, 6000*ms
			c.Outcome, c.By = call.Failed, "system"
		}},
		{"supervised, classified and transferred twice", []any{
			call.HelpAsked{At: noon + 1, Call: "c", Seat: "8001"},
			call.Supervised{At: noon + 2, Call: "c", Seat: "8001", By: "8101", Mode: "listen"},
			call.Supervised{At: noon + 3, Call: "c", Seat: "8001", By: "8101", Mode: "barge"},
			call.Supervised{At: noon + 4, Call: "c", Seat: "8001", By: "8102", Mode: "listen"},
			call.Transferred{At: noon + 5, Call: "c", From: "8001", To: "harbin/law", Way: "blind"},
			call.Transferred{At: noon + 6, Call: "c", From: "8002", To: "12345", Way: "attended"},
			call.Classified{At: noon + 7, Call: "c", Seat: "8001", Code: "11"},
			call.Classified{At: noon + 8, Call: "c", Seat: "8001", Code: "3907", Refused: "不属于受理范围"},
		}, func(c *Call) {
			c.Help, c.Supervised, c.Class, c.Refused = 1, []string{"8101", "8102"}, "3907", "不属于受理范围"
			c.Transfers = []Transfer{{noon + 5, "8001", "harbin/law", "blind"}, {noon + 6, "8002", "12345", "attended"}}
		}},
		{
			"confidential",
			[]any{call.MadeConfidential{At: noon + 1, Call: "c", Seat: "8001"}},
			func(c *Call) { c.Confidential, c.From = true, "" },
		},
		{"graded twice after the talk", []any{
			call.Rated{At: noon + 1, Call: "c", Seat: "8001", Grade: 1}, call.Rated{At: noon + 2, Call: "c", Seat: "8001", Grade: 5},
		}, func(c *Call) { c.Grade = 5 }},
		{"facts that no record needs", []any{
			call.RecordingBegun{At: noon + 1, Call: "c", Recording: "r"},
			call.CallbackAsked{At: noon + 1, Call: "c", Callback: "b"},
			call.Stepped{At: noon + 1, Call: "c", Step: "greeting", Checkpoint: []byte(`{}`)},
			call.LegDialled{At: noon + 2, Call: "c", Leg: "l"},
			call.Connected{At: noon + 3, Call: "c", Leg: "l"},
			call.LegEnded{At: noon + 4, Call: "c", Leg: "l"},
			&acd.RulesLoaded{At: noon},
			&acd.SeatSignedIn{At: noon, Seat: "8001"},
			&acd.SeatReady{At: noon, Seat: "8001"},
			&acd.SeatPaused{At: noon, Seat: "8001"},
			&acd.WrapUpEnded{At: noon, Seat: "8001"},
			&acd.SeatSignedOut{At: noon, Seat: "8001"},
		}, func(*Call) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := inMemory(t)
			facts := append([]any{arrived}, c.facts...)
			p := catchup(t, s, journalOf(t, groupsOf(t, "c", facts...)...))
			require.Equal(t, Progress{Groups: len(facts), Facts: len(facts)}, p)
			want := base
			c.want(&want)
			require.Equal(t, []Call{want}, list(t, s, Filter{Unfinished: true}))
		})
	}
}

func TestRecordOfASeatThatDials(t *testing.T) {
	s := inMemory(t)
	catchup(t, s, journalOf(t, groupsOf(t, "c",
		call.Arrived{At: noon, Call: "c", Seat: "8001", From: "8001", To: "010", Flow: "seat"},
		call.Ended{At: noon + 1, Call: "c", Outcome: call.Forwarded, By: "seat", Detail: "d"})...))
	require.Equal(t, []Call{{
		ID: "c", From: "8001", To: "010", DialledBy: "8001", Arrived: at(0), Ended: at(1),
		Outcome: call.Forwarded, By: "seat", Detail: "d",
	}}, list(t, s, Filter{}))
}
