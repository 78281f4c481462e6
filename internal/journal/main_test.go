package journal_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain also plays the engine that is killed: see kill_test.go.
func TestMain(m *testing.M) {
	if dir := os.Getenv(victimDir); dir != "" {
		os.Exit(victim(dir))
	}
	if dir := os.Getenv(fullDir); dir != "" {
		os.Exit(full(dir))
	}
	goleak.VerifyTestMain(m)
}
