package ivr

import "hotline/internal/yamlfile"

// say speaks and goes on. A greeting is short and tells what the caller needs, so
// keys do not skip it; 0 goes to a person at once and * says it again.
type say struct {
	text string
	then *exit
}

func loadSay(m yamlfile.Map) verb {
	v := &say{then: unaskedExit(m, "then")}
	if n, ok := m.Get("say"); ok {
		v.text = loadText(n)
	}
	if v.then == nil {
		m.Node().Error("add then: <the next step>, or hangup: done", "after this text the caller would hear nothing more")
	}
	return v
}

func (v *say) exits() []*exit  { return []*exit{v.then} }
func (v *say) texts() []string { return []string{v.text} }

func (v *say) enter(s *Session) { s.play(v.text) }

func (v *say) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded, Timeout:
		s.follow(v.then)
	case Key:
		s.keyInSpeech(in.Digit, v.text)
	}
}

// keyInSpeech is what keys mean while something is said that asks for none.
func (s *Session) keyInSpeech(digit byte, again ...string) {
	switch {
	case digit == '0' && s.flow.person != nil:
		s.toPerson(wordsToPerson)
	case digit == '*':
		s.hush()
		s.play(again...)
	}
}
