package record

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
)

// callbackDay is a journal with a callback in each state.
func callbackDay(t *testing.T) Source {
	listed := func(at int64, id, number, same string) acd.Fact {
		return &acd.CallbackListed{
			At: noon + at, Callback: id, Of: "of-" + id, Queue: "harbin/advice", Number: number,
			Since: noon, Due: noon + 60_000, Same: same,
		}
	}
	queued := func(at int64, id string) acd.Fact {
		return &acd.CallQueued{At: noon + at, Call: id, Queue: "harbin/advice", Callback: acd.Callback{ID: id}}
	}
	tried := func(at int64, id string, result acd.CallbackEnd, attempt int, due int64) acd.Fact {
		return &acd.CallbackTried{At: noon + at, Callback: id, Call: id, Queue: "harbin/advice", Result: result, Attempt: attempt, Due: due}
	}
	var groups []*journal.Group
	for _, f := range []acd.Fact{
		listed(1000, "a", "13900000001", ""), listed(2000, "b", "13900000002", ""), listed(3000, "x", "13900000001", "a"),
		listed(4000, "c", "13900000003", ""), listed(5000, "d", "<\x1b[2J>", ""), listed(6000, "e", "13900000005", ""),
		queued(60_000, "a"), queued(60_000, "b"), queued(60_000, "c"), queued(60_000, "d"),
		&acd.CallQueued{At: noon + 60_000, Call: "z", Queue: "harbin/advice"},
		tried(70_000, "a", acd.CallbackReached, 1, 0),
		&acd.CallbackDone{At: noon + 70_000, Callback: "a"},
		tried(80_000, "b", acd.CallbackBusy, 3, 0),
		&acd.CallbackGivenUp{At: noon + 80_000, Callback: "b", Reason: acd.GivenUpAttempts},
		tried(90_000, "c", acd.CallbackNoAnswer, 1, noon+690_000),
	} {
		groups = append(groups, onFloor(t, f))
	}
	newer := onFloor(t, &acd.CallbackDone{At: noon, Callback: "e"})
	newer.Facts[0].Version = acd.FactVersion + 1
	return journalOf(t, append(groups, newer)...)
}

func TestCallbacks(t *testing.T) {
	list, err := callbacksOf(t.Context(), callbackDay(t), china())
	require.NoError(t, err)
	require.Equal(t, []Callback{
		{
			ID: "a", Of: "of-a", Queue: "harbin/advice", Number: "13900000001", State: CallbackDone,
			Listed: at(1000), Due: at(60_000), Ended: at(70_000), Attempts: 1, Last: "reached",
		},
		{
			ID: "b", Of: "of-b", Queue: "harbin/advice", Number: "13900000002", State: CallbackGivenUp,
			Listed: at(2000), Due: at(60_000), Ended: at(80_000), Attempts: 3, Last: "busy", Reason: "attempts",
		},
		{
			ID: "c", Of: "of-c", Queue: "harbin/advice", Number: "13900000003", State: CallbackListed,
			Listed: at(4000), Due: at(690_000), Attempts: 1, Last: "no-answer",
		},
		{
			ID: "d", Of: "of-d", Queue: "harbin/advice", Number: "<\x1b[2J>", State: CallbackQueued,
			Listed: at(5000), Due: at(60_000),
		},
		{
			ID: "e", Of: "of-e", Queue: "harbin/advice", Number: "13900000005", State: CallbackListed,
			Listed: at(6000), Due: at(60_000),
		},
	}, list)

	open := OpenCallbacks(list)
	require.Equal(t, list[2:], open)

	var out strings.Builder
	require.NoError(t, WriteCallbacksText(&out, list[1:4]))
	require.Equal(t, `LISTED               ID  NUMBER       QUEUE          DUE                  ATTEMPTS  LAST       STATE
2026-01-01 12:00:02  b   13900000002  harbin/advice  2026-01-01 12:01:00  3         busy       given-up: attempts
2026-01-01 12:00:04  c   13900000003  harbin/advice  2026-01-01 12:11:30  1         no-answer  listed
2026-01-01 12:00:05  d   <?[2J>       harbin/advice  2026-01-01 12:01:00  0         -          queued
`, out.String())

	out.Reset()
	require.NoError(t, WriteCallbacksJSON(&out, list[1:2]))
	require.JSONEq(t, `[{"id": "b", "of": "of-b", "number": "13900000002", "queue": "harbin/advice", "state": "given-up",
		"listed": "2026-01-01T12:00:02.000+08:00", "due": "2026-01-01T12:01:00.000+08:00", "ended": "2026-01-01T12:01:20.000+08:00",
		"attempts": 3, "last": "busy", "reason": "attempts"}]`, out.String())
}
