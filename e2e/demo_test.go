package e2e

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The demo ends well, twice on the same journal: the seat whose telephone the
// journal remembers at work is offered its call all the same.
func TestTheDemoTellsItsStoryAgain(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	data := t.TempDir()
	for range 2 {
		out, err := exec.CommandContext(ctx, shared.binary, "demo", "--once", "--dialplans", "../dialplans", "--data", data).CombinedOutput()
		require.NoError(t, err, "%s", out)
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		last := lines[len(lines)-1]
		require.Regexp(t, `^call \S+ outcome=answered seat=8001 wait=\d+\.\d talk=\d+\.\d$`, last)
		id := strings.Fields(last)[1]
		calls, err := exec.CommandContext(ctx, shared.binary, "calls", "--data", data, "--json", "--last", "1").CombinedOutput()
		require.NoError(t, err, "%s", calls)
		require.Contains(t, string(calls), `"id": "`+id+`"`)
		require.Contains(t, string(calls), `"outcome": "answered"`)
	}
}
