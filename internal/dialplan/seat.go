package dialplan

import (
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/form"
	"hotline/internal/schema"
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
	ID         string // its number
	Name       string
	Queues     []string // "<centre>/<name>", all of one floor; empty only where it supervises
	SignIn     SignIn
	Phones     []string // its SIP accounts, which all ring; empty where Outside is set
	Outside    *Outside // nil: none
	TLS        bool     // its accounts speak SIP over TLS, and their sound is encrypted
	Supervises []string // queues whose seats it supervises
	Rules      acd.Seat // for the distributor
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
	if n, ok := m.Get("phones"); ok {
		l.loadPhones(n)
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
	s := &Seat{ID: p.Name, SignIn: Registered, Rules: acd.Seat{ID: p.Name}}
	if m, ok := p.Value.Map(); ok {
		form.Read(m, s.settings(l))
		s.check(m)
	}
	s.settlePhones()
	for _, post := range s.Rules.Queues {
		s.Queues = append(s.Queues, post.Queue)
	}
	l.tree.Seats[s.ID] = *s
	l.later = append(l.later, func() { l.warnOfSeat(p, s) })
}

// settings are the keys of a seat.
func (s *Seat) settings(l *loader) []form.Setting {
	return []form.Setting{
		form.Of("name", "What telephones and pages show.", schema.Text(), func(n yamlfile.Node) { s.Name = shownName(n) }),
		form.Of("queues", "<centre>/<queue>, or {queue: <centre>/<queue>, level: 2, …}; all of one floor.", schema.List(postType()),
			func(n yamlfile.Node) {
				s.Rules.Queues = l.loadPosts(n)
				l.later = append(l.later, func() { l.checkFloor(n, s.Queues) })
			}),
		s.supervisesSetting(l),
		s.phonesSetting(l),
		s.outsideSetting(l),
		transportSetting(&s.TLS),
		form.Skills("skills", "What it can, with levels 1 to 9: {粤语: 3}.", 1, func(found form.SkillsAt) {
			s.Rules.Skills = found.Skills()
			l.noteSkills(found)
		}),
		form.SeatWrapUp("Time for notes after each talk, instead of what its queues say.", mostWrapUp,
			func(w form.WrapUp) { s.Rules.WrapUp, s.Rules.WrapUpMode = &w.Time, &w.Mode }),
		form.Choice("sign-in", "registered: at work while the telephone is (the usual); always: from the start.", &s.SignIn, Registered, Always),
	}
}

// shownName is a name that telephones and Asterisk's files can hold.
func shownName(n yamlfile.Node) string {
	text, ok := n.Text()
	if ok && !plain(text) {
		n.Error("use letters, digits and spaces", "this name cannot be shown on a telephone")
	}
	return text
}

// check sees what the keys of a seat mean together.
func (s *Seat) check(m yamlfile.Map) {
	if !m.Has("queues") && !m.Has("supervises") {
		m.Node().Error("add queues: …", "queues is missing")
	}
	if !m.Has("outside") {
		return
	}
	if n, ok := m.Get("phones"); ok {
		n.Error("take one of them out", "a remote seat has no SIP account")
	}
	if n, ok := m.Get("transport"); ok {
		n.Error("take one of them out", "a remote seat has no SIP account")
	}
	if n, ok := m.Get("sign-in"); ok && s.SignIn == Registered {
		n.Error("take it out: a remote seat is at work from the start", "a remote seat has nothing that registers")
	}
	s.SignIn = Always
}

// settlePhones: without another word, a seat's number is that of its telephone.
func (s *Seat) settlePhones() {
	if s.Outside == nil && len(s.Phones) == 0 {
		s.Phones = []string{s.ID}
	}
}

// queue is one that the seat has to do with: it tells its floor.
func (s Seat) queue() string {
	for _, queues := range [][]string{s.Queues, s.Supervises} {
		if len(queues) > 0 {
			return queues[0]
		}
	}
	return ""
}

// checkFloor: one distributor must see all queues that a seat has to do with.
func (l *loader) checkFloor(n yamlfile.Node, queues []string) {
	var floors []string
	for _, queue := range queues {
		if floor := l.tree.FloorOfQueue(queue); floor != "" && !slices.Contains(floors, floor) {
			floors = append(floors, floor)
		}
	}
	if len(floors) > 1 {
		n.Error("leave the queues of one floor", "a seat cannot serve two floors: %s", strings.Join(floors, ", "))
	}
}

func (l *loader) loadFallback(n yamlfile.Node) {
	for _, item := range n.Texts() {
		id := l.seatRef(item)
		s := l.tree.Seats[id]
		if s.Outside != nil {
			item.Error("take it out", "seat %s is outside: Asterisk cannot ring it by itself", id)
		}
		l.tree.Fallback = append(l.tree.Fallback, s.Phones...)
	}
}

// plain: no control characters, nothing that means something in Asterisk's files.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 || r == 0xfffd || strings.ContainsRune(`";<>\[]`, r)
	})
}
