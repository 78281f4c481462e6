package ivr

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	mostComforts = 20
	quietTime    = 10 * time.Second // of music, between two things that a waiting caller hears
)

// comfort is what waiting callers hear besides their place: texts, said in turn.
type comfort struct {
	texts []phrase
	every time.Duration // zero: there are none
}

func comfortFields() []schema.Field {
	return []schema.Field{
		field("comfort", "Texts that are said in turn while the caller waits.", schema.List(sentence())),
		field("every", "How often one of them is said; usually as often as the place.", schema.Duration(leastAnnounce, mostAnnounce)),
	}
}

// loadComfort reads the texts; usual is how often they are said if nothing else is
// written.
func (l *loader) loadComfort(m yamlfile.Map, usual time.Duration) comfort {
	c := comfort{every: usual}
	if usual == 0 {
		c.every = everyAnnounce
	}
	if n, ok := m.Get("every"); ok {
		c.every, _ = n.Duration(leastAnnounce, mostAnnounce)
		if !m.Has("comfort") {
			n.Error("add comfort: [ … ], or write position: every 30s for the place", "it is not said what callers hear so often")
		}
	}
	n, ok := m.Get("comfort")
	if !ok {
		return comfort{}
	}
	items, _ := n.List()
	if len(items) > mostComforts {
		n.Error("take some out", "there are %d texts; nobody waits for more than %d", len(items), mostComforts)
	}
	for _, item := range items {
		c.texts = append(c.texts, l.phrase(item))
	}
	return c
}

func (c *comfort) said(sp *speech) []Text {
	all := make([]Text, len(c.texts))
	for i, p := range c.texts {
		all[i] = sp.say(p)
	}
	return all
}

// say says the text whose turn it is, and gives the time until there may be other
// words.
func (c *comfort) say(s *Session) (quiet time.Duration) {
	text := s.speech().say(c.texts[s.turns.next%len(c.texts)])
	s.turns.next++
	s.say(text)
	quiet = SpeechTime(text)
	if s.slow {
		quiet *= slowFactor
	}
	return max(quiet, quietTime)
}
