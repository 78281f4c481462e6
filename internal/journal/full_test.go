package journal_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

const (
	fullDir    = "HOTLINE_JOURNAL_TEST_FULL"
	fullBefore = 20
	fullDuring = 60
)

// full appends to a disk that the kernel keeps from taking more, and again when there is
// room. It is a process of its own: the limit is one's for all files.
func full(dir string) int {
	if err := fillUp(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func fillUp(dir string) error {
	signal.Ignore(syscall.SIGXFSZ) // writes fail instead
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	reg := prometheus.NewRegistry()
	j, err := journal.OpenSQLite(ctx, dir, journal.Options{Registerer: reg, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	for range fullBefore {
		if err := j.Append(ctx, sizeable()); err != nil {
			return err
		}
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	info, err := os.Stat(dir + "/journal.db-wal")
	if err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(info.Size()) + 50_000, Max: was.Max}); err != nil {
		return err
	}
	for range fullDuring {
		if err := j.Append(ctx, sizeable()); err != nil {
			return fmt.Errorf("calls do not go on: %w", err)
		}
	}
	if away(reg) != 1 {
		return errors.New("the disk was never full")
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	return j.Close()
}

func sizeable() *journal.Group {
	g := group("floor/x")
	g.Facts[0] = journaltest.Entry("note", `"`+strings.Repeat("x", 10_000)+`"`)
	return g
}

// away is the alarm.
func away(reg *prometheus.Registry) float64 {
	families, _ := reg.Gather()
	for _, f := range families {
		if f.GetName() == "hotline_journal_away" {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	return -1
}

// A real full medium: calls go on, and all that happened is stored when there is room.
func TestAFullDiskLosesNothing(t *testing.T) {
	ctx, dir := bounded(t), t.TempDir()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), fullDir+"="+dir)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	j := openAt(t, dir, journal.Options{})
	require.Empty(t, j.Damages())
	groups := journaltest.Collect(ctx, t, j, 1)
	require.Len(t, groups, fullBefore+fullDuring)
	for i, g := range groups {
		require.Equal(t, int64(i+1), g.Seq)
	}
	require.NoError(t, j.Close())
	requireSound(ctx, t, dir)
}
