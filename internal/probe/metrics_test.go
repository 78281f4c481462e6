package probe

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
)

func expose(t *testing.T, reg *prometheus.Registry, want string, names ...string) {
	t.Helper()
	require.NoError(t, testutil.GatherAndCompare(reg, strings.NewReader(want), names...))
}

func TestMetricsFollowTheCalls(t *testing.T) {
	reg := prometheus.NewRegistry()
	m := NewMetrics(reg, []Probe{{Name: "main"}})
	n, err := testutil.GatherAndCount(reg, "hotline_probe_calls_total")
	require.NoError(t, err)
	require.Equal(t, len(Causes()), n, "every result from the start, so that a rate sees the first")
	n, err = testutil.GatherAndCount(reg, "hotline_probe_success")
	require.NoError(t, err)
	require.Zero(t, n, "no success before the first call")

	at := time.Unix(1_773_200_000, 0)
	m.Record(Result{Probe: "main", At: at, Took: 1500 * time.Millisecond, Cause: Passed, Steps: []Step{
		{Answer, 500 * time.Millisecond, ""}, {Sound, 250 * time.Millisecond, ""},
	}})
	expose(t, reg, `
# HELP hotline_probe_success 1 if everything was as it should be in the last test call, else 0.
# TYPE hotline_probe_success gauge
hotline_probe_success{probe="main"} 1
# HELP hotline_probe_last_success_timestamp_seconds When the last test call ended that passed, Unix time; 0 if none has.
# TYPE hotline_probe_last_success_timestamp_seconds gauge
hotline_probe_last_success_timestamp_seconds{probe="main"} 1.7732000015e+09
# HELP hotline_probe_phase_seconds How long a phase of the last test call took; absent if it did not come so far.
# TYPE hotline_probe_phase_seconds gauge
hotline_probe_phase_seconds{phase="answer",probe="main"} 0.5
hotline_probe_phase_seconds{phase="sound",probe="main"} 0.25
`, "hotline_probe_success", "hotline_probe_last_success_timestamp_seconds", "hotline_probe_phase_seconds")

	m.Record(Result{Probe: "main", At: at.Add(time.Minute), Cause: Silent, Steps: []Step{{Answer, time.Second, ""}}})
	m.Record(Result{Probe: "main", At: at.Add(time.Hour), Cause: Interrupted})
	m.Skip(2)
	expose(t, reg, `
# HELP hotline_probe_success 1 if everything was as it should be in the last test call, else 0.
# TYPE hotline_probe_success gauge
hotline_probe_success{probe="main"} 0
# HELP hotline_probe_phase_seconds How long a phase of the last test call took; absent if it did not come so far.
# TYPE hotline_probe_phase_seconds gauge
hotline_probe_phase_seconds{phase="answer",probe="main"} 1
# HELP hotline_probe_skipped_total Rounds of test calls that were due while another was still under way.
# TYPE hotline_probe_skipped_total counter
hotline_probe_skipped_total 2
`, "hotline_probe_success", "hotline_probe_phase_seconds", "hotline_probe_skipped_total")
	require.InDelta(t, 1, testutil.ToFloat64(m.calls.WithLabelValues("main", "passed")), 0)
	require.InDelta(t, 1, testutil.ToFloat64(m.calls.WithLabelValues("main", "silent")), 0)
	require.InDelta(t, 1.7732000015e9, testutil.ToFloat64(m.last.WithLabelValues("main")), 0, "the last success stays")
}
