package probe

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics shows the results of test calls to Prometheus.
type Metrics struct {
	success *prometheus.GaugeVec
	last    *prometheus.GaugeVec
	phase   *prometheus.GaugeVec
	calls   *prometheus.CounterVec
	skipped prometheus.Counter
}

// NewMetrics registers the metrics of these probes. Before its first call a probe
// has no success, and its last success was never.
func NewMetrics(reg prometheus.Registerer, probes []Probe) *Metrics {
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "hotline", Subsystem: "probe", Name: name, Help: help}, labels)
	}
	counter := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{Namespace: "hotline", Subsystem: "probe", Name: name, Help: help}
	}
	m := &Metrics{
		success: gauge("success", "1 if everything was as it should be in the last test call, else 0.", "probe"),
		last:    gauge("last_success_timestamp_seconds", "When the last test call ended that passed, Unix time; 0 if none has.", "probe"),
		phase:   gauge("phase_seconds", "How long a phase of the last test call took; absent if it did not come so far.", "probe", "phase"),
		calls:   prometheus.NewCounterVec(counter("calls_total", "Test calls, by how they came out."), []string{"probe", "result"}),
		skipped: prometheus.NewCounter(counter("skipped_total", "Rounds of test calls that were due while another was still under way.")),
	}
	for _, p := range probes {
		m.last.WithLabelValues(p.Name).Set(0)
		for _, c := range Causes() {
			m.calls.WithLabelValues(p.Name, string(c))
		}
	}
	reg.MustRegister(m.success, m.last, m.phase, m.calls, m.skipped)
	return m
}

// Record takes a result in. An interrupted call says nothing.
func (m *Metrics) Record(r Result) {
	if r.Cause == Interrupted {
		return
	}
	m.calls.WithLabelValues(r.Probe, string(r.Cause)).Inc()
	// Each value is set once: somebody may look in between.
	for _, p := range Phases() {
		if i := slices.IndexFunc(r.Steps, func(s Step) bool { return s.Phase == p }); i >= 0 {
			m.phase.WithLabelValues(r.Probe, string(p)).Set(r.Steps[i].Took.Seconds())
			continue
		}
		m.phase.DeleteLabelValues(r.Probe, string(p))
	}
	if !r.OK() {
		m.success.WithLabelValues(r.Probe).Set(0)
		return
	}
	m.success.WithLabelValues(r.Probe).Set(1)
	m.last.WithLabelValues(r.Probe).Set(float64(r.At.Add(r.Took).UnixMilli()) / 1000)
}

// Skip counts rounds that did not take place.
func (m *Metrics) Skip(rounds int) { m.skipped.Add(float64(rounds)) }
