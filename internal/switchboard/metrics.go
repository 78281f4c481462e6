package switchboard

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline/acd"
	"hotline/internal/call"
)

// metrics of the switchboard. Times are in seconds.
type metrics struct {
	active     prometheus.Gauge
	ended      *prometheus.CounterVec
	duration   prometheus.Histogram
	waited     prometheus.Histogram
	talked     prometheus.Histogram
	offers     *prometheus.CounterVec
	steps      prometheus.Counter
	mute       prometheus.Counter
	panics     prometheus.Counter
	handed     prometheus.Counter
	unjoined   prometheus.Counter
	unrecorded prometheus.Counter
	link       prometheus.Gauge

	rulesDiffer *prometheus.GaugeVec
	effectMetrics
}

func newMetrics(reg prometheus.Registerer) *metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "hotline", Name: name, Help: help})
	}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "hotline", Name: name, Help: help})
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "hotline", Name: name, Help: help, Buckets: buckets})
	}
	m := &metrics{
		effectMetrics: newEffectMetrics(reg),
		active:        gauge("calls_active", "Calls under way, seats' own calls included."),
		ended: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: "hotline", Name: "calls_ended_total",
			Help: "Calls that ended, by typed outcome.",
		}, []string{"outcome"}),
		duration: histogram("call_duration_seconds", "From arrival to end of a call.", prometheus.ExponentialBuckets(1, 2, 13)),
		waited: histogram("call_wait_seconds", "From queueing to the seat's answer, of answered calls.",
			[]float64{1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800}),
		talked: histogram("call_talk_seconds", "From the seat's answer to the end of the talk.", prometheus.ExponentialBuckets(1, 2, 13)),
		offers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: "hotline", Name: "offers_ended_total",
			Help: "Calls presented to a seat, by how the offer ended.",
		}, []string{"result"}),
		steps:      counter("flow_steps_total", "Steps of call flows that callers came to."),
		mute:       counter("prompts_without_sound_total", "Prompts that were not heard: no sound could be made, or Asterisk could not play it (can it read the sounds folder?)."),
		panics:     counter("call_panics_total", "Calls that hit a mistake of ours and went to the fallback group."),
		handed:     counter("calls_handed_back_total", "Calls given to Asterisk's own fallback."),
		unjoined:   counter("talks_not_joined_total", "Talks whose parties could not be put into one bridge."),
		unrecorded: counter("facts_unrecorded_total", "Groups of facts that the journal did not take. Look after the data directory."),
		link:       gauge("asterisk_link_in_use", "1 while the switchboard has a link to Asterisk."),
	}
	m.rulesDiffer = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: "hotline", Name: "floor_rules_differ",
		Help: "1 while rules of another machine's dialplans are in force on a floor. Load the same dialplans on all machines.",
	}, []string{"floor"})
	for _, o := range call.Outcomes() {
		m.ended.WithLabelValues(string(o))
	}
	if reg != nil {
		reg.MustRegister(m.active, m.ended, m.duration, m.waited, m.talked, m.offers,
			m.steps, m.mute, m.panics, m.handed, m.unjoined, m.unrecorded, m.link, m.rulesDiffer)
	}
	return m
}

func (m *metrics) linkUp(up bool) { m.link.Set(oneIf(up)) }

func (m *metrics) callEnded(outcome call.Outcome, lasted int64) {
	m.ended.WithLabelValues(string(outcome)).Inc()
	m.duration.Observe(seconds(lasted))
}

func (m *metrics) floorFact(fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.OfferEnded:
		m.offers.WithLabelValues(string(f.Result)).Inc()
	case *acd.Answered:
		m.waited.Observe(seconds(f.Waited))
	case *acd.TalkEnded:
		m.talked.Observe(seconds(f.Talked))
	}
}

func seconds(ms int64) float64 { return (time.Duration(ms) * time.Millisecond).Seconds() }
