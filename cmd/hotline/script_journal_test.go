package main

import (
	"context"

	"github.com/rogpeppe/go-internal/testscript"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/why/whytest"
)

// played DIR: a data folder with a morning of a floor of two seats: the first lets
// the call 1kdvdna00zzzzzzz ring, the second answers it, and the third is at lunch.
func playedJournal(ts *testscript.TestScript, args []string) {
	j, err := journal.OpenSQLite(context.Background(), ts.MkAbs(args[0]), journal.Options{})
	ts.Check(err)
	ts.Check(playMorning(context.Background(), j))
	ts.Check(j.Close())
}

func playMorning(ctx context.Context, j journal.Journal) error {
	const noon, id, queue = int64(1_767_240_000_000), "1kdvdna00zzzzzzz", "harbin/advice" // 2026-01-01T12:00:00+08:00
	floor := whytest.New(j, "harbin")
	rules := acd.Rules{Hash: "of-then", Queues: []acd.Queue{{ID: queue, Strategy: acd.LongestIdle, Ring: 20_000, WrapUp: 10_000}}}
	for _, seat := range []string{"8001", "8002", "8003"} {
		rules.Seats = append(rules.Seats, acd.Seat{ID: seat, Queues: acd.Serving(queue)})
	}
	err := floor.Do(ctx,
		acd.LoadRules{At: noon, Rules: rules},
		acd.SignIn{At: noon, Seat: "8001"}, acd.SignIn{At: noon + 1000, Seat: "8002"}, acd.SignIn{At: noon + 2000, Seat: "8003"},
		acd.Pause{At: noon + 5000, Seat: "8003", Reason: "lunch"},
	)
	if err != nil {
		return err
	}
	err = whytest.Call(ctx, j, noon+60_000, id,
		call.Arrived{
			At: noon + 60_000, Call: id, Trunk: "carrier", From: "13800138000", To: "12385",
			Centre: "harbin", Floor: "harbin", Flow: "city", Why: []string{"trunk carrier is of harbin"},
		},
		call.Stepped{At: noon + 60_000, Call: id, Step: "city/wait", Way: "open"},
	)
	if err != nil {
		return err
	}
	err = floor.Do(ctx,
		acd.Enqueue{At: noon + 60_500, Call: id, Queue: queue},
		acd.Tick{At: noon + 80_500},
		acd.SeatAnswered{At: noon + 83_000, Offer: 2},
		acd.TalkOver{At: noon + 143_000, Call: id, By: acd.Caller},
	)
	if err != nil {
		return err
	}
	return whytest.Call(ctx, j, noon+143_100, id, call.Ended{At: noon + 143_100, Call: id, Outcome: call.Answered, By: "caller"})
}
