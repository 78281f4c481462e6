package ivr

import "hotline/internal/yamlfile"

// forward hands the call to another centre, or calls a number outside. Numbers
// are allowed by the trunks, never by a flow.
type forward struct {
	centre, number string
	at             yamlfile.Node
	otherwise      *exit
	then           *exit // after a talk with the number outside
}

func loadForward(m yamlfile.Map) verb {
	v := &forward{then: exitOf(m, "then")}
	n, _ := m.Get("forward")
	to, ok := n.Map()
	if !ok {
		return v
	}
	to.Only("centre", "number", "else")
	v.otherwise = unaskedExit(to, "else")
	centre, hasCentre := to.Get("centre")
	number, hasNumber := to.Get("number")
	switch {
	case hasCentre == hasNumber:
		n.Error("write forward: {centre: …} or forward: {number: …}", "a forward needs a centre or a number, one of them")
	case hasCentre:
		v.at = centre
		v.centre, _ = centre.Text()
	default:
		v.at = number
		v.number, _ = number.Text()
	}
	if hasCentre && v.then != nil {
		v.then.at.Error("take it out", "a call forwarded to a centre does not come back")
	}
	return v
}

func (v *forward) exits() []*exit { return []*exit{v.otherwise, v.then} }

func (v *forward) refs() []Ref {
	if v.centre != "" {
		return []Ref{{Kind: RefCentre, Name: v.centre, At: v.at.Place()}}
	}
	return []Ref{{Kind: RefNumber, Name: v.number, At: v.at.Place()}}
}

func (v *forward) check(f *Flow, at *step) {
	if v.otherwise == nil && (f.person == nil || f.person == at) {
		v.at.Error("add else: <step>", "when forward %s fails, the call has nowhere to go", at.name)
	}
}

func (v *forward) enter(s *Session) {
	s.timer(0)
	s.emit(Forward{Centre: v.centre, Number: v.number})
}

func (v *forward) input(s *Session, in Input) {
	switch in := in.(type) {
	case Connected:
		s.talk()
	case Result:
		switch {
		case in.What == Talked:
			s.afterTalk(v.then)
		case v.otherwise != nil:
			s.follow(v.otherwise)
		default:
			s.rescue()
		}
	}
}
