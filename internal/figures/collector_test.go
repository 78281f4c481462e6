package figures

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/record"
)

// counting is a source that counts how often it is asked, and may fail.
type counting struct {
	Source
	asked int
	err   error
}

func (c *counting) Figures(ctx context.Context, of record.SumsOf) ([]Row, error) {
	c.asked++
	if c.err != nil {
		return nil, c.err
	}
	return c.Source.Figures(ctx, of)
}

func TestMetrics(t *testing.T) {
	w := shift(t)
	now := at(3_600_000)
	source := &counting{Source: closing(t, live(t, w.j))}
	c := NewCollector(source, func() time.Time { return now })
	require.NoError(t, prometheus.NewPedanticRegistry().Register(c))

	require.NoError(t, testutil.CollectAndCompare(c, strings.NewReader(`
# HELP hotline_figures_connection_rate_24h Over the last 24 hours, connection_rate = answered / (offered - waiting).
# TYPE hotline_figures_connection_rate_24h gauge
hotline_figures_connection_rate_24h{by="all",name=""} 0.4
hotline_figures_connection_rate_24h{by="centre",name="harbin"} 0.2
hotline_figures_connection_rate_24h{by="centre",name="nation"} 1
hotline_figures_connection_rate_24h{by="queue",name="harbin/main"} 0.2
hotline_figures_connection_rate_24h{by="queue",name="nation/main"} 1
# HELP hotline_figures_asa_seconds_24h Over the last 24 hours, asa_seconds = wait of those answered / answered.
# TYPE hotline_figures_asa_seconds_24h gauge
hotline_figures_asa_seconds_24h{by="all",name=""} 46
hotline_figures_asa_seconds_24h{by="centre",name="harbin"} 12
hotline_figures_asa_seconds_24h{by="centre",name="nation"} 10
hotline_figures_asa_seconds_24h{by="queue",name="harbin/main"} 12
hotline_figures_asa_seconds_24h{by="queue",name="nation/main"} 10
# HELP hotline_figures_known 1 while the figures could be computed.
# TYPE hotline_figures_known gauge
hotline_figures_known 1
# HELP hotline_figures_overflows_24h Over the last 24 hours, ways out of a queue without an answer, by reason.
# TYPE hotline_figures_overflows_24h gauge
hotline_figures_overflows_24h{by="all",name="",reason="callback"} 1
hotline_figures_overflows_24h{by="all",name="",reason="wait"} 1
hotline_figures_overflows_24h{by="centre",name="harbin",reason="callback"} 1
hotline_figures_overflows_24h{by="centre",name="harbin",reason="wait"} 1
hotline_figures_overflows_24h{by="queue",name="harbin/main",reason="callback"} 1
hotline_figures_overflows_24h{by="queue",name="harbin/main",reason="wait"} 1
`), "hotline_figures_connection_rate_24h", "hotline_figures_asa_seconds_24h", "hotline_figures_known", "hotline_figures_overflows_24h"))
	require.Equal(t, 3, source.asked) // once for each kind of place; the registry does not ask
}

// The help of each metric is its own definition, under its own name.
func TestMetricsAreDefined(t *testing.T) {
	c := NewCollector(nil, time.Now)
	for name, says := range map[string]string{
		"longest_wait_s":     `help: "Over the last 24 hours, longest_wait_seconds = longest wait of those who no longer wait."`,
		"callbacks_given_up": `help: "Over the last 24 hours, callbacks_given_up = listed callers who were given up."`,
		"signed_in_s":        `fqName: "hotline_figures_signed_in_seconds_24h", help: "Over the last 24 hours, signed_in_seconds = staffed time`,
		"service_level_15s":  `fqName: "hotline_figures_service_level_15s_24h", help: "Over the last 24 hours, service_level_15s = `,
		"rona":               `rona = telephones of seats that rang until their time was over."`,
	} {
		require.Contains(t, c.gauges[name].String(), says)
	}
}

// The figures stand for some seconds of the clock, then they are computed anew; what
// fails takes all of them away but one.
func TestMetricsAreComputedEveryFewSeconds(t *testing.T) {
	w := newWriter(t)
	now := at(0)
	source := &counting{Source: closing(t, live(t, w.j))}
	c := NewCollector(source, func() time.Time { return now })
	offered := func(n string) error {
		return testutil.CollectAndCompare(c, strings.NewReader(`
# HELP hotline_figures_offered_24h Over the last 24 hours, offered = callers who joined a queue.
# TYPE hotline_figures_offered_24h gauge
hotline_figures_offered_24h{by="all",name=""} `+n+"\n"), "hotline_figures_offered_24h")
	}
	require.NoError(t, offered("0"))
	w.floor("hlj", &acd.CallQueued{At: noon - 1, Call: "c"})
	now = at(9_999)
	require.NoError(t, offered("0"))
	require.Equal(t, 3, source.asked)
	now = at(10_000)
	require.Equal(t, 1, testutil.CollectAndCount(c, "hotline_figures_known"))
	require.Equal(t, 6, source.asked)

	source.err = errors.New("the disk is gone")
	now = at(20_000)
	require.Equal(t, 1, testutil.CollectAndCount(c))
}
