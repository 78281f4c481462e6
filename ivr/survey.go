package ivr

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	bestGrade   = 5 // 非常满意
	phaseGraded = 1
)

// survey asks for a grade of the talk, in the five grades of 好差评: key 1 is the
// best. Who does not answer is not asked for long: the call goes on.
type survey struct {
	text phrase
	then *exit
	asking
}

func surveyKind() kind {
	return newKind(loadSurvey, append([]schema.Field{
		field("survey", "The question; the five grades and their keys are spoken after it.", sentence()),
		thenField("The step after it, with a grade or without."),
	}, askingFields()[:2]...)...)
}

func loadSurvey(l *loader, m yamlfile.Map) verb {
	v := &survey{asking: loadAsking(m), then: exitOf(m, "then")}
	if n, ok := m.Get("survey"); ok {
		v.text = l.phrase(n)
	}
	if v.then == nil {
		m.Node().Error("add then: <the next step>", "after the survey the call has nowhere to go")
	}
	return v
}

func (v *survey) exits() []*exit { return []*exit{v.then} }
func (v *survey) show() []string { return v.text.show() }

func (v *survey) said(sp *speech) []Text { return append(v.question(sp), sp.words(wordThanks)) }

func (v *survey) question(sp *speech) []Text {
	return []Text{sp.say(v.text), sp.words(wordGrades)}
}

func (v *survey) enter(s *Session) { s.play(v.question(s.speech())...) }

func (v *survey) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded:
		if s.phase == phaseGraded {
			s.follow(v.then)
			return
		}
		s.wait(v.timeout)
	case Timeout:
		v.timeUp(s)
	case Key:
		v.key(s, in.Digit)
	}
}

func (v *survey) timeUp(s *Session) {
	switch {
	case s.phase == phaseGraded:
		s.follow(v.then)
	case s.playing:
		s.hush()
		s.wait(v.timeout)
	default:
		v.retry(s)
	}
}

func (v *survey) key(s *Session, digit byte) {
	if s.phase == phaseGraded {
		s.keyInSpeech(digit, s.words(wordThanks))
		return
	}
	s.hush()
	switch {
	case digit >= '1' && digit <= '0'+bestGrade:
		s.emit(Rate{Grade: bestGrade + 1 - int(digit-'0')})
		s.phase = phaseGraded
		s.play(s.words(wordThanks))
	case digit == '0' && s.hasPerson():
		s.toPerson(wordToPerson, "person")
	case digit == '*':
		v.enter(s)
	case digit == '#':
		s.slowDown()
		v.enter(s)
	default:
		v.retry(s)
	}
}

func (v *survey) retry(s *Session) {
	if s.tooMany(v.retries) {
		s.follow(v.then)
		return
	}
	v.enter(s)
}
