package ivr

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// hangup ends the call, after a last word if there is one. The caller may still
// ask for a person while it is said.
type hangup struct {
	reason string
	text   phrase
}

func hangupKind() kind {
	return newKind(loadHangup,
		field("hangup", "The call ends: done.", schema.OneOf(EndDone)),
		field("say", "A last word.", sentence()))
}

func loadHangup(l *loader, m yamlfile.Map) verb {
	v := &hangup{}
	n, _ := m.Get("hangup")
	v.reason, _ = n.OneOf(EndDone)
	if n, ok := m.Get("say"); ok {
		v.text = l.phrase(n)
	}
	return v
}

func (v *hangup) exits() []*exit { return nil }
func (v *hangup) show() []string { return v.text.show() }

func (v *hangup) said(sp *speech) []Text {
	if v.text == nil {
		return nil
	}
	return []Text{sp.say(v.text)}
}

func (v *hangup) enter(s *Session) {
	if v.text == nil && len(s.lead) == 0 {
		s.end(v.reason)
		return
	}
	s.play(v.said(s.speech())...)
}

func (v *hangup) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded, Timeout:
		s.end(v.reason)
	case Key:
		s.keyInSpeech(in.Digit, v.said(s.speech())...)
	}
}
