package dialplan

import (
	"slices"
	"strings"

	"hotline/internal/yamlfile"
)

// SignIn says when a seat is at work without anybody signing it in.
type SignIn string

// The ways to sign in.
const (
	Registered SignIn = "registered" // while its telephone is registered
	Always     SignIn = "always"     // from the start of the engine
)

// Seat is a telephone that answers callers.
type Seat struct {
	ID     string // its number
	Name   string
	Queues []string // "<centre>/<name>", all of one floor; never empty
	SignIn SignIn
}

func (l *loader) loadSeats() {
	m, ok := l.yaml(seatsFile)
	if !ok {
		return
	}
	m.Fields(seatsFields())
	if seats, ok := section(m, "seats"); ok {
		for _, p := range seats.Pairs() {
			l.loadSeat(p)
		}
	}
	if n, ok := m.Get("fallback"); ok {
		l.loadFallback(n)
	} else {
		m.Node().Warn("add fallback: [seats]", "when no engine runs, no telephone rings")
	}
}

func (l *loader) loadSeat(p yamlfile.Pair) {
	if !seatForm.MatchString(p.Name) {
		p.Key.Error("use 2 to 15 digits", "%q cannot be the number of a seat", p.Name)
	}
	s := Seat{ID: p.Name, SignIn: Registered}
	if m, ok := p.Value.Map(); ok {
		l.fillSeat(&s, m)
	}
	l.tree.Seats[s.ID] = s
}

func (l *loader) fillSeat(s *Seat, m yamlfile.Map) {
	m.Fields(seatFields())
	if n, ok := m.Get("name"); ok {
		if s.Name, ok = n.Text(); ok && !plain(s.Name) {
			n.Error("use letters, digits and spaces", "this name cannot be shown on a telephone")
		}
	}
	if n, ok := m.Get("sign-in"); ok {
		how, _ := n.OneOf(string(Registered), string(Always))
		s.SignIn = SignIn(how)
	}
	n, ok := m.Need("queues")
	if !ok {
		return
	}
	for _, item := range few(n, n.Texts(), mostListed) {
		id := l.queueRef(item)
		if slices.Contains(s.Queues, id) {
			item.Error("take one of them out", "%s is there twice", id)
			continue
		}
		s.Queues = append(s.Queues, id)
	}
	queues := s.Queues
	l.later = append(l.later, func() { l.checkFloor(n, queues) })
}

// checkFloor: one distributor must see all of a seat's queues.
func (l *loader) checkFloor(n yamlfile.Node, queues []string) {
	var floors []string
	for _, id := range queues {
		if floor := l.tree.FloorOfQueue(id); floor != "" && !slices.Contains(floors, floor) {
			floors = append(floors, floor)
		}
	}
	if len(floors) > 1 {
		n.Error("leave the queues of one floor", "a seat cannot serve two floors: %s", strings.Join(floors, ", "))
	}
}

func (l *loader) loadFallback(n yamlfile.Node) {
	for _, item := range n.Texts() {
		id := l.ref(item, "seat", func(id string) bool { return l.tree.Seats[id].ID != "" }, func() []string { return sorted(l.tree.Seats) })
		l.tree.Fallback = append(l.tree.Fallback, id)
	}
}

// plain: no control characters, nothing that means something in Asterisk's files.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 || r == 0xfffd || strings.ContainsRune(`";<>\[]`, r)
	})
}
