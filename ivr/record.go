package ivr

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// record turns the recording of the call's talks on, after saying so, or off.
type record struct {
	on   bool
	text phrase
	then *exit
}

func recordKind() kind {
	return newKind(loadRecord,
		field("record", "talks: what caller and seat say is recorded from now on; off: it is not.", schema.OneOf("talks", "off")),
		field("say", "The announcement; needed before talks are recorded.", sentence()),
		thenField("The next step."))
}

func loadRecord(l *loader, m yamlfile.Map) verb {
	v := &record{then: unaskedExit(m, "then")}
	n, _ := m.Get("record")
	what, _ := n.OneOf("talks", "off")
	v.on = what == "talks"
	if at, ok := m.Get("say"); ok {
		v.text = l.phrase(at)
	} else if v.on {
		n.Error("add say: 为保证服务质量，本次通话可能被录音。", "recording must be announced before it starts")
	}
	if v.then == nil {
		m.Node().Error("add then: <the next step>", "after this the call has nowhere to go")
	}
	return v
}

func (v *record) exits() []*exit { return []*exit{v.then} }
func (v *record) show() []string { return v.text.show() }

func (v *record) said(sp *speech) []Text {
	if v.text == nil {
		return nil
	}
	return []Text{sp.say(v.text)}
}

func (v *record) enter(s *Session) {
	if v.text == nil {
		v.done(s)
		return
	}
	s.play(v.said(s.speech())...)
}

func (v *record) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded, Timeout:
		v.done(s)
	case Key:
		s.keyInSpeech(in.Digit, v.said(s.speech())...)
	}
}

func (v *record) done(s *Session) {
	s.emit(RecordTalks{On: v.on})
	s.follow(v.then)
}
