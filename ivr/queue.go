package ivr

import (
	"strings"
	"time"

	"hotline/internal/yamlfile"
)

const (
	usualMusic = "default"
	leaveGuard = 5 * time.Second // then the wish to leave the queue is repeated
	leaveByKey = "key"
)

// queue lets the caller wait for a person, with music and his place now and
// then. 0 and * tell the place at once: the caller is on the way to a person
// already.
type queue struct {
	name     string // "advice" of the session's centre, or "harbin/advice"
	at       yamlfile.Node
	music    string
	announce announce
	keys     []choice
	instead  instead
	then     *exit // after the talk; the call ends if there is none
}

func loadQueue(m yamlfile.Map) verb {
	v := &queue{music: usualMusic, announce: usualAnnounce(), then: exitOf(m, "then")}
	if n, ok := m.Get("queue"); ok {
		v.at = n
		v.name, _ = n.Text()
	}
	if n, ok := m.Get("music"); ok {
		v.music, _ = n.Text()
	}
	if n, ok := m.Get("announce"); ok {
		v.announce = loadAnnounce(n)
	}
	if n, ok := m.Get("keys"); ok {
		v.loadKeys(n)
	}
	if n, ok := m.Get("instead"); ok {
		v.instead = loadInstead(n)
	}
	return v
}

func (v *queue) loadKeys(n yamlfile.Node) {
	m, _ := n.Map()
	taken := map[byte]bool{}
	for _, p := range m.Pairs() {
		v.keys = append(v.keys, choice{key: loadKey(p.Key, taken), to: &exit{at: p.Value}})
	}
}

func (v *queue) exits() []*exit {
	all := make([]*exit, 0, 4+len(v.keys))
	all = append(all, v.instead.noSeat, v.instead.waitOver, v.instead.full, v.then)
	for _, k := range v.keys {
		all = append(all, k.to)
	}
	return all
}

func (v *queue) texts() []string { return v.announce.texts() }

func (v *queue) refs() []Ref { return []Ref{{Kind: RefQueue, Name: v.name, At: v.at.Place()}} }

// enter joins the queue first; what else is to be said is said while waiting.
func (v *queue) enter(s *Session) {
	s.emit(Queue{
		Queue: QueueID(s.vars.Centre, v.name), Music: v.music,
		NoSeat: v.instead.noSeat != nil, MaxWait: v.instead.wait, MaxCalls: v.instead.calls,
	})
	s.say()
	s.timer(v.announce.first)
}

func (v *queue) input(s *Session, in Input) {
	switch in := in.(type) {
	case Connected:
		s.talk()
	case Result:
		v.result(s, in)
	case Key:
		v.key(s, in.Digit)
	case Timeout:
		v.timeout(s)
	case View:
		if in.Position > 0 && s.leaving == nil && !s.talking {
			s.say(v.announce.at(in.Position))
		}
	}
}

func (v *queue) result(s *Session, r Result) {
	switch {
	case r.What == Talked:
		s.afterTalk(v.then)
	case s.leaving != nil:
		s.follow(s.leaving)
	case r.What == Left && v.instead.exit(r.Reason) != nil:
		s.follow(v.instead.exit(r.Reason))
	default:
		s.rescue()
	}
}

func (v *queue) key(s *Session, digit byte) {
	if s.talking || s.leaving != nil {
		return
	}
	for _, k := range v.keys {
		if k.key == digit {
			s.hush()
			s.leaving = k.to
			v.leave(s)
			return
		}
	}
	if digit == '0' || digit == '*' {
		s.hush()
		s.emit(Look{})
	}
}

// leave asks to be taken out of the queue; Result says when it has happened, or
// that a seat was quicker.
func (v *queue) leave(s *Session) {
	s.emit(LeaveQueue{Reason: leaveByKey})
	s.timer(leaveGuard)
}

func (v *queue) timeout(s *Session) {
	switch {
	case s.leaving != nil:
		v.leave(s)
	case !s.talking:
		s.emit(Look{})
		s.timer(v.announce.every)
	}
}

// QueueID is the full name of a queue that a flow of a centre names.
func QueueID(centre, name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return centre + "/" + name
}
