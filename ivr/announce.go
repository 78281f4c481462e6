package ivr

import (
	"time"

	"hotline/internal/yamlfile"
)

const (
	firstAnnounce = 20 * time.Second
	everyAnnounce = 30 * time.Second
	leastAnnounce = 10 * time.Second // more often would be all the caller hears
	mostAnnounce  = 10 * time.Minute
	knownPlaces   = 10 // places whose texts are known before a call
)

// announce tells waiting callers their place.
type announce struct {
	first, every time.Duration // zero: only when asked by a key
	place        counted
	next         string
}

func usualAnnounce() announce {
	return announce{first: firstAnnounce, every: everyAnnounce, place: counted{wordsBefore, wordsAfter}, next: wordsNext}
}

func loadAnnounce(n yamlfile.Node) announce {
	a := usualAnnounce()
	if n.IsText() {
		if _, ok := n.OneOf("none"); ok {
			a.first, a.every = 0, 0
		}
		return a
	}
	m, ok := n.Map()
	if !ok {
		return a
	}
	m.Only("position", "first", "text", "next")
	if n, ok := m.Get("position"); ok {
		a.every, _ = n.DurationAfter("every", leastAnnounce, mostAnnounce)
	}
	if n, ok := m.Get("first"); ok {
		a.first, _ = n.DurationAfter("after", leastAnnounce, mostAnnounce)
	}
	if n, ok := m.Get("text"); ok {
		a.place = loadCounted(n, "ahead")
	}
	if n, ok := m.Get("next"); ok {
		a.next = loadText(n)
	}
	return a
}

// at is what the caller at a position hears; 1 = next.
func (a *announce) at(position int) string {
	if position == 1 {
		return a.next
	}
	return a.place.with(position - 1)
}

func (a *announce) texts() []string {
	var all []string
	for p := 1; p <= knownPlaces; p++ {
		all = append(all, a.at(p))
	}
	return all
}
