package switchboard

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline/acd"
)

// gauges show every floor as it stands when somebody asks, so that no decision
// pays for them.
type gauges struct {
	floors  func() []*floor
	clock   Clock
	waiting *prometheus.Desc
	seats   *prometheus.Desc
}

// gaugeTime is how long a floor may take to answer.
const gaugeTime = 2 * time.Second

func newGauges(floors func() []*floor, clock Clock) *gauges {
	return &gauges{
		floors: floors, clock: clock,
		waiting: prometheus.NewDesc("hotline_queue_calls_waiting",
			"Calls in line, those being offered to a seat apart.", []string{"floor", "queue"}, nil),
		seats: prometheus.NewDesc("hotline_seats",
			"Seats by what they do.", []string{"floor", "state"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (g *gauges) Describe(ch chan<- *prometheus.Desc) {
	ch <- g.waiting
	ch <- g.seats
}

// Collect implements prometheus.Collector.
func (g *gauges) Collect(ch chan<- prometheus.Metric) {
	timer := g.clock.NewTimer()
	defer timer.Stop()
	for _, f := range g.floors() {
		timer.Reset(gaugeTime)
		answer := make(chan []prometheus.Metric, 1)
		f.send(ask{func(s *acd.State) { answer <- g.of(s) }})
		select {
		case metrics := <-answer:
			for _, m := range metrics {
				ch <- m
			}
		case <-timer.C():
		}
	}
}

func (g *gauges) of(s *acd.State) (all []prometheus.Metric) {
	for _, q := range s.Queues() {
		all = append(all, prometheus.MustNewConstMetric(g.waiting, prometheus.GaugeValue, float64(q.Waiting), s.Floor(), q.ID))
	}
	counts := map[acd.SeatState]int{}
	for _, seat := range s.Seats() {
		counts[seat.Stance.Now]++
	}
	for state, n := range counts {
		all = append(all, prometheus.MustNewConstMetric(g.seats, prometheus.GaugeValue, float64(n), s.Floor(), state.String()))
	}
	return all
}
