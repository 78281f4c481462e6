package switchboard

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline/acd"
)

// gauges show every floor as it stands when somebody asks, so that no decision
// pays for them. All floors are asked at once; who has not answered in time, because
// the journal keeps him waiting, is left out.
type gauges struct {
	floors  func() []*floor
	clock   Clock
	waiting *prometheus.Desc
	longest *prometheus.Desc
	pressed *prometheus.Desc
	told    *prometheus.Desc
	held    *prometheus.Desc
	seats   *prometheus.Desc
}

// gaugeTime is how long the floors may take to answer.
const gaugeTime = 2 * time.Second

func newGauges(floors func() []*floor, clock Clock) *gauges {
	queue := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc("hotline_queue_"+name, help, []string{"floor", "queue"}, nil)
	}
	return &gauges{
		floors: floors, clock: clock,
		waiting: queue("calls_waiting", "Calls in line, those being offered to a seat apart."),
		longest: queue("longest_wait_seconds", "How long the one of them has waited that joined first."),
		pressed: queue("pressed", "1 while the queue's seats in reserve take its calls."),
		told:    queue("forecast_calls", "Calls of the last hours that were told what wait to expect, and whose wait is known."),
		held:    queue("forecast_held_ratio", "The share of them whose wait was in the interval; it is meant to be 0.8."),
		seats: prometheus.NewDesc("hotline_seats",
			"Seats by what they do.", []string{"floor", "state"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (g *gauges) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{g.waiting, g.longest, g.pressed, g.told, g.held, g.seats} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (g *gauges) Collect(ch chan<- prometheus.Metric) {
	floors := g.floors()
	answers := make(chan []prometheus.Metric, len(floors))
	for _, f := range floors {
		f.send(ask{func(s *acd.State) { answers <- g.of(s, f.now()) }})
	}
	timer := g.clock.NewTimer()
	defer timer.Stop()
	timer.Reset(gaugeTime)
	for range floors {
		select {
		case metrics := <-answers:
			for _, m := range metrics {
				ch <- m
			}
		case <-timer.C():
			return
		}
	}
}

func (g *gauges) of(s *acd.State, now int64) (all []prometheus.Metric) {
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		all = append(all, prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...))
	}
	joined := firstJoined(s)
	for _, q := range s.Queues() {
		gauge(g.waiting, float64(q.Waiting), s.Floor(), q.ID)
		longest := int64(0)
		if at, ok := joined[q.ID]; ok {
			longest = max(0, now-at)
		}
		gauge(g.longest, seconds(longest), s.Floor(), q.ID)
		gauge(g.pressed, oneIf(q.Pressed), s.Floor(), q.ID)
		gauge(g.told, float64(q.Forecast.Told), s.Floor(), q.ID)
		if q.Forecast.Told > 0 {
			gauge(g.held, float64(q.Forecast.Held)/float64(q.Forecast.Told), s.Floor(), q.ID)
		}
	}
	counts := map[acd.SeatState]int{}
	for _, seat := range s.Seats() {
		counts[seat.Stance.Now]++
	}
	for state, n := range counts {
		gauge(g.seats, float64(n), s.Floor(), state.String())
	}
	return all
}

// firstJoined is when the call in line joined that joined first, by queue: in ms.
func firstJoined(s *acd.State) map[string]int64 {
	first := map[string]int64{}
	for _, c := range s.Calls() {
		if at, ok := first[c.Queue]; c.State == acd.CallWaiting && (!ok || c.Queued < at) {
			first[c.Queue] = c.Queued
		}
	}
	return first
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
