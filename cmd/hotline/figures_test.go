package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
)

// firstOfMay is 2026-05-01T08:00:00+08:00.
const firstOfMay = int64(1_777_593_600_000)

// writeFloor adds facts of a floor to the journal of a folder.
func writeFloor(t *testing.T, dir string, facts ...acd.Fact) {
	t.Helper()
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	floor, g := acd.New("harbin"), &journal.Group{Stream: journal.FloorStream("harbin")}
	for _, f := range facts {
		acd.Fold(floor, f)
		e, err := journal.EntryOf(f.Kind(), acd.FactVersion, f)
		require.NoError(t, err)
		g.Facts = append(g.Facts, e)
	}
	g.At = floor.Now()
	require.NoError(t, j.Append(context.WithoutCancel(t.Context()), g))
	require.NoError(t, j.Close())
}

// oneTalk is a caller who waits for 12 s and is answered.
func oneTalk() []acd.Fact {
	at := firstOfMay
	return []acd.Fact{
		&acd.SeatSignedIn{At: at, Seat: "8001"},
		&acd.CallQueued{At: at + 1000, Call: "a", Queue: "harbin/main", Since: at + 1000, Position: 1, From: "13812345678"},
		&acd.Offered{At: at + 1000, Offer: 1, Call: "a", Queue: "harbin/main", Seat: "8001"},
		&acd.OfferEnded{At: at + 13_000, Offer: 1, Call: "a", Seat: "8001", Result: acd.Accepted},
		&acd.Answered{At: at + 13_000, Call: "a", Queue: "harbin/main", Seat: "8001", Waited: 12_000},
		&acd.TalkEnded{At: at + 73_000, Call: "a", Queue: "harbin/main", Seat: "8001", Talked: 60_000, By: acd.Caller, WrapUpUntil: at + 83_000},
		&acd.WrapUpEnded{At: at + 83_000, Seat: "8001"},
	}
}

func TestFiguresOfADay(t *testing.T) {
	dir := t.TempDir()
	writeFloor(t, dir, oneTalk()...)
	day := []string{"figures", "--data", dir, "--since", "2026-05-01 08:00", "--until", "2026-05-01 09:00", "--check"}

	status, out, errs := command(t, "figures", "--data", dir, "--since", "2026-05-01", "--until", "2026-05-02", "--check")
	require.Zero(t, status, errs)
	require.Regexp(t, `(?m)^connection rate +100\.0% .* at least 95\.0%: met$`, out)
	status, out, errs = command(t, day...)
	require.Zero(t, status, errs)
	require.Regexp(t, `(?m)^connection rate +100\.0% .* at least 95\.0% in any 24 hours$`, out)
	require.Regexp(t, `(?m)^average handling time +70\.0s`, out)
	require.Regexp(t, `(?m)^seats talking +0\.02 `, out)

	status, out, errs = command(t, append(day, "--by", "queue,half-hour")...)
	require.Zero(t, status, errs)
	require.Contains(t, out, `QUEUE        FROM              CALLERS  ANSWERED  CONNECTED  IN-15s  QUEUED-15s  SL-OFFERED  SL-PATIENT  ASA    LONGEST  WAITING  ABANDONED  AT-ONCE  OVERFLOWED  RONA  TALKS  AHT
harbin/main  2026-05-01 08:00  1        1         100.0%     100.0%  100.0%      100.0%      100.0%      12.0s  12.0s    0        0          0        0           0     1      70.0s
`)

	status, out, errs = command(t, append(day, "--by", "seat", "--json")...)
	require.Zero(t, status, errs)
	var report struct {
		Rows []struct {
			Place     string
			From      string
			Handled   int
			Occupancy float64
			Seats     map[string]float64
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	require.Len(t, report.Rows, 1)
	row := report.Rows[0]
	require.Equal(t, "8001", row.Place)
	require.Equal(t, "2026-05-01T08:00:00+08:00", row.From)
	require.Equal(t, 1, row.Handled)
	require.InDelta(t, 70.0/83, row.Occupancy, 1e-9) // the engine ended with the last fact
	require.InDelta(t, 10.0/3600, row.Seats["wrap-up"], 1e-9)

	status, out, errs = command(t, "export", "queue-log", "--data", dir, "--numbers")
	require.Zero(t, status, errs)
	require.Contains(t, out, "|a|harbin/main|NONE|ENTERQUEUE||13812345678|1\n")
	require.Contains(t, out, "|a|harbin/main|8001|COMPLETECALLER|12|60|1\n")
}

// Nobody is at work when the engine has ended; while it runs, who was is.
func TestFiguresEndWithTheEngine(t *testing.T) {
	dir := t.TempDir()
	writeFloor(t, dir, oneTalk()...)
	staffed := func() string {
		status, out, errs := command(t, "figures", "--data", dir, "--since", "2026-05-01", "--until", "2026-05-01 09:00", "--check", "--json")
		require.Zero(t, status, errs)
		return regexp.MustCompile(`"staffed_s": [^,]*`).FindString(out)
	}
	require.Equal(t, `"staffed_s": 83`, staffed())
	engine, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	require.Equal(t, `"staffed_s": 3600`, staffed())
	require.NoError(t, engine.Close())
	require.Equal(t, `"staffed_s": 83`, staffed())
}

// What a newer program wrote is named, instead of a talk that nobody began.
func TestFiguresNeedEveryFactOfAFloor(t *testing.T) {
	dir := t.TempDir()
	writeFloor(t, dir, oneTalk()[:4]...)
	newer, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	answered := journal.Entry{Kind: "answered", Version: 99, Data: json.RawMessage("{}")}
	require.NoError(t, newer.Append(t.Context(), &journal.Group{Stream: journal.FloorStream("harbin"), Facts: []journal.Entry{answered}}))
	require.NoError(t, newer.Close())
	writeFloor(t, dir, oneTalk()[5:]...)
	for _, args := range [][]string{{"figures"}, {"figures", "--check"}, {"export", "queue-log"}, {"replay"}} {
		status, out, errs := command(t, append(args, "--data", dir)...)
		require.Equal(t, 1, status, args)
		require.Empty(t, out)
		require.Contains(t, errs, `group 2 of the journal cannot be read, and without it the floor would be wrong: acd: fact "answered" has version 99`)
		require.NotContains(t, errs, "records.db")
	}
}

// The journal was restored from a backup and went on otherwise than before; the
// records, which are of the same journal and no further, tell what it no longer does.
func TestFiguresThatAreWrongAreFound(t *testing.T) {
	dir, restored := t.TempDir(), t.TempDir()
	begin, facts := oneTalk()[:2], oneTalk()[2:]
	writeFloor(t, dir, begin...)
	backup, err := os.ReadFile(filepath.Join(dir, "journal.db"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(restored, "journal.db"), backup, 0o600))
	day := []string{"figures", "--since", "2026-05-01", "--until", "2026-05-02", "--check", "--data"}
	writeFloor(t, dir, facts...)
	status, _, errs := command(t, append(day, dir)...)
	require.Zero(t, status, errs)

	writeFloor(t, restored, &acd.Abandoned{At: firstOfMay + 9000, Call: "a", Queue: "harbin/main", Waited: 8000})
	records, err := os.ReadFile(filepath.Join(dir, "records.db"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(restored, "records.db"), records, 0o600))
	status, out, errs := command(t, append(day, restored)...)
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Contains(t, errs, "the figure answered from 2026-05-01 00:00:00 to 2026-05-02 00:00:00 is 1 by the call records and 0 by the journal; look at the calls a")
	require.NoError(t, os.Remove(filepath.Join(restored, "records.db")))
	status, _, errs = command(t, append(day, restored)...)
	require.Zero(t, status, errs)
}
