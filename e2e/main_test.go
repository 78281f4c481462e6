// Package e2e runs hotline against a real Asterisk and real SIP phones. One
// Asterisk serves all tests; each test has an engine and a journal of its own.
package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"hotline/internal/rig"
	"hotline/internal/softphone"
)

// shared is the Asterisk of all tests, and the binary for tests that kill it.
var shared struct {
	rig      *rig.Rig
	binary   string
	exchange *softphone.Phone // a telephone outside, behind a trunk of its own
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
	tree, err := outside(ctx, dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "setting up the telephone outside:", err)
		return 1
	}
	defer shared.exchange.Close()
	shared.rig, err = rig.New(ctx, rig.Options{
		Dialplans: tree, Dir: dir, Log: logger(), Asterisk: asteriskLogger(),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "setting up Asterisk:", err)
		return 1
	}
	defer shared.rig.Close()
	return m.Run()
}

// outside starts the telephone outside on a free port, and copies the tree with
// that port in it, and with the shipped area codes and calendars.
func outside(ctx context.Context, dir string) (tree string, err error) {
	shared.exchange, err = softphone.New(softphone.Config{User: "12345", LocalAddr: "127.0.0.3:0", Log: logger()})
	if err != nil {
		return "", err
	}
	if err := shared.exchange.Start(ctx); err != nil {
		return "", err
	}
	tree = filepath.Join(dir, "dialplans")
	err = errors.Join(os.CopyFS(tree, os.DirFS("testdata/dialplans")),
		os.CopyFS(filepath.Join(tree, "calendars"), os.DirFS("../dialplans/calendars")),
		copyFile("../dialplans/area-codes.csv", filepath.Join(tree, "area-codes.csv")))
	if err != nil {
		return "", err
	}
	file := filepath.Join(tree, "trunks.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return tree, os.WriteFile(file, bytes.ReplaceAll(text, []byte("127.0.0.3:5566"), []byte(shared.exchange.Addr().String())), 0o600)
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
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
