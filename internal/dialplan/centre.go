package dialplan

import (
	"path"
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/yamlfile"
)

// Tier is the level of a centre.
type Tier string

// The tiers, lowest first.
const (
	City     Tier = "city"
	Province Tier = "province"
	Nation   Tier = "nation"
)

func tiers() []string { return []string{string(City), string(Province), string(Nation)} }

// Centre is one body that answers the hotline.
type Centre struct {
	ID     string // as its file is called
	Title  string
	Tier   Tier
	Parent string // the centre above; may be empty
	Floor  string // whose seats serve it; its own unless another is named
	Entry  string // the flow of calls that come in
	Queues []Queue
}

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

func (l *loader) loadCentre(file string) {
	id := strings.TrimSuffix(path.Base(file), ".yaml")
	c := Centre{ID: id, Floor: id}
	m, ok := l.yaml(file)
	if ok {
		l.fillCentre(&c, m)
	}
	l.unread[id] = !ok
	l.tree.Centres[id] = c // even a broken one, so that its name is known
}

func (l *loader) fillCentre(c *Centre, m yamlfile.Map) {
	m.Only("centre", "title", "tier", "parent", "floor", "entry", "queues")
	if n, ok := m.Need("centre"); ok {
		if text, ok := name(n, "centre"); ok && text != c.ID {
			n.Error("write centre: "+c.ID+", or rename the file", "the centre is called %q but its file %q", text, c.ID)
		}
	}
	c.Title = optionalText(m, "title")
	if n, ok := m.Need("tier"); ok {
		tier, _ := n.OneOf(tiers()...)
		c.Tier = Tier(tier)
	}
	if n, ok := m.Get("parent"); ok {
		c.Parent = l.centreRef(n)
		l.later = append(l.later, func() { l.checkParent(n, *c) })
	}
	if n, ok := m.Get("floor"); ok {
		c.Floor = l.centreRef(n)
	}
	if n, ok := m.Need("entry"); ok {
		c.Entry = l.flowRef(n)
	}
	if n, ok := m.Get("queues"); ok {
		l.loadQueues(c, n)
	}
}

// checkParent keeps the tiers in order, which also keeps parents from going round.
func (l *loader) checkParent(n yamlfile.Node, c Centre) {
	above, ok := l.tree.Centres[c.Parent]
	rank := func(t Tier) int { return slices.Index(tiers(), string(t)) }
	if ok && above.Tier != "" && c.Tier != "" && rank(above.Tier) <= rank(c.Tier) {
		n.Error("name a centre of a higher tier", "%s is a %s and cannot be above a %s", above.ID, above.Tier, c.Tier)
	}
}

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
	m.Only("title", "strategy", "ring", "wrap-up")
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
