package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/recording"
	"hotline/internal/why/whytest"
)

const (
	aTalk   = "1kdvdna00zzzzzzz" // 2026-01-01T08:00:00+08:00
	secret  = "1kdvdna01zzzzzzz"
	another = "1kdvdna02zzzzzzz"
)

// recorded DIR: a data folder with the engine's own key and three calls: a talk with
// 8001, a message of a caller who asked for confidentiality, and a message in clear
// that an older engine kept. The folder "other" has another engine's key.
func recordedCalls(ts *testscript.TestScript, args []string) {
	dir, ctx := ts.MkAbs(args[0]), context.Background()
	j, err := journal.OpenSQLite(ctx, dir, journal.Options{})
	ts.Check(err)
	ts.Check(errors.Join(tellRecordings(ctx, j), j.Close()))
	readers, err := recording.OwnRecipients(dir)
	ts.Check(err)
	_, err = recording.OwnRecipients(ts.MkAbs("other"))
	ts.Check(err)
	sounds := filepath.Join(dir, "recordings")
	folder, err := recording.Open(sounds, recording.Options{Recipients: readers, Now: time.Now})
	ts.Check(err)
	for _, name := range []string{aTalk + "-2-recording", secret + "-message-1"} {
		_, err := folder.Keep(ctx, name, strings.NewReader("the sound of "+name+"\n"))
		ts.Check(err)
	}
	ts.Check(os.WriteFile(filepath.Join(sounds, another+"-message-1.wav"), []byte("in clear\n"), 0o600))
}

func tellRecordings(ctx context.Context, j journal.Journal) error {
	const noon = int64(1_767_240_000_000) // 2026-01-01T12:00:00+08:00
	arrived := func(id, from string) call.Fact {
		return call.Arrived{At: noon, Call: id, Trunk: "carrier", From: from, To: "12385", Centre: "harbin", Floor: "harbin", Flow: "city"}
	}
	return errors.Join(
		whytest.Call(ctx, j, noon, aTalk, arrived(aTalk, "13800138000"),
			call.LegDialled{At: noon + 1000, Call: aTalk, Leg: aTalk + "-2", Seat: "8001"},
			call.TalkRecorded{At: noon + 90_000, Call: aTalk, Leg: aTalk + "-2", File: aTalk + "-2-recording.wav.age", Length: 61_500}),
		whytest.Call(ctx, j, noon, secret, arrived(secret, "13900139000"),
			call.MessageLeft{At: noon + 100_000, Call: secret, Centre: "harbin", File: secret + "-message-1.wav.age", Length: 5000},
			call.MadeConfidential{At: noon + 101_000, Call: secret}),
		whytest.Call(ctx, j, noon, another, arrived(another, ""),
			call.MessageLeft{At: noon + 86_400_000, Call: another, Centre: "daqing", File: another + "-message-1.wav", Length: 2000}),
	)
}
