package engine

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"hotline/acd"
)

// ofPrometheus are the labels that every target has, see monitoring/prometheus.yml.
func ofPrometheus() []string { return []string{"instance", "job", "machine"} }

// What a query consists of, besides names and operators.
var (
	matchers = regexp.MustCompile(`([a-zA-Z_:][a-zA-Z0-9_:]*)?\{([^}]*)\}`)
	matcher  = regexp.MustCompile(`([a-z_]+)\s*(=~|!~|!=|=)\s*"([^"]*)"`)
	grouping = regexp.MustCompile(`\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)`)
	span     = regexp.MustCompile(`\[[^\]]*\]`)
	valuesOf = regexp.MustCompile(`label_values\(([^,]*),\s*([a-z_]+)\)`)
	word     = regexp.MustCompile(`[a-zA-Z_:][a-zA-Z0-9_:]*\s*\(?`)
	shown    = regexp.MustCompile(`\$labels\.([a-z_]+)|\{\{\s*([a-z_]+)\s*\}\}`)
)

// query is one expression, with what is written beside it.
type query struct {
	where, expr string
	beside      string // what names labels of the result
}

// check finds out whether there is what the query asks for.
func (q query) check(t *testing.T, all map[string]registered) {
	t.Helper()
	expr := valuesOf.ReplaceAllString(q.expr, "sum by ($2) ($1)")
	labels := ofPrometheus()
	for _, m := range matchers.FindAllStringSubmatch(expr, -1) {
		for _, of := range matcher.FindAllStringSubmatch(m[2], -1) {
			q.checkValues(t, all, m[1], of[1], of[3])
		}
	}
	bare := grouping.ReplaceAllString(span.ReplaceAllString(matchers.ReplaceAllString(expr, "$1 "), ""), "")
	names := 0
	for _, name := range word.FindAllString(bare, -1) {
		name = strings.TrimSpace(name)
		if strings.HasSuffix(name, "(") || slices.Contains([]string{"and", "or", "unless", "bool", "offset"}, name) {
			continue
		}
		names++
		labels = append(labels, q.labelsOf(t, all, name)...)
	}
	require.Positive(t, names, "%s asks for nothing: %s", q.where, q.expr)
	for _, g := range grouping.FindAllStringSubmatch(expr, -1) {
		for _, label := range listed(strings.ReplaceAll(g[1], " ", "")) {
			require.Contains(t, labels, label, "%s: %s", q.where, q.expr)
		}
	}
	for _, m := range shown.FindAllStringSubmatch(q.beside, -1) {
		require.Contains(t, labels, m[1]+m[2], "%s: %s", q.where, q.beside)
	}
}

// labelsOf are those of a metric that has to be there; a histogram is asked for by its parts.
func (q query) labelsOf(t *testing.T, all map[string]registered, name string) []string {
	t.Helper()
	if name == "up" { // Prometheus' own
		return nil
	}
	base := name
	for _, part := range []string{"_bucket", "_sum", "_count"} {
		if of, ok := strings.CutSuffix(name, part); ok && all[of].histogram {
			base = of
		}
	}
	m, ok := all[base]
	require.True(t, ok, "%s: there is no %s", q.where, name)
	require.Equal(t, base != name, m.histogram, "%s: %s", q.where, name)
	if strings.HasSuffix(name, "_bucket") {
		return append([]string{"le"}, m.labels...)
	}
	return m.labels
}

// checkValues looks whether a label is one of the metric's and can have a value. What is
// called by the site's own names can have any.
func (q query) checkValues(t *testing.T, all map[string]registered, name, label, values string) {
	t.Helper()
	if slices.Contains(ofPrometheus(), label) {
		return
	}
	require.Contains(t, q.labelsOf(t, all, name), label, "%s: %s", q.where, q.expr)
	known := all[name].values[label]
	switch {
	case name == "hotline_seats" && label == "state":
		known = seatStates()
	case slices.Contains([]string{"floor", "queue", "name", "log", "probe"}, label), len(known) == 0:
		return
	}
	for value := range strings.SplitSeq(values, "|") {
		require.Contains(t, known, value, "%s: %s", q.where, q.expr)
	}
}

func seatStates() (names []string) {
	for s := acd.StateSignedOut; !strings.HasPrefix(s.String(), "SeatState("); s++ {
		names = append(names, s.String())
	}
	return names
}

// alertQueries are those of the rules, and the series that their tests are fed with.
func alertQueries(t *testing.T) (all []query) {
	t.Helper()
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Annotations map[string]string
			}
		}
	}
	read(t, "alerts.yml", yaml.Unmarshal, &rules)
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			all = append(all, query{r.Alert, r.Expr, r.Annotations["summary"] + r.Annotations["description"]})
		}
	}
	var tests struct {
		Tests []struct {
			Name        string
			InputSeries []struct{ Series string } `yaml:"input_series"`
		}
	}
	read(t, "alerts_test.yml", yaml.Unmarshal, &tests)
	for _, test := range tests.Tests {
		for _, in := range test.InputSeries {
			all = append(all, query{where: test.Name, expr: in.Series})
		}
	}
	return all
}

// panelQueries are those of the dashboards.
func panelQueries(t *testing.T) (all []query) {
	t.Helper()
	files, err := filepath.Glob("../../monitoring/grafana/dashboards/*.json")
	require.NoError(t, err)
	for _, file := range files {
		var board struct {
			Panels []struct {
				Title   string
				Targets []struct{ Expr, LegendFormat string }
			}
			Templating struct {
				List []struct {
					Name  string
					Query struct{ Query string }
				}
			}
		}
		read(t, filepath.Join("grafana", "dashboards", filepath.Base(file)), json.Unmarshal, &board)
		for _, p := range board.Panels {
			for _, target := range p.Targets {
				all = append(all, query{p.Title, target.Expr, target.LegendFormat})
			}
		}
		for _, v := range board.Templating.List {
			all = append(all, query{where: "variable " + v.Name, expr: v.Query.Query})
		}
	}
	return all
}

func read(t *testing.T, name string, unmarshal func([]byte, any) error, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../monitoring", name))
	require.NoError(t, err)
	require.NoError(t, unmarshal(text, into), name)
}

// A query for a metric that does not exist is no error to Prometheus: the alert never
// comes, the panel stays empty.
func TestAlertsAndPanelsAskForWhatThereIs(t *testing.T) {
	all := metricsOf(t)
	alerts, panels := alertQueries(t), panelQueries(t)
	require.Greater(t, len(alerts), 20)
	require.Greater(t, len(panels), 15)
	for _, q := range append(alerts, panels...) {
		q.check(t, all)
	}
}
