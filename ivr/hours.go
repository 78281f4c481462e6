package ivr

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const hoursGuard = 5 * time.Second // then the centre is taken to be open

// hours asks whether a centre is open now and goes one way or the other. After it,
// hours.reason and hours.next tell callers why and until when.
type hours struct {
	centre string
	at     yamlfile.Node
	open   *exit
	closed *exit
	why    []reasonWay
}

// reasonWay is a way for one reason.
type reasonWay struct {
	why string
	to  *exit
}

// reasons that a closed centre may have.
func hoursReasons() []string {
	return []string{"before-hours", "break", "after-hours", "weekend", "holiday", "day-off", "exception"}
}

func hoursKind() kind {
	return newKind(loadHours,
		field("hours", "Whose hours: own, or another centre.", schema.Text()),
		needed("open", "The step when it is open now.", stepRef()),
		needed("closed", "The step when it is closed now.", stepRef()),
		field("why", "Other steps for some reasons to be closed.", schema.Map(schema.OneOf(hoursReasons()...), stepRef())))
}

func loadHours(_ *loader, m yamlfile.Map) verb {
	v := &hours{open: unaskedExit(m, "open"), closed: unaskedExit(m, "closed")}
	if n, ok := m.Get("hours"); ok {
		v.at = n
		v.centre, _ = n.Text()
	}
	if n, ok := m.Get("why"); ok {
		why, _ := n.Map()
		why.Only(hoursReasons()...)
		for _, p := range why.Pairs() {
			v.why = append(v.why, reasonWay{why: p.Name, to: &exit{way: p.Name, label: p.Name, at: p.Value, unasked: true}})
		}
	}
	return v
}

func (v *hours) exits() []*exit {
	all := append(make([]*exit, 0, 2+len(v.why)), v.open, v.closed)
	for _, w := range v.why {
		all = append(all, w.to)
	}
	return all
}

func (v *hours) refs() []Ref    { return centreRefs(v.centre, v.at) }
func (v *hours) show() []string { return []string{v.centre} }

func (v *hours) enter(s *Session) {
	s.timer(hoursGuard)
	s.emit(AskHours{Centre: s.ownOr(v.centre)})
}

func (v *hours) input(s *Session, in Input) {
	switch in := in.(type) {
	case Hours:
		s.follow(v.way(s, in))
	case Timeout:
		s.hours = Hours{Open: true}
		s.follow(v.open) // better a queue without seats than a caller sent away
	}
}

func (v *hours) way(s *Session, in Hours) *exit {
	if in.Open {
		return v.open
	}
	if s.ownOr(v.centre) == s.vars.Centre {
		s.closed, s.why = true, whyClosed
	}
	for _, w := range v.why {
		if w.why == in.Why {
			return w.to
		}
	}
	return v.closed
}
