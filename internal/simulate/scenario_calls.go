package simulate

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/internal/form"
	"hotline/internal/yamlfile"
)

// loadStream is who calls the queue. A queue without calls gets those that others
// hand on, and those that were recorded if it says how long they talk.
func (s *scenario) loadStream(queue string, m yamlfile.Map) {
	calls, some := m.Get("calls")
	rate, steady := m.Get("rate")
	switch {
	case some && steady:
		rate.Error("take calls or rate out", "how many calls come is told twice")
		return
	case !some && !steady && !m.Has("talk"):
		return
	}
	st := Stream{Queue: queue, Halves: make([]float64, halves)}
	if some {
		loadCalls(calls, st.Halves)
	}
	if steady {
		loadRate(rate, st.Halves)
	}
	if n, ok := m.Need("talk"); ok {
		st.Talk = loadTimes(n)
	}
	if n, ok := m.Get("patience"); ok {
		st.Patience = loadTimes(n)
	}
	if n, ok := m.Get("priority"); ok {
		st.Priority, _ = n.Duration(0, mostWait)
	}
	form.Fill(m, callerSettings(&st))
	if again, ok := m.Get("call-again"); ok && st.Again != nil && st.Again.After == nil {
		again.Error("add after: 5m", "this does not say when they call again")
		return
	}
	s.model.Streams = append(s.model.Streams, st)
}

func loadRate(n yamlfile.Node, into []float64) {
	text, _ := n.Text()
	var rate Rate
	if err := rate.UnmarshalText([]byte(text)); err != nil {
		n.Error("", "rate: %v", err)
		return
	}
	for i := range into {
		into[i] = float64(rate) / 2
	}
}

func loadCalls(n yamlfile.Node, into []float64) {
	m, ok := n.Map()
	if !ok {
		return
	}
	for _, p := range m.Pairs() {
		t, err := time.Parse("15:04", p.Name)
		if err != nil || t.Minute()%30 != 0 {
			p.Key.Error("write it like 08:30", "%q is not the beginning of a half hour", p.Name)
			continue
		}
		text, ok := p.Value.Text()
		v, err := strconv.ParseFloat(text, 64)
		if ok && (err != nil || math.IsNaN(v) || v < 0 || v > mostInHalf) {
			p.Value.Error("write it like 42 or 42.5", "expected a number from 0 to %d, found %q", mostInHalf, text)
			continue
		}
		into[t.Hour()*2+t.Minute()/30] = v
	}
}

func loadTimes(n yamlfile.Node) Times {
	if n.IsText() {
		mean, _ := n.Duration(leastTalk, maxTime)
		return Exponential(mean)
	}
	m, ok := n.Map()
	if !ok {
		return nil
	}
	kinds := [...]string{"exponential", "fixed", "lognormal", "empirical"}
	kind := ""
	for _, name := range m.Names() {
		if slices.Contains(kinds[:], name) {
			if kind != "" {
				n.Error("choose one of them", "these times are %s and %s", kind, name)
				return nil
			}
			kind = name
		}
	}
	value, ok := m.Get(kind)
	if !ok {
		n.Error("write lognormal: 180s and deviation: 120s, or one of "+strings.Join(kinds[:], ", "), "this does not say how the times are distributed")
		return nil
	}
	m.Only(append(kinds[:], "deviation")...)
	return loadKind(kind, value, m)
}

func loadKind(kind string, value yamlfile.Node, m yamlfile.Map) Times {
	if deviation, ok := m.Get("deviation"); ok && kind != "lognormal" {
		deviation.Error("take it out", "%s times have no deviation of their own", kind)
	}
	if kind == "empirical" {
		items, _ := value.List()
		seen := make(Empirical, 0, len(items))
		for _, item := range items {
			d, _ := item.Duration(time.Millisecond, maxTime)
			seen = append(seen, d)
		}
		return seen
	}
	mean, ok := value.Duration(leastTalk, maxTime)
	switch kind {
	case "fixed":
		return Fixed(mean)
	case "lognormal":
		n, need := m.Need("deviation")
		if !need || !ok {
			return nil
		}
		deviation, _ := n.Duration(time.Millisecond, 10*mean)
		return NewLognormal(mean, deviation)
	default:
		return Exponential(mean)
	}
}
