package e2e

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/chaos/storm"
)

// The short version of `make chaos`: whatever breaks, no call is lost. The moments are
// any; the seed is in the output.
func TestChaos(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "hotline-chaos-")
	require.NoError(t, err)
	o := storm.Usual(storm.Options{
		Binary: shared.binary, Dir: dir, Machines: 2, Duration: time.Minute, Seed: uint64(time.Now().UnixNano()),
		Log: logger(), Out: t.Output(),
	})
	t.Logf("seed %d", o.Seed)
	report, err := storm.Run(ctx, o)
	require.NoError(t, err)
	var said strings.Builder
	require.NoError(t, report.Write(&said))
	t.Log(said.String())
	require.True(t, report.OK(), "something was lost: logs, journals and SIP traces are in %s", dir)
	require.NoError(t, os.RemoveAll(dir))
	require.GreaterOrEqual(t, report.Calls, 200)
	require.Len(t, report.Faults, 10)
}
