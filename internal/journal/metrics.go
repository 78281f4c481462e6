package journal

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

type metrics struct {
	groups, facts, bytes, failures prometheus.Counter
	syncs, syncFailures, setAside  prometheus.Counter
	commitSeconds, commitGroups    prometheus.Histogram
	spooled, away                  prometheus.Gauge
}

// newMetrics registers with reg, if there is one.
func newMetrics(reg prometheus.Registerer) *metrics {
	f := promauto.With(reg)
	counter := func(name, help string) prometheus.Counter {
		return f.NewCounter(prometheus.CounterOpts{Name: "hotline_journal_" + name, Help: help})
	}
	gauge := func(name, help string) prometheus.Gauge {
		return f.NewGauge(prometheus.GaugeOpts{Name: "hotline_journal_" + name, Help: help})
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		return f.NewHistogram(prometheus.HistogramOpts{Name: "hotline_journal_" + name, Help: help, Buckets: buckets})
	}
	return &metrics{
		groups:       counter("groups_total", "Groups of facts that were stored."),
		facts:        counter("facts_total", "Facts that were stored."),
		bytes:        counter("bytes_total", "Bytes of encoded inputs and facts that were stored."),
		failures:     counter("commit_failures_total", "Attempts to store that failed."),
		syncs:        counter("syncs_total", "How often what was stored was brought to the disk itself, apart from commits that do so."),
		syncFailures: counter("sync_failures_total", "Attempts at that which failed: a loss of power could take what was stored since."),
		setAside:     counter("set_aside_total", "Files that were found damaged and set aside: look at once."),
		commitSeconds: histogram("commit_seconds", "How long a commit took.",
			prometheus.ExponentialBuckets(0.0001, 2, 16)),
		commitGroups: histogram("commit_groups", "How many groups shared a commit.",
			prometheus.ExponentialBuckets(1, 2, 11)),
		spooled: gauge("spool_groups", "Groups that wait in memory for the medium to come back."),
		away:    gauge("away", "1 while the medium fails and groups are only in memory: look at once."),
	}
}

func (m *metrics) stored(rows []row, seconds float64) {
	for i := range rows {
		m.facts.Add(float64(rows[i].count))
		m.bytes.Add(float64(rows[i].size()))
	}
	m.groups.Add(float64(len(rows)))
	m.commitGroups.Observe(float64(len(rows)))
	m.commitSeconds.Observe(seconds)
}
