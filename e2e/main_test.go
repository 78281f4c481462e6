// Package e2e runs hotline against a real Asterisk and real SIP phones. One
// Asterisk serves all tests; each test has an engine and a journal of its own.
package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"hotline/internal/rig"
)

// shared is the Asterisk of all tests, and the binary for tests that kill it.
var shared struct {
	rig    *rig.Rig
	binary string
}

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "hotline-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	shared.binary = filepath.Join(dir, "hotline")
	if out, err := exec.Command("go", "build", "-o", shared.binary, "../cmd/hotline").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building hotline: %v\n%s", err, out)
		return 1
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	shared.rig, err = rig.New(ctx, rig.Options{
		Dialplans: "testdata/dialplans", Dir: dir, Log: logger(), Asterisk: asteriskLogger(),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "setting up Asterisk:", err)
		return 1
	}
	defer shared.rig.Close()
	return m.Run()
}

// logger is silent unless E2E_LOG is set.
func logger() *slog.Logger {
	if os.Getenv("E2E_LOG") == "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func asteriskLogger() *slog.Logger {
	if os.Getenv("E2E_ASTERISK") == "" {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(os.Stderr, nil))
}
