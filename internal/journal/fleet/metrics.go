package fleet

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

type metrics struct {
	leading, away, place, head, pending, machines              *prometheus.GaugeVec
	errors, led, groups, inputs, forks, gaps, healed, failures *prometheus.CounterVec
	turn                                                       *prometheus.HistogramVec
}

// newMetrics registers with reg, if there is one.
func newMetrics(reg prometheus.Registerer) *metrics {
	f := promauto.With(reg)
	by := []string{"log"}
	gauge := func(name, help string) *prometheus.GaugeVec {
		return f.NewGaugeVec(prometheus.GaugeOpts{Name: "hotline_fleet_" + name, Help: help}, by)
	}
	counter := func(name, help string) *prometheus.CounterVec {
		return f.NewCounterVec(prometheus.CounterOpts{Name: "hotline_fleet_" + name, Help: help}, by)
	}
	return &metrics{
		leading:  gauge("leading", "1 while this engine decides for the log."),
		away:     gauge("away", "1 while nobody decides for this engine: Redis cannot be reached, or nobody leads."),
		place:    gauge("place", "The last group that is folded here."),
		head:     gauge("head", "The last group that Redis has."),
		pending:  gauge("pending_inputs", "Inputs of this engine that are not on record yet."),
		machines: gauge("machines", "Machines that are alive, as this engine hears."),
		errors:   counter("redis_errors_total", "Calls of Redis that failed."),
		led:      counter("leads_total", "How often this engine began to lead."),
		groups:   counter("groups_total", "Groups that were folded here."),
		inputs:   counter("inputs_total", "Inputs of this engine that came on record."),
		forks:    counter("groups_aside_total", "Groups that were set aside, since another history has won: look at once."),
		gaps:     counter("gaps_total", "How often this engine's copy was left with a gap, and a snapshot of Redis stood in for it."),
		healed:   counter("groups_healed_total", "Groups that this engine gave back to Redis."),
		failures: counter("failures_total", "Groups that could not be kept or folded here: look at once."),
		turn: f.NewHistogramVec(prometheus.HistogramOpts{
			Name: "hotline_fleet_turn_seconds", Help: "From an input's submission to what came of it being folded here.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 16),
		}, by),
	}
}

// logMetrics are those of one log.
type logMetrics struct {
	leading, away, place, head, pending, machines              prometheus.Gauge
	errors, led, groups, inputs, forks, gaps, healed, failures prometheus.Counter
	turn                                                       prometheus.Observer
}

func (m *metrics) of(log string) *logMetrics {
	return &logMetrics{
		leading: m.leading.WithLabelValues(log), away: m.away.WithLabelValues(log), place: m.place.WithLabelValues(log),
		head: m.head.WithLabelValues(log), pending: m.pending.WithLabelValues(log), machines: m.machines.WithLabelValues(log),
		errors: m.errors.WithLabelValues(log), led: m.led.WithLabelValues(log), groups: m.groups.WithLabelValues(log),
		inputs: m.inputs.WithLabelValues(log), forks: m.forks.WithLabelValues(log), gaps: m.gaps.WithLabelValues(log),
		healed: m.healed.WithLabelValues(log), failures: m.failures.WithLabelValues(log), turn: m.turn.WithLabelValues(log),
	}
}

func (m *logMetrics) heard(p *pulse) {
	m.head.Set(float64(p.head))
	m.machines.Set(float64(len(p.alive)))
}
