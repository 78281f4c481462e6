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
func Program(t testing.TB) parts.Program {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cache, err := parts.CacheDir()
	require.NoError(t, err)
	program, err := parts.Asterisk(ctx, cache, Log(t))
	require.NoError(t, err)
	return program
}

// Start runs an Asterisk with site in a folder of the test's own. What it says
// is in the test's log.
func Start(t testing.TB, site astconf.Site) *pbx.Server {
	t.Helper()
	return StartLog(t, site, Log(t))
}

// StartLog is Start with a log of the caller's.
func StartLog(t testing.TB, site astconf.Site, log *slog.Logger) *pbx.Server {
	t.Helper()
	program := Program(t)
	server, err := pbx.Start(t.Context(), pbx.Options{Program: program, Dir: t.TempDir(), Site: site, Log: log})
	require.NoError(t, err)
	t.Cleanup(func() {
		if err := server.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return server
}

// Log writes to the test's own output.
func Log(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
}
