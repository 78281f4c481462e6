package ivr

import (
	"strings"
	"time"

	"hotline/internal/schema"
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
	wishes
	keys    []choice
	instead instead
	then    *exit // after the talk; the call ends if there is none
}

func queueKind() kind {
	announce, instead := announceFields(), newInsteadForm()
	load := func(l *loader, m yamlfile.Map) verb { return loadQueue(l, m, announce, instead) }
	return newKind(load, append([]schema.Field{
		field("queue", "The queue: advice, of the centre that was called, or nation/advice of another.", schema.Text()),
		field("music", "The class of music; usually default.", schema.Text()),
		field("announce", "How the caller is told the place; none: only when asked by a key.", schema.Either(schema.OneOf("none"), schema.Form(announce...))),
		field("keys", "Keys 1 to 9 that lead away from the queue.", schema.Map(schema.OneOf(strings.Split(menuKeys, "")...), stepRef())),
		field("instead", "Where the call goes when the queue cannot serve it.", schema.Form(instead.whole...)),
		thenField("The step after the talk; the call ends if there is none."),
	}, wishFields()...)...)
}

func loadQueue(l *loader, m yamlfile.Map, announce []schema.Field, instead insteadForm) verb {
	v := &queue{music: usualMusic, announce: usualAnnounce(), wishes: loadWishes(m), then: exitOf(m, "then")}
	if n, ok := m.Get("queue"); ok {
		v.at = n
		v.name, _ = n.Text()
	}
	if n, ok := m.Get("music"); ok {
		v.music, _ = n.Text()
	}
	if n, ok := m.Get("announce"); ok {
		v.announce = l.loadAnnounce(n, announce)
	}
	if n, ok := m.Get("keys"); ok {
		v.loadKeys(n)
	}
	if n, ok := m.Get("instead"); ok {
		v.instead = loadInstead(n, instead)
	}
	return v
}

func (v *queue) loadKeys(n yamlfile.Node) {
	m, _ := n.Map()
	taken := map[byte]bool{}
	for _, p := range m.Pairs() {
		key := loadKey(p.Key, taken)
		v.keys = append(v.keys, choice{key: key, to: &exit{way: "key " + string(key), label: string(key), at: p.Value}})
	}
}

func (v *queue) exits() []*exit {
	all := append(v.instead.exits(), v.then)
	for _, k := range v.keys {
		all = append(all, k.to)
	}
	return all
}

func (v *queue) said(sp *speech) []Text { return v.announce.said(sp) }
func (v *queue) show() []string         { return append([]string{v.name}, v.wishes.show()...) }

func (v *queue) refs() []Ref {
	return append([]Ref{{Kind: RefQueue, Name: v.name, At: v.at.Place()}}, v.skills...)
}

// enter joins the queue first; what else is to be said is said while waiting.
func (v *queue) enter(s *Session) {
	s.emit(Queue{
		Queue: QueueID(s.vars.Centre, v.name), Music: v.music,
		Needs: v.needs, Prefer: v.prefer, Priority: v.priority,
		NoSeat: v.instead.noSeat != nil, AllPaused: v.instead.allPaused != nil, AllBusy: v.instead.allBusy != nil, Staff: v.instead.staff,
		MaxWait: v.instead.wait, MaxCalls: v.instead.calls, Expected: v.instead.expected,
	})
	s.say()
	s.turns = turns{place: v.announce.first, comfort: v.announce.comfort.every}
	s.timer(s.turns.soonest())
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
		switch {
		case s.leaving != nil || s.talking:
		case in.Kept:
			s.say(s.speech().placeKept())
		case in.Position > 0:
			s.say(v.announce.told(s.speech(), in)...)
		}
	}
}

func (v *queue) result(s *Session, r Result) {
	out, why := v.instead.exit(r.Reason)
	switch {
	case r.What == Talked:
		s.afterTalk(v.then)
	case s.leaving != nil:
		s.follow(s.leaving)
	case r.What == Left && out != nil:
		s.why = why
		s.follow(out)
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
	switch digit {
	case '0', '*':
		s.hush()
		s.emit(Look{})
	case '#':
		s.hush()
		s.slowDown()
		s.say()
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
		v.tell(s)
		s.timer(s.turns.soonest())
	}
}

// QueueID is the full name of a queue that a flow of a centre names.
func QueueID(centre, name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return centre + "/" + name
}
