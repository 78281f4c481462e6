package simulate

import (
	"maps"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

func (s *scenario) loadQueues(n yamlfile.Node) {
	items, _ := n.List()
	then := map[string]yamlfile.Node{}
	for _, item := range items {
		m, ok := item.Map()
		if !ok {
			continue
		}
		m.Fields(queueFields())
		if n, ok := m.Need("name"); ok {
			s.loadQueue(n, m, then)
		}
	}
	for _, q := range s.model.Queues {
		if at, ok := then[q.Rules.ID]; ok {
			s.known(at, q.Then)
		}
	}
}

// known reports a queue that the file does not have.
func (s *scenario) known(at yamlfile.Node, queue string) bool {
	if _, ok := s.places[queue]; ok {
		return true
	}
	at.Unknown("queue", queue, slices.Sorted(maps.Keys(s.places)))
	return false
}

func (s *scenario) loadQueue(at yamlfile.Node, m yamlfile.Map, then map[string]yamlfile.Node) {
	name, ok := at.Text()
	if !ok {
		return
	}
	if before, twice := s.places[name]; twice {
		at.Error("call one of them otherwise", "the queue %s is in line %d already", name, before.Place().Line)
		return
	}
	s.places[name] = at
	home, ok := s.house.Queues[name]
	if !ok && s.house.Queues != nil {
		at.Unknown("queue", name, slices.Sorted(maps.Keys(s.house.Queues)))
		return
	}
	q := Queue{Rules: home.Rules, Title: home.Title}
	q.Rules.ID, q.Rules.Strategy = name, acd.LongestIdle
	if home.Rules.Strategy != "" {
		q.Rules.Strategy = home.Rules.Strategy
	}
	if n, ok := m.Get("title"); ok {
		q.Title, _ = n.Text()
	}
	s.loadHours(&q, m, home.Hours)
	s.loadRules(&q, m, at)
	if n, ok := m.Get("limits"); ok {
		q.Limits = loadLimits(n)
	}
	if n, ok := m.Get("then"); ok {
		q.Then, _ = n.Text()
		then[name] = n
	}
	s.model.Queues = append(s.model.Queues, q)
	s.loadStream(name, m)
}

// loadRules are how the queue rings, and what follows a talk.
func (s *scenario) loadRules(q *Queue, m yamlfile.Map, at yamlfile.Node) {
	if n, ok := m.Get("ring"); ok {
		ring, _ := n.Duration(0, mostRing)
		q.Rules.Ring, at = ring.Milliseconds(), n
	}
	form.Fill(m, ruleSettings(q))
	q.tidy()
	ring := time.Duration(q.Rules.Ring) * time.Millisecond
	if ring > 0 && s.model.AnswerAfter >= ring {
		at.Error("let seats ring longer, or answer sooner", "seats ring for %s, but answer after %s: no call would be answered",
			schema.Short(ring), schema.Short(s.model.AnswerAfter))
	}
}

// tidy brings words for the usual to the form that the distributor knows.
func (q *Queue) tidy() {
	r := &q.Rules
	if r.WrapUpMode == "fixed" {
		r.WrapUpMode = acd.WrapUpFixed
	}
	if r.Missed.Then == "pause" {
		r.Missed.Then = acd.MissedPause
	}
}

// loadHours turns opening hours into those of the day.
func (s *scenario) loadHours(q *Queue, m yamlfile.Map, hours calendar.Hours) {
	if n, ok := m.Get("hours"); ok {
		hours = calendar.LoadHours(n)
	}
	if s.model.Start.IsZero() || hours.Always() {
		return
	}
	q.Open = []Span{}
	for at, end := s.model.Start, s.model.Start.Add(day); at.Before(end); {
		a := s.house.Calendar.At(hours, at)
		next := a.Next
		if next.IsZero() || next.After(end) {
			next = end
		}
		if a.Open {
			q.Open = append(q.Open, Span{at.Sub(s.model.Start), next.Sub(s.model.Start)})
		}
		at = next
	}
}

func loadLimits(n yamlfile.Node) (l acd.Limits) {
	if m, ok := n.Map(); ok {
		form.Read(m, limitSettings(&l))
	}
	return l
}
