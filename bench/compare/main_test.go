package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/bench"
	"hotline/internal/bench/arena"
)

// measured is a result of few rounds, with pictures.
func measured() *bench.Result {
	r := &bench.Result{Command: "make bench"}
	for i, waiting := range []int{25, 100} {
		for contender, free := range map[string]float64{bench.Hotline: 4, bench.AnsweredQueue: 400} {
			r.Rounds = append(r.Rounds,
				bench.Round{Part: bench.Growth, Contender: contender, Seats: 10 << i, Waiting: waiting, Calls: 5, Free: bench.Spot{N: 5, P50: free}},
				bench.Round{Part: bench.Queued, Contender: contender, Seats: 10 << i, Waiting: waiting, Calls: 5, Free: bench.Spot{N: 5, P50: free}})
		}
	}
	r.Compare()
	return r
}

func placed(t *testing.T, parts ...string) options {
	t.Helper()
	dir := t.TempDir()
	o := options{plan: arena.Plan{Dir: filepath.Join(dir, "out", "now"), Parts: parts}, out: filepath.Join(dir, "out"), docs: filepath.Join(dir, "docs")}
	require.NoError(t, os.Mkdir(o.docs, 0o755))
	return o
}

func TestAWholeRunIsTheLatestAndOnThePage(t *testing.T) {
	o := placed(t)
	require.NoError(t, report(o, measured(), true))
	text, err := os.ReadFile(filepath.Join(o.out, "latest.json"))
	require.NoError(t, err)
	var latest map[string]any
	require.NoError(t, json.Unmarshal(text, &latest))
	require.InDelta(t, 0.01, latest["free_to_invite_vs_queue"], 1e-9)
	page, err := os.ReadFile(filepath.Join(o.docs, "performance.md"))
	require.NoError(t, err)
	require.Contains(t, string(page), "(performance/growth-free.svg)")
	for _, file := range []string{filepath.Join(o.docs, "performance", "growth-free.svg"), filepath.Join(o.plan.Dir, "growth-cpu.svg"), filepath.Join(o.plan.Dir, "result.json")} {
		require.FileExists(t, file)
	}
}

func TestARoughOneIsOnNoPage(t *testing.T) {
	o := placed(t)
	o.docs = ""
	require.NoError(t, report(o, measured(), true))
	require.FileExists(t, filepath.Join(o.out, "latest.json"))
}

func TestPartsAndBrokenRunsAreNotTheLatest(t *testing.T) {
	for _, o := range []options{placed(t, bench.Growth), placed(t)} {
		require.NoError(t, report(o, measured(), false))
		require.NoFileExists(t, filepath.Join(o.out, "latest.json"))
		require.NoFileExists(t, filepath.Join(o.docs, "performance.md"))
		require.FileExists(t, filepath.Join(o.plan.Dir, "result.json"), "but kept")
	}
}

func TestTheCommandIsWhatWasRun(t *testing.T) {
	require.Equal(t, "make bench", command(arena.Plan{Rounds: 3}))
	require.Equal(t, "make bench QUICK=1", command(arena.Plan{Rounds: 1, Quick: true}))
	require.Equal(t, "make bench ROUNDS=5 PARTS=idle,rate", command(arena.Plan{Rounds: 5, Parts: []string{"idle", "rate"}}))
}
