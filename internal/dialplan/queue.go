package dialplan

import (
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/yamlfile"
)

// Queue is where callers of a centre wait.
type Queue struct {
	ID       string // "<centre>/<name>"
	Title    string
	Strategy acd.Strategy
	Ring     time.Duration // how long a seat rings
	WrapUp   time.Duration // after each talk
}

const (
	usualRing   = 20 * time.Second
	leastRing   = 5 * time.Second
	mostRing    = 2 * time.Minute
	usualWrapUp = 10 * time.Second
	mostWrapUp  = 30 * time.Minute
)

func (l *loader) loadQueues(c *Centre, n yamlfile.Node) {
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		text, ok := name(p.Key, "queue")
		if !ok {
			continue
		}
		c.Queues = append(c.Queues, loadQueue(c.ID+"/"+text, p.Value))
	}
	slices.SortFunc(c.Queues, func(a, b Queue) int { return strings.Compare(a.ID, b.ID) })
}

func loadQueue(id string, n yamlfile.Node) Queue {
	q := Queue{ID: id, Strategy: acd.LongestIdle, Ring: usualRing, WrapUp: usualWrapUp}
	m, _ := n.Map()
	m.Fields(queueFields())
	q.Title = optionalText(m, "title")
	if n, ok := m.Get("strategy"); ok {
		n.OneOf(string(acd.LongestIdle))
	}
	if n, ok := m.Get("ring"); ok {
		q.Ring, _ = n.Duration(leastRing, mostRing)
	}
	if n, ok := m.Get("wrap-up"); ok {
		q.WrapUp, _ = n.Duration(0, mostWrapUp)
	}
	return q
}
