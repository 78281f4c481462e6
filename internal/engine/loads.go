package engine

import (
	"strconv"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"hotline/internal/calendar"
	"hotline/internal/dialplan"
	"hotline/internal/switchboard"
)

// loads show which dialplans are in force and how loading them went.
type loads struct {
	clock   switchboard.Clock
	now     atomic.Pointer[dialplan.Tree] // in force
	last    prometheus.Gauge
	results *prometheus.CounterVec
	version *prometheus.Desc
	missing *prometheus.Desc
}

func newLoads(registry prometheus.Registerer, clock switchboard.Clock) *loads {
	l := &loads{
		clock: clock,
		last: prometheus.NewGauge(prometheus.GaugeOpts{
			Namespace: "hotline", Name: "dialplan_last_good_load_timestamp_seconds",
			Help: "When the dialplans in force were loaded, Unix time of the machine.",
		}),
		results: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: "hotline", Name: "dialplan_loads_total",
			Help: "How often the dialplans were loaded, by whether they could be used.",
		}, []string{"result"}),
		version: prometheus.NewDesc("hotline_dialplan_info", "The version of the dialplans in force; always 1.", []string{"version"}, nil),
		missing: prometheus.NewDesc("hotline_calendar_missing",
			"1 for a year that is needed now or within 60 days and has no calendar.", []string{"year"}, nil),
	}
	l.results.WithLabelValues("good")
	l.results.WithLabelValues("bad")
	registry.MustRegister(l.last, l.results, l)
	return l
}

// good notes that a tree is in force.
func (l *loads) good(tree *dialplan.Tree) {
	l.now.Store(tree)
	l.last.SetToCurrentTime()
	l.results.WithLabelValues("good").Inc()
}

// bad notes that a tree could not be used.
func (l *loads) bad() { l.results.WithLabelValues("bad").Inc() }

// tree is the one in force.
func (l *loads) tree() *dialplan.Tree { return l.now.Load() }

// Describe implements prometheus.Collector.
func (l *loads) Describe(ch chan<- *prometheus.Desc) {
	ch <- l.version
	ch <- l.missing
}

// Collect implements prometheus.Collector. Years pass by themselves, so they are
// looked at whenever somebody asks.
func (l *loads) Collect(ch chan<- prometheus.Metric) {
	tree := l.tree()
	if tree == nil {
		return // nothing is in force yet
	}
	ch <- prometheus.MustNewConstMetric(l.version, prometheus.GaugeValue, 1, tree.Version)
	for _, year := range calendar.Needed(l.clock.Now()) {
		value := 1.0
		if tree.Calendar.Known(year) {
			value = 0
		}
		ch <- prometheus.MustNewConstMetric(l.missing, prometheus.GaugeValue, value, strconv.Itoa(year))
	}
}
