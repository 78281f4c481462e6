package prompt

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain lets the test binary stand in for espeak-ng (see stand-in), and
// watches for goroutines left behind.
func TestMain(m *testing.M) {
	if how := os.Getenv(standInHow); how != "" {
		standIn(how)
	}
	goleak.VerifyTestMain(m)
}
