package engine

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"hotline/internal/journal/fleet"
	"hotline/internal/parts"
	"hotline/internal/probe"
	"hotline/internal/prompt"
)

// registered is a metric that somebody can ask for, whether it has a value yet or not.
type registered struct {
	labels    []string            // in order
	histogram bool                // as far as it has a value
	values    map[string][]string // that its labels have by now
}

// metricsOf are those that an engine of a fleet and a probe register, by name.
func metricsOf(t *testing.T) map[string]registered {
	t.Helper()
	cfg, leads := inAFleet(t), make(chan struct{}, 1)
	cfg.Log = slog.New(onSaying{slog.DiscardHandler, "this engine leads", leads})
	e, err := New(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(e.Stop)
	require.NoError(t, e.Start(t.Context()))
	select {
	case <-leads: // a log that machines share, which has its metrics
	case <-time.After(time.Minute):
		require.FailNow(t, "the engine leads nothing")
	}
	probes := prometheus.NewRegistry()
	probe.NewMetrics(probes, []probe.Probe{{Name: "daily"}})
	all := map[string]registered{}
	for _, r := range []*prometheus.Registry{e.registry, probes} {
		describe(t, r, all)
		show(t, r, all)
	}
	return all
}

// onSaying tells when a line is logged.
type onSaying struct {
	slog.Handler
	line string
	said chan<- struct{}
}

func (o onSaying) Enabled(context.Context, slog.Level) bool { return true }

func (o onSaying) WithAttrs([]slog.Attr) slog.Handler { return o }

func (o onSaying) Handle(_ context.Context, r slog.Record) error {
	if r.Message == o.line {
		select {
		case o.said <- struct{}{}:
		default: // said before
		}
	}
	return nil
}

// inAFleet is a configuration of an engine that is there but for its calls.
func inAFleet(t *testing.T) Config {
	t.Helper()
	cfg := site(t, http.StatusOK)
	ari := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"ping": "pong"}`)) }))
	t.Cleanup(ari.Close)
	cfg.ARI.URL = ari.URL + "/ari"
	cfg.Redis, cfg.Machine = &fleet.Redis{Addr: miniredis.RunT(t).Addr()}, "a"
	cfg.Voice = func(ctx context.Context) (prompt.Command, error) {
		cache, err := parts.CacheDir()
		if err != nil {
			return nil, err
		}
		program, err := parts.Espeak(ctx, cache, slog.New(slog.NewTextHandler(t.Output(), nil)))
		return program.Cmd, err
	}
	return cfg
}

var description = regexp.MustCompile(`^Desc\{fqName: "([^"]+)", .*variableLabels: \{([^}]*)\}\}$`)

// describe takes names and labels from what descriptions print: they do not tell them
// in another way.
func describe(t *testing.T, r *prometheus.Registry, all map[string]registered) {
	t.Helper()
	descs := make(chan *prometheus.Desc)
	go func() {
		defer close(descs)
		r.Describe(descs)
	}()
	for d := range descs {
		of := description.FindStringSubmatch(d.String())
		if !strings.HasPrefix(d.String(), `Desc{fqName: "go_`) { // Go's have constant labels, and are nobody's here
			require.NotNil(t, of, d.String())
			all[of[1]] = registered{labels: listed(of[2]), values: map[string][]string{}}
		}
	}
}

// listed are the words between commas.
func listed(text string) []string {
	words := slices.Sorted(strings.SplitSeq(text, ","))
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// show adds what the metrics are that have a value.
func show(t *testing.T, r *prometheus.Registry, all map[string]registered) {
	t.Helper()
	families, err := r.Gather()
	require.NoError(t, err)
	for _, f := range families {
		m, ok := all[f.GetName()]
		if !ok {
			continue
		}
		m.histogram = f.GetMetric()[0].GetHistogram() != nil
		for _, series := range f.GetMetric() {
			for _, l := range series.GetLabel() {
				m.values[l.GetName()] = append(m.values[l.GetName()], l.GetValue())
			}
		}
		all[f.GetName()] = m
	}
}

// What docs/operation.md names in the first column of its table: without hotline_, with
// labels in braces.
var (
	row       = regexp.MustCompile("(?m)^\\| (`[^|]*) \\|")
	explained = regexp.MustCompile("`([a-z0-9_…]+)(?:\\{([a-z,]+)\\})?`")
	figure    = regexp.MustCompile(`^hotline_figures_.+_24h$`)
)

func tableOfMetrics(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/operation.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(text), "\n## Metrics\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n## ")
	names := map[string][]string{}
	for _, cell := range row.FindAllStringSubmatch(table, -1) {
		for _, m := range explained.FindAllStringSubmatch(cell[1], -1) {
			names["hotline_"+m[1]] = listed(m[2])
		}
	}
	return names
}

// Every metric of the engine's own is explained with its labels, and nothing else is.
func TestEveryMetricIsExplained(t *testing.T) {
	table, all := tableOfMetrics(t), metricsOf(t)
	for name, m := range all {
		switch {
		case !strings.HasPrefix(name, "hotline_"):
		case strings.HasPrefix(name, "hotline_probe_"): // in docs/probe.md
		case figure.MatchString(name) && table[name] == nil: // by name in docs/figures.md
		default:
			labels, ok := table[name]
			require.True(t, ok, "%s%v is not in the table", name, m.labels)
			require.Equal(t, m.labels, labels, name)
		}
	}
	for name := range table {
		_, ok := all[name]
		require.True(t, ok || name == "hotline_figures_…_24h", "%s is in the table, and nowhere else", name)
	}
}
