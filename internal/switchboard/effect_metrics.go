package switchboard

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// effectMetrics count what scripts want besides talk.
type effectMetrics struct {
	recordings *prometheus.CounterVec
	ratings    *prometheus.CounterVec
	fetches    *prometheus.CounterVec
}

// What becomes of a recording, and of a question to another server.
const (
	resultKept    = "kept"
	resultDropped = "dropped"
	resultFailed  = "failed"
	resultOK      = "ok"
)

const bestGrade = 5

func newEffectMetrics(reg prometheus.Registerer) effectMetrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "hotline", Name: name, Help: help}, labels)
	}
	m := effectMetrics{
		recordings: counter("recordings_total",
			"Messages and talks that were to be recorded, by what became of them: kept, dropped (too short, or not wanted by the caller), failed (look into the log).",
			"of", "result"),
		ratings: counter("ratings_total", "Grades that callers gave to their talks, 5 being the best.", "grade"),
		fetches: counter("fetches_total",
			"Questions that flows asked of other servers, by result: ok, failed (no JSON with a 2xx status came in time).", "result"),
	}
	for _, of := range []string{ofMessage, ofTalk} {
		for _, result := range []string{resultKept, resultDropped, resultFailed} {
			m.recordings.WithLabelValues(of, result)
		}
	}
	for grade := range bestGrade {
		m.ratings.WithLabelValues(strconv.Itoa(grade + 1))
	}
	m.fetches.WithLabelValues(resultOK)
	m.fetches.WithLabelValues(resultFailed)
	if reg != nil {
		reg.MustRegister(m.recordings, m.ratings, m.fetches)
	}
	return m
}
