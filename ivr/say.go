package ivr

import "hotline/internal/yamlfile"

// say speaks and goes on. A greeting is short and tells what the caller needs, so
// keys do not skip it; 0 goes to a person at once and * says it again.
type say struct {
	text phrase
	then *exit
}

func sayKind() kind {
	return newKind(loadSay,
		field("say", "What the caller hears; {{ … }} holds a value. A map gives it in several languages.", sentence()),
		thenField("The next step."))
}

func loadSay(l *loader, m yamlfile.Map) verb {
	v := &say{then: unaskedExit(m, "then")}
	if n, ok := m.Get("say"); ok {
		v.text = l.phrase(n)
	}
	if v.then == nil {
		m.Node().Error("add then: <the next step>, or hangup: done", "after this text the caller would hear nothing more")
	}
	return v
}

func (v *say) exits() []*exit         { return []*exit{v.then} }
func (v *say) said(sp *speech) []Text { return []Text{sp.say(v.text)} }
func (v *say) show() []string         { return v.text.show() }

func (v *say) enter(s *Session) { s.play(v.said(s.speech())...) }

func (v *say) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded, Timeout:
		s.follow(v.then)
	case Key:
		s.keyInSpeech(in.Digit, v.said(s.speech())...)
	}
}
