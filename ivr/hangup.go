package ivr

import "hotline/internal/yamlfile"

// hangup ends the call, after a last word if there is one. The caller may still
// ask for a person while it is said.
type hangup struct {
	reason string
	texted []string
}

func loadHangup(m yamlfile.Map) verb {
	v := &hangup{}
	n, _ := m.Get("hangup")
	v.reason, _ = n.OneOf(EndDone)
	if n, ok := m.Get("say"); ok {
		v.texted = []string{loadText(n)}
	}
	return v
}

func (v *hangup) exits() []*exit  { return nil }
func (v *hangup) texts() []string { return v.texted }

func (v *hangup) enter(s *Session) {
	if len(v.texted) == 0 {
		s.end(v.reason)
		return
	}
	s.play(v.texted...)
}

func (v *hangup) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded, Timeout:
		s.end(v.reason)
	case Key:
		s.keyInSpeech(in.Digit, v.texted...)
	}
}
