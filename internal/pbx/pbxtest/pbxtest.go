// Package pbxtest starts a real Asterisk for a test and ends it with the test.
package pbxtest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/astconf"
	"hotline/internal/parts"
	"hotline/internal/pbx"
)

// patience is generous: the first test on a machine fetches Asterisk.
const patience = 10 * time.Minute

// Program finds or fetches the Asterisk that the tests run.
func Program(tb testing.TB) parts.Program {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	cache, err := parts.CacheDir()
	require.NoError(tb, err)
	program, err := parts.Asterisk(ctx, cache, Log(tb))
	require.NoError(tb, err)
	return program
}

// Start runs an Asterisk with site in a folder of the test's own. What it says
// is in the test's log.
func Start(tb testing.TB, site astconf.Site) *pbx.Server {
	tb.Helper()
	return StartLog(tb, site, Log(tb))
}

// StartLog is Start with a log of the caller's.
func StartLog(tb testing.TB, site astconf.Site, log *slog.Logger) *pbx.Server {
	tb.Helper()
	program := Program(tb)
	server, err := pbx.Start(tb.Context(), pbx.Options{Program: program, Dir: tb.TempDir(), Site: site, Log: log})
	require.NoError(tb, err)
	tb.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			tb.Error(err)
		}
	})
	return server
}

// Log writes to the test's own output.
func Log(tb testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
}
