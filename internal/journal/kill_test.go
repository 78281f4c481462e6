package journal_test

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

const (
	victimDir  = "HOTLINE_JOURNAL_TEST_VICTIM"
	victimSync = "HOTLINE_JOURNAL_TEST_SYNC"
)

// victim appends from several goroutines until it is killed. After each Append it
// prints the number that the journal gave.
func victim(dir string) int {
	ctx := context.Background()
	when := journal.SyncSecond
	if os.Getenv(victimSync) == "always" {
		when = journal.SyncAlways
	}
	j, err := journal.OpenSQLite(ctx, dir, journal.Options{Sync: when})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var out sync.Mutex
	for range 8 {
		go func() {
			for {
				g := &journal.Group{Stream: "floor/x", Facts: []journal.Entry{{Kind: "note", Version: 1, Data: json.RawMessage(`{}`)}}}
				if err := j.Append(ctx, g); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Println(g.Seq)
				out.Unlock()
			}
		}()
	}
	select {}
}

func TestKillLosesNothingThatWasCommitted(t *testing.T) {
	for _, sync := range []string{"second", "always"} {
		t.Run(sync, func(t *testing.T) { killedAgainAndAgain(t, sync) })
	}
}

func killedAgainAndAgain(t *testing.T, sync string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	dir := t.TempDir()
	before := 0
	for round := range 3 { // a journal that was killed is killed again
		acknowledged := killedAfter(ctx, t, dir, sync, 300)

		j, err := journal.OpenSQLite(ctx, dir, journal.Options{})
		require.NoError(t, err, "round %d", round)
		require.Empty(t, j.Damages())
		groups := journaltest.Collect(ctx, t, j, 1)
		require.NoError(t, j.Close())

		stored := map[int64]bool{}
		for i, g := range groups {
			require.Equal(t, int64(i)+1, g.Seq)
			stored[g.Seq] = true
		}
		for _, seq := range acknowledged {
			require.True(t, stored[seq], "round %d lost group %d", round, seq)
		}
		require.GreaterOrEqual(t, len(groups), before+len(acknowledged))
		before = len(groups)
	}
	requireSound(ctx, t, dir)
}

// killedAfter runs a victim, kills it after it has acknowledged so many groups,
// and returns all that it had acknowledged by then.
func killedAfter(ctx context.Context, t *testing.T, dir, sync string, enough int) (acknowledged []int64) {
	t.Helper()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), victimDir+"="+dir, victimSync+"="+sync)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		seq, err := strconv.ParseInt(lines.Text(), 10, 64)
		if err != nil {
			break // the last line, cut off by the kill
		}
		acknowledged = append(acknowledged, seq)
		if len(acknowledged) == enough {
			requireInUse(ctx, t, dir, cmd.Process.Pid)
			require.NoError(t, cmd.Process.Kill())
		}
	}
	require.ErrorContains(t, cmd.Wait(), "killed")
	require.GreaterOrEqual(t, len(acknowledged), enough)
	return acknowledged
}

func requireInUse(ctx context.Context, t *testing.T, dir string, pid int) {
	t.Helper()
	_, err := journal.OpenSQLite(ctx, dir, journal.Options{})
	require.EqualError(t, err, fmt.Sprintf("the data directory %s is in use by another hotline (pid %d): "+
		"stop that one, let this one take over from it with --take-over, or choose another with --data", dir, pid))
}

func requireSound(ctx context.Context, t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "journal.db"))
	require.NoError(t, err)
	defer db.Close()
	var verdict string
	require.NoError(t, db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&verdict))
	require.Equal(t, "ok", verdict)
}
