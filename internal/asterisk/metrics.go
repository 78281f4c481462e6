package asterisk

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what the link tells about itself.
type metrics struct {
	log        *slog.Logger
	requests   *prometheus.CounterVec
	duration   prometheus.Histogram
	events     *prometheus.CounterVec
	unknown    prometheus.Counter
	malformed  prometheus.Counter
	up         prometheus.Gauge
	reconnects prometheus.Counter
	unclaimed  prometheus.Counter
	deepest    prometheus.Gauge

	mu    sync.Mutex
	depth int
}

// deepMailbox is where a mailbox that nobody empties becomes an alarm.
const deepMailbox = 10_000

func counter(name, help string) prometheus.CounterOpts {
	return prometheus.CounterOpts{Namespace: "hotline", Subsystem: "asterisk", Name: name, Help: help}
}

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "hotline", Subsystem: "asterisk", Name: name, Help: help})
}

func newMetrics(reg prometheus.Registerer, log *slog.Logger) (*metrics, error) {
	m := &metrics{
		log: log,
		requests: prometheus.NewCounterVec(counter("requests_total",
			"Requests to Asterisk by operation and result."), []string{"op", "result"}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "hotline", Subsystem: "asterisk", Name: "request_seconds",
			Help:    "Time from sending a request to Asterisk to the end of its answer.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 5},
		}),
		events:     prometheus.NewCounterVec(counter("events_total", "Events from Asterisk by type."), []string{"type"}),
		unknown:    prometheus.NewCounter(counter("events_unknown_total", "Events passed by because their type is not known.")),
		malformed:  prometheus.NewCounter(counter("events_malformed_total", "Events passed by because they could not be decoded.")),
		up:         gauge("link_up", "1 while events come from Asterisk, 0 while they do not."),
		reconnects: prometheus.NewCounter(counter("link_lost_total", "How often the link to Asterisk was lost.")),
		unclaimed:  prometheus.NewCounter(counter("calls_unclaimed_total", "New calls that Asterisk sent elsewhere before the engine had taken them.")),
		deepest:    gauge("mailbox_depth_max", "The most events that ever waited in one mailbox."),
	}
	return m, m.register(reg)
}

func (m *metrics) register(reg prometheus.Registerer) error {
	if reg == nil {
		return nil
	}
	var errs []error
	for _, c := range []prometheus.Collector{
		m.requests, m.duration, m.events, m.unknown, m.malformed, m.up, m.reconnects, m.unclaimed, m.deepest,
	} {
		errs = append(errs, reg.Register(c))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("asterisk: metrics: %w", err)
	}
	return nil
}

// request counts a finished request.
func (m *metrics) request(op string, err error, took time.Duration) {
	result := "ok"
	if e := (*Error)(nil); errors.As(err, &e) {
		result = string(e.Kind)
	}
	m.requests.WithLabelValues(op, result).Inc()
	m.duration.Observe(took.Seconds())
}

// noteDepth keeps the high-water mark of all mailboxes.
func (m *metrics) noteDepth(depth int) {
	if depth == deepMailbox {
		m.log.Error("a mailbox is not being emptied: its owner hangs", "waiting", depth)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if depth > m.depth {
		m.depth = depth
		m.deepest.Set(float64(depth))
	}
}
