package simulate

import (
	"time"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// House is what the dialplans tree knows. Its zero value knows nothing; otherwise
// all queues of a scenario have to be its.
type House struct {
	Calendar *calendar.Book
	Queues   map[string]HouseQueue
}

// HouseQueue is a queue of the tree.
type HouseQueue struct {
	Rules acd.Queue
	Title string
	Hours calendar.Hours
}

// ReadScenario reads a scenario file. An error is a problem.Problems.
func ReadScenario(name string, text []byte, house House) (Model, error) {
	var found problem.Problems
	s := scenario{house: house, places: map[string]yamlfile.Node{}}
	if root, ok := yamlfile.Read(name, text, &found); ok {
		if m, ok := root.Map(); ok {
			s.load(m)
		}
	}
	found.Sort()
	if err := found.Err(); err != nil {
		return Model{}, err
	}
	if err := s.model.check(); err != nil {
		return Model{}, problem.Problems{problem.Place{File: name}.Error("", "%v", err)}
	}
	return s.model, nil
}

// scenario is a file that is being read.
type scenario struct {
	model  Model
	house  House
	places map[string]yamlfile.Node // queue -> its name
}

func (s *scenario) load(m yamlfile.Map) {
	m.Fields(scenarioFields())
	s.model.Days = usualDays
	if n, ok := m.Need("date"); ok {
		s.loadDate(n)
	}
	if n, ok := m.Get("title"); ok {
		s.model.Title, _ = n.Text()
	}
	if n, ok := m.Get("days"); ok {
		s.model.Days, _ = n.Int(1, MaxDays)
	}
	if n, ok := m.Get("answer-after"); ok {
		s.model.AnswerAfter, _ = n.Duration(0, mostRing)
	}
	if n, ok := m.Need("queues"); ok {
		s.loadQueues(n)
	}
	if n, ok := m.Need("seats"); ok {
		s.loadRoster(n)
	}
}

func (s *scenario) loadDate(n yamlfile.Node) {
	text, ok := n.Text()
	if !ok {
		return
	}
	date, err := time.ParseInLocation(time.DateOnly, text, calendar.China())
	if err != nil || date.Year() < 1971 || date.Year() > 2200 {
		n.Error("write it like 2026-10-12", "%q is no date", text)
		return
	}
	s.model.Start = date
}
