package figures

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline/internal/record"
)

// Source computes figures; [Live] is one.
type Source interface {
	Figures(ctx context.Context, of record.SumsOf) ([]Row, error)
}

// How often and how long figures are computed for metrics.
const (
	collectAge  = 10 * time.Second // so long the last ones stand
	collectTime = 5 * time.Second
)

// Collector shows the figures of the last 24 hours as gauges: of everything, of each
// centre and of each queue. They are computed when somebody asks, at most every few
// seconds. While that fails hotline_figures_known is 0 and the others are missing; a
// journal that takes long to catch up with is read on at the next asking.
type Collector struct {
	source Source
	now    func() time.Time
	gauges map[string]*prometheus.Desc // by the formula's name
	known  *prometheus.Desc
	ways   *prometheus.Desc // overflows
	seats  *prometheus.Desc

	mu   sync.Mutex
	at   time.Time
	last []prometheus.Metric
}

var _ prometheus.Collector = (*Collector)(nil)

// NewCollector shows what a source computes at the time of a clock.
func NewCollector(source Source, now func() time.Time) *Collector {
	c := &Collector{
		source: source, now: now, gauges: map[string]*prometheus.Desc{},
		known: prometheus.NewDesc("hotline_figures_known", "1 while the figures could be computed.", nil, nil),
		ways: prometheus.NewDesc("hotline_figures_overflows_24h",
			"Over the last 24 hours, ways out of a queue without an answer, by reason.", []string{"by", "name", "reason"}, nil),
		seats: prometheus.NewDesc("hotline_figures_seats_24h",
			"Over the last 24 hours, seats by state, on average over the time.", []string{"by", "name", "state"}, nil),
	}
	for _, f := range Formulas() {
		name := within(f.Name, UsualWithin)
		metric := name
		if bare, ok := strings.CutSuffix(name, "_s"); ok {
			metric = bare + "_seconds"
		}
		help := "Over the last 24 hours, " + metric + " = " + within(f.Says, UsualWithin) + "."
		c.gauges[name] = prometheus.NewDesc("hotline_figures_"+metric+"_24h", help, []string{"by", "name"}, nil)
	}
	return c
}

// Describe implements prometheus.Collector.
func (c *Collector) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.known
	ch <- c.ways
	ch <- c.seats
	for _, d := range c.gauges {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (c *Collector) Collect(ch chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); c.last == nil || now.Sub(c.at) >= collectAge {
		c.last, c.at = c.collect(now), now
	}
	for _, m := range c.last {
		ch <- m
	}
}

func (c *Collector) collect(now time.Time) []prometheus.Metric {
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	var metrics []prometheus.Metric
	for _, by := range []record.Place{record.Everything, record.ByCentre, record.ByQueue} {
		of := Of(now, UsualSpan)
		of.Place = by
		rows, err := c.source.Figures(ctx, of)
		if err != nil {
			return []prometheus.Metric{prometheus.MustNewConstMetric(c.known, prometheus.GaugeValue, 0)}
		}
		for i := range rows {
			metrics = c.gather(metrics, by, &rows[i])
		}
	}
	return append(metrics, prometheus.MustNewConstMetric(c.known, prometheus.GaugeValue, 1))
}

// gather adds the figures of a row that exist.
func (c *Collector) gather(to []prometheus.Metric, by record.Place, r *Row) []prometheus.Metric {
	label := string(by)
	if by == record.Everything {
		label = "all"
	}
	for _, v := range r.Values {
		if v.Known {
			to = append(to, prometheus.MustNewConstMetric(c.gauges[v.Name], prometheus.GaugeValue, v.Value, label, r.Place))
		}
	}
	for reason, n := range r.Overflows {
		to = append(to, prometheus.MustNewConstMetric(c.ways, prometheus.GaugeValue, float64(n), label, r.Place, reason))
	}
	for state, n := range r.Seats {
		to = append(to, prometheus.MustNewConstMetric(c.seats, prometheus.GaugeValue, n, label, r.Place, state))
	}
	return to
}
