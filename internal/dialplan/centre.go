package dialplan

import (
	"path"
	"slices"
	"strings"

	"hotline/internal/calendar"
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

// rank orders the tiers; -1 if it is none.
func (t Tier) rank() int { return slices.Index(tiers(), string(t)) }

// Centre is one body that answers the hotline.
type Centre struct {
	ID      string // as its file is called
	Title   string
	Tier    Tier
	Area    string // area code, or empty
	Parent  string // the centre above; may be empty
	Floor   string // whose seats serve it; its own unless another is named
	Entry   string // the flow of calls that come in
	Hours   calendar.Hours
	Consult string           // the queue in which seats ask for its people; empty: the only one
	Chains  map[string]Chain // reason -> where calls go; a reason that is not there goes the usual way
	Queues  []Queue
}

func (l *loader) loadCentre(file string) {
	id := strings.TrimSuffix(path.Base(file), ".yaml")
	c := Centre{ID: id, Floor: id, Chains: map[string]Chain{}}
	m, ok := l.yaml(file)
	if ok {
		l.fillCentre(&c, m)
	}
	l.unread[id] = !ok
	l.tree.Centres[id] = c // even a broken one, so that its name is known
}

func (l *loader) fillCentre(c *Centre, m yamlfile.Map) {
	m.Fields(centreFields())
	if n, ok := m.Need("centre"); ok {
		l.checkCentreName(n, c.ID)
	}
	c.Title = optionalText(m, "title")
	if n, ok := m.Need("tier"); ok {
		tier, _ := n.OneOf(tiers()...)
		c.Tier = Tier(tier)
		l.tierAt[c.ID] = n.Place()
	}
	if n, ok := m.Get("area"); ok {
		c.Area = l.areaCode(n)
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
	if n, ok := m.Get("hours"); ok {
		c.Hours = calendar.LoadHours(n)
	}
	if n, ok := m.Get("chain"); ok {
		l.loadChains(c, n)
	}
	if n, ok := m.Get("queues"); ok {
		l.loadQueues(c, n)
	}
	if n, ok := m.Get("consult"); ok {
		c.loadConsult(n)
	}
}

func (l *loader) checkCentreName(n yamlfile.Node, id string) {
	text, ok := name(n, "centre")
	switch {
	case ok && text != id:
		n.Error("write centre: "+id+", or rename the file", "the centre is called %q but its file %q", text, id)
	case slices.Contains(taken(), id):
		n.Error("choose another name", "%q has a meaning of its own and cannot be the name of a centre", id)
	}
}

// taken are words that stand where names of centres stand.
func taken() []string { return append(ends(), "own", "chain") }

// checkParent keeps the tiers in order, which also keeps parents from going round.
func (l *loader) checkParent(n yamlfile.Node, c Centre) {
	above, ok := l.tree.Centres[c.Parent]
	if ok && above.Tier != "" && c.Tier != "" && above.Tier.rank() <= c.Tier.rank() {
		n.Error("name a centre of a higher tier", "%s is a %s and cannot be above a %s", above.ID, above.Tier, c.Tier)
	}
}

// loadConsult reads the name of one of the centre's own queues.
func (c *Centre) loadConsult(n yamlfile.Node) {
	text, ok := n.Text()
	if !ok {
		return
	}
	names := make([]string, len(c.Queues))
	for i, q := range c.Queues {
		names[i] = strings.TrimPrefix(q.ID, c.ID+"/")
	}
	if !slices.Contains(names, text) {
		n.Unknown("queue of "+c.ID, text, names)
		return
	}
	c.Consult = c.ID + "/" + text
}

func (c Centre) titleOf(queue string) string {
	for _, q := range c.Queues {
		if q.ID == queue {
			return q.Title
		}
	}
	return ""
}
