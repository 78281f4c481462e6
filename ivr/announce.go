package ivr

import (
	"strconv"
	"strings"
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	firstAnnounce = 20 * time.Second
	everyAnnounce = 30 * time.Second
	leastAnnounce = 10 * time.Second // more often would be all the caller hears
	mostAnnounce  = 10 * time.Minute
	knownPlaces   = 10 // places whose texts are known before a call
)

// announce tells waiting callers their place, how long the wait will most likely
// be, and what else the author wants them to hear.
type announce struct {
	first, every time.Duration // zero: only when asked by a key
	text         string        // of the author, around {{ ahead }}; empty: the language's own
	next         string
	comfort      comfort
}

const ahead = "ahead"

func usualAnnounce() announce { return announce{first: firstAnnounce, every: everyAnnounce} }

func announceFields() []schema.Field {
	return append([]schema.Field{
		field("position", "How often the place is told, such as every 30s; none: only when asked by a key.",
			schema.Either(schema.OneOf("none"), schema.DurationAfter("every", leastAnnounce, mostAnnounce))),
		field("first", "When it is told for the first time, such as after 20s.", schema.DurationAfter("after", leastAnnounce, mostAnnounce)),
		field("text", "The words, with {{ ahead }} for the number of callers ahead.", schema.Text()),
		field("next", "The words for the caller who is next.", schema.Text()),
	}, comfortFields()...)
}

func (l *loader) loadAnnounce(n yamlfile.Node, fields []schema.Field) announce {
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
	m.Fields(fields)
	if n, ok := m.Get("position"); ok {
		a.loadPosition(n)
	}
	a.comfort = l.loadComfort(m, a.every)
	if n, ok := m.Get("first"); ok {
		a.first, _ = n.DurationAfter("after", leastAnnounce, mostAnnounce)
	}
	if n, ok := m.Get("text"); ok {
		a.text = loadCounted(n)
	}
	if n, ok := m.Get("next"); ok {
		a.next, _ = n.Text()
		if strings.Contains(a.next, "{{") {
			n.Error("write the words out", "this text cannot hold values")
		}
	}
	return a
}

func (a *announce) loadPosition(n yamlfile.Node) {
	if text, _ := n.Text(); text == "none" {
		a.first, a.every = 0, 0
		return
	}
	a.every, _ = n.DurationAfter("every", leastAnnounce, mostAnnounce)
}

// loadCounted is a text with the value {{ ahead }} in it once.
func loadCounted(n yamlfile.Node) string {
	text, _ := n.Text()
	before, rest, opened := strings.Cut(text, "{{")
	value, after, closed := strings.Cut(rest, "}}")
	if !opened || !closed || strings.TrimSpace(value) != ahead || strings.Contains(after, "{{") {
		n.Error("write {{ "+ahead+" }} where the number is spoken", "the text needs the value {{ %s }} once and no other", ahead)
	}
	return strings.TrimSpace(before) + "{{" + strings.TrimSpace(after)
}

// told is what a caller hears who has looked: the place, and the wait as far as it
// is known.
func (a *announce) told(sp *speech, v View) []Text {
	place := a.at(sp, v.Position)
	if wait := v.wait(sp); wait.Text != "" {
		return []Text{place, wait}
	}
	return []Text{place}
}

// at is what the caller at a position hears; 1 = next.
func (a *announce) at(sp *speech, position int) Text {
	n := strconv.Itoa(position - 1)
	switch {
	case position == 1 && a.next != "":
		return Text{Text: a.next}
	case position == 1:
		return sp.words(wordNext)
	case a.text != "":
		return Text{Text: strings.Replace(a.text, "{{", n, 1)}
	}
	return sp.own(sp.word(wordBefore), n, sp.word(wordAfter))
}

// placeKept is said where the place cannot be told for now: no place and no wait is made
// up. A language that has no words for it says it in Mandarin.
func (sp *speech) placeKept() Text {
	if text, ok := sp.lang.words[wordPlaceKept]; ok {
		return sp.own(text)
	}
	return Text{Text: placeKept}
}

// placeKept is what wordPlaceKept is in Mandarin.
const placeKept = "您的排队位置一直为您保留，请您继续等候。"

func (a *announce) said(sp *speech) []Text {
	all := []Text{sp.placeKept()}
	for p := 1; p <= knownPlaces; p++ {
		all = append(all, a.at(sp, p))
	}
	return append(append(all, sp.knownWaits()...), a.comfort.said(sp)...)
}
