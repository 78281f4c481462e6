package simulate

import (
	"strconv"
	"strings"
	"time"

	"hotline/internal/form"
	"hotline/internal/yamlfile"
)

// loadRoster reads groups of seats; seats are numbered through.
func (s *scenario) loadRoster(n yamlfile.Node) {
	groups, _ := n.List()
	for _, g := range groups {
		m, ok := g.Map()
		if !ok {
			continue
		}
		m.Fields(groupFields())
		c := &crew{}
		c.seat.Queues = s.loadPosts(m)
		form.Fill(m, c.settings())
		var work []Span
		if n, ok := m.Need("work"); ok {
			work = loadSpans(n)
		}
		n, ok := m.Need("count")
		if !ok {
			continue
		}
		count, _ := n.Int(1, MaxSeats)
		if len(s.model.Seats)+count > MaxSeats {
			n.Error("", "these are more than %d seats", MaxSeats)
			return
		}
		for range count {
			c.seat.ID = strconv.Itoa(len(s.model.Seats) + 1)
			s.addSeat(c, work)
		}
	}
	s.inOrder()
}

// loadSpans reads times of the day, in order and without overlap.
func loadSpans(n yamlfile.Node) (spans []Span) {
	for _, item := range n.Texts() {
		text, _ := item.Text()
		first, second, _ := strings.Cut(text, "-")
		from, ok1 := clock(first)
		to, ok2 := clock(second)
		switch {
		case !ok1 || !ok2:
			item.Error("write it like 08:30-12:00", "%q is no time of the day", text)
		case from >= to:
			item.Error("write what goes over midnight as two, until 24:00 and from 00:00", "%s ends before it begins", text)
		case len(spans) > 0 && from <= spans[len(spans)-1].To:
			item.Error("put the times in order, with a break between them", "%s begins before the one before it is over", text)
		default:
			spans = append(spans, Span{from, to})
		}
	}
	return spans
}

func clock(text string) (time.Duration, bool) {
	text = strings.TrimSpace(text)
	if text == "24:00" {
		return day, true
	}
	t, err := time.Parse("15:04", text)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}
