package ivr

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// forward hands the call to another centre, calls a number outside, or follows
// the centre's chain. Numbers are allowed by the trunks, never by a flow.
type forward struct {
	what      string // centre, area, number, chain
	to        *value
	otherwise *exit
	then      *exit // after a talk with a number outside
	voicemail *exit // where the chain ends
	callback  *exit
}

func forwardKind() kind {
	target := []schema.Field{
		field("centre", "A centre of this platform, such as harbin, or caller.city.", schema.Text()),
		field("area", "An area code, such as 010 or digits.area: the centre that it reaches, here or on another platform.", schema.Text()),
		field("number", "A number outside that a trunk allows, such as 12345.", schema.Text()),
		field("else", "The step when it cannot be reached.", stepRef()),
	}
	return newKind(func(l *loader, m yamlfile.Map) verb { return loadForward(l, m, target) },
		field("forward", "Where the call goes: a centre, an area code, a number; or chain: the centre's own chain.", schema.Either(schema.OneOf("chain"), schema.Form(target...))),
		thenField("The step after a talk with a number outside."),
		field("voicemail", "The step when the chain ends in voicemail.", stepRef()),
		field("callback", "The step when the chain ends in a call back.", stepRef()))
}

func loadForward(l *loader, m yamlfile.Map, fields []schema.Field) verb {
	v := &forward{then: exitOf(m, "then"), voicemail: unaskedExit(m, "voicemail"), callback: unaskedExit(m, "callback")}
	n, _ := m.Get("forward")
	if n.IsText() {
		v.loadChain(n)
		return v
	}
	to, ok := n.Map()
	if !ok {
		return v
	}
	to.Fields(fields)
	v.otherwise = unaskedExit(to, "else")
	for _, what := range []string{"centre", "area", "number"} {
		target, ok := to.Get(what)
		if ok && v.what != "" {
			n.Error("take one of them out", "a forward has one target, this one has %s and %s", v.what, what)
		}
		if ok {
			v.what, v.to = what, l.value(target)
		}
	}
	if v.what == "" {
		n.Error("write forward: {centre: …}, {area: …} or {number: …}", "a forward needs a target")
	}
	for _, e := range []*exit{v.voicemail, v.callback} {
		if e != nil {
			e.at.Error("take it out, or write forward: chain", "only a chain ends in %s", e.way)
		}
	}
	if v.what == "centre" && v.then != nil {
		v.then.at.Error("take it out", "a call forwarded to a centre does not come back")
	}
	return v
}

func (v *forward) loadChain(n yamlfile.Node) {
	text, ok := n.Text()
	if text != "chain" {
		if ok {
			n.Error("write forward: {centre: "+text+"}, or forward: chain", "%q is not a target", text)
		}
		return
	}
	v.what = "chain"
	v.to = &value{at: n}
	for _, e := range []*exit{v.voicemail, v.callback} {
		if e == nil {
			n.Error("add voicemail: <step> and callback: <step>", "the centre's chain may end in voicemail or a call back")
			return
		}
	}
}

func (v *forward) exits() []*exit { return []*exit{v.otherwise, v.then, v.voicemail, v.callback} }

func (v *forward) show() []string {
	if v.to == nil || v.what == "chain" {
		return []string{v.what}
	}
	text, _ := v.to.at.Text()
	return []string{text}
}

func (v *forward) refs() []Ref {
	if v.to == nil {
		return nil
	}
	name, fixed := v.to.literal()
	if !fixed {
		return nil
	}
	kind := map[string]RefKind{"centre": RefCentre, "area": RefArea, "number": RefNumber}[v.what]
	return []Ref{{Kind: kind, Name: name, At: v.to.at.Place()}}
}

func (v *forward) check(f *Flow, at *step) {
	if v.what == "chain" || v.otherwise != nil || v.to == nil {
		return
	}
	if f.person == nil || f.person == at {
		v.to.at.Error("add else: <step>", "when forward %s fails, the call has nowhere to go", at.name)
	}
}

// enter says first what is still to be said: once forwarded, the call is in other
// hands.
func (v *forward) enter(s *Session) {
	if len(s.lead) > 0 {
		s.play()
		return
	}
	v.hand(s)
}

func (v *forward) hand(s *Session) {
	s.timer(0)
	e := v.target(s)
	if e == (Forward{}) { // a value that is not known, such as the caller's city
		v.result(s, Result{What: Failed, Reason: "unknown"})
		return
	}
	s.phase = handed
	s.emit(e)
}

const handed = 1 // phase: the call is in other hands

func (v *forward) target(s *Session) (e Forward) {
	switch v.what {
	case "chain":
		e.Chain = s.why
		if e.Chain == "" {
			e.Chain = whyUnstaffed
		}
	case "centre":
		e.Centre = v.to.text(s)
	case "area":
		e.Area = v.to.text(s)
	case "number":
		e.Number = v.to.text(s)
	}
	return e
}

func (v *forward) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded, Timeout:
		if s.phase != handed {
			s.hush()
			v.hand(s)
		}
	case Connected:
		s.talk()
	case Result:
		if !s.playing { // else it is of something before
			v.result(s, in)
		}
	}
}

func (v *forward) result(s *Session, r Result) {
	switch {
	case r.What == Talked:
		s.afterTalk(v.then)
	case v.what == "chain" && r.Reason == "callback":
		s.follow(v.callback)
	case v.what == "chain":
		s.follow(v.voicemail)
	case v.otherwise != nil:
		s.follow(v.otherwise)
	default:
		s.rescue()
	}
}
