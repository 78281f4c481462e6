package dialplan

import (
	"slices"
	"strings"
	"time"

	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// Why a call leaves a centre by its chain.
const (
	Closed    = "closed"
	Full      = "full"
	Unstaffed = "unstaffed"
)

// Reasons are all reasons for a chain.
func Reasons() []string { return []string{Closed, Full, Unstaffed} }

// Where a chain ends.
const (
	Voicemail = "voicemail"
	Callback  = "callback"
)

const mostLinks = 10 // of one chain

func ends() []string { return []string{Voicemail, Callback} }

// Chain is where calls go that a centre cannot take: to the first of the centres
// that is open, else to the end.
type Chain struct {
	Centres []string
	End     string // Voicemail or Callback
}

// Link is the next place of a call: a centre, or the end of the chain.
type Link struct {
	Centre string   `json:"centre,omitempty"`
	End    string   `json:"end,omitempty"` // Voicemail or Callback
	Known  bool     `json:"calendar_known"`
	Why    []string `json:"why"` // English, step by step
}

// Chain is a centre's chain for a reason: its own, else upwards through the
// centres above it, then voicemail.
func (t *Tree) Chain(centre, reason string) Chain {
	c := t.Centres[centre]
	if own, ok := c.Chains[reason]; ok {
		return own
	}
	usual := Chain{End: Voicemail}
	for above := c.Parent; above != "" && !slices.Contains(usual.Centres, above); above = t.Centres[above].Parent {
		usual.Centres = append(usual.Centres, above)
	}
	return usual
}

// Onward is where a call goes that a centre cannot take, because it is closed,
// full or unstaffed. Centres that are closed then, and those where the call has
// been, are passed over. Of a centre that is closed then, the chain is the one for
// closed, whatever the flow noticed first: nobody is signed in at night.
func (t *Tree) Onward(centre, reason string, at time.Time, been []string) Link {
	link := Link{Known: true}
	if own := t.OpenAt(centre, at); !own.Open && reason != Closed {
		reason, link.Known = Closed, own.Known
		link.Why = append(link.Why, centre+" is closed: "+string(own.Why))
	}
	chain := t.Chain(centre, reason)
	for _, next := range chain.Centres {
		if next == centre || slices.Contains(been, next) {
			link.Why = append(link.Why, next+": the call has been there")
			continue
		}
		hours := t.OpenAt(next, at)
		link.Known = link.Known && hours.Known
		if hours.Open {
			link.Why = append(link.Why, next+" is open: "+string(hours.Why))
			link.Centre = next
			return link
		}
		link.Why = append(link.Why, next+" is closed: "+string(hours.Why))
	}
	link.End = chain.End
	link.Why = append(link.Why, "the chain ends in "+chain.End)
	return link
}

// loadChains reads one chain for all reasons, or one for each.
func (l *loader) loadChains(c *Centre, n yamlfile.Node) {
	if !n.IsMap() {
		chain := l.loadChain(c.ID, n)
		for _, reason := range Reasons() {
			c.Chains[reason] = chain
		}
		return
	}
	m, _ := n.Map()
	m.Fields(chainFields(schema.List(nameType())))
	for _, reason := range Reasons() {
		if n, ok := m.Get(reason); ok {
			c.Chains[reason] = l.loadChain(c.ID, n)
		}
	}
}

func (l *loader) loadChain(centre string, n yamlfile.Node) Chain {
	l.chains = append(l.chains, chainPlace{centre, n.Place()})
	var chain Chain
	items := form.Few(n, n.Texts(), mostLinks)
	for i, item := range items {
		text, _ := item.Text()
		switch last := i == len(items)-1; {
		case last && slices.Contains(ends(), text):
			chain.End = text
		case slices.Contains(ends(), text):
			item.Error("take out what follows", "nothing comes after %s", text)
		case text == centre:
			item.Error("take it out", "a chain leads away from its own centre")
		case slices.Contains(chain.Centres, text):
			item.Error("take one of them out", "%s is there twice", text)
		default:
			chain.Centres = append(chain.Centres, l.centreRef(item))
		}
	}
	if chain.End == "" && len(items) > 0 {
		n.Error("let the last one be voicemail or callback", "the chain has no end: when no centre is open, the caller has nowhere to go")
	}
	return chain
}

// chainPlace is where a centre's own chain stands.
type chainPlace struct {
	centre string
	at     problem.Place
}

// checkChains finds circles: a call must not come back to where it has been.
// Parents alone cannot go round, so there is a chain in each circle to report at.
func (l *loader) checkChains() {
	told := map[string]bool{}
	for _, c := range l.chains {
		circle := l.circle(c.centre)
		if len(circle) == 0 || told[c.centre] {
			continue
		}
		for _, id := range circle {
			told[id] = true
		}
		l.found.Add(c.at.Error("take a link out", "the chains go round: %s → %s", strings.Join(circle, " → "), c.centre))
	}
}

// circle is the shortest way of chains from a centre back to it; empty if there
// is none.
func (l *loader) circle(start string) []string {
	from := map[string]string{start: ""}
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, next := range l.tree.onwards(at) {
			if next == start {
				return wayTo(at, from)
			}
			if _, seen := from[next]; !seen {
				from[next] = at
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// wayTo follows from backwards.
func wayTo(end string, from map[string]string) []string {
	var way []string
	for ; end != ""; end = from[end] {
		way = append(way, end)
	}
	slices.Reverse(way)
	return way
}

// onwards are all centres that a centre's chains lead to.
func (t *Tree) onwards(centre string) []string {
	return slices.Concat(t.Chain(centre, Closed).Centres, t.Chain(centre, Full).Centres, t.Chain(centre, Unstaffed).Centres)
}
