package ivr

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	usualMessage  = 2 * time.Minute
	leastMessage  = 10 * time.Second
	mostMessage   = 10 * time.Minute
	silentMessage = 8 * time.Second  // callers who speak slowly pause
	messageGuard  = 15 * time.Second // beyond the longest message, for an end that is never told
	stopGuard     = 5 * time.Second  // the same once a key has ended it

	phaseRecording = 1
	phaseThanks    = 2
)

// voicemail takes a message after a tone. Any key ends it, and 0 leads to a person
// instead. A message without a word is asked for once more.
type voicemail struct {
	centre string
	at     yamlfile.Node
	text   phrase
	max    time.Duration
	then   *exit
	failed *exit
}

func voicemailKind() kind {
	return newKind(loadVoicemail,
		field("voicemail", "Whose voicemail: own, or another centre.", schema.Text()),
		field("say", "What is said before the instruction and the tone.", sentence()),
		field("max", "The longest message. Usually 2m.", schema.Duration(leastMessage, mostMessage)),
		thenField("The step after the message."),
		field("else", "The step when no message could be taken; usually the same as then.", stepRef()))
}

func loadVoicemail(l *loader, m yamlfile.Map) verb {
	v := &voicemail{max: usualMessage, then: exitOf(m, "then"), failed: exitOf(m, "else")}
	n, _ := m.Get("voicemail")
	v.at = n
	v.centre, _ = n.Text()
	if n, ok := m.Get("say"); ok {
		v.text = l.phrase(n)
	}
	if n, ok := m.Get("max"); ok {
		v.max, _ = n.Duration(leastMessage, mostMessage)
	}
	if v.then == nil {
		m.Node().Error("add then: <the next step>", "after the message the call has nowhere to go")
	}
	return v
}

func (v *voicemail) exits() []*exit { return []*exit{v.then, v.failed} }
func (v *voicemail) refs() []Ref    { return centreRefs(v.centre, v.at) }
func (v *voicemail) show() []string { return append([]string{v.centre}, v.text.show()...) }

func (v *voicemail) said(sp *speech) []Text {
	return append(v.prompt(sp), sp.words(wordKept), sp.words(wordNoMessage))
}

func (v *voicemail) prompt(sp *speech) []Text {
	if v.text == nil {
		return []Text{sp.words(wordLeave)}
	}
	return []Text{sp.say(v.text), sp.words(wordLeave)}
}

func (v *voicemail) enter(s *Session) {
	s.phase = 0
	s.play(v.prompt(s.speech())...)
}

func (v *voicemail) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded:
		v.heard(s)
	case Timeout:
		v.timeUp(s)
	case Recorded:
		v.recorded(s, in)
	case Key:
		v.key(s, in.Digit)
	}
}

func (v *voicemail) heard(s *Session) {
	if s.phase == phaseThanks {
		s.follow(v.then)
		return
	}
	s.phase = phaseRecording
	s.emit(RecordMessage{Centre: s.ownOr(v.centre), Max: v.max, Silent: silentMessage})
	s.timer(v.max + messageGuard)
}

func (v *voicemail) timeUp(s *Session) {
	if s.phase == phaseRecording { // its end got lost; perhaps the message did not
		s.emit(StopRecording{})
		s.emit(KeepMessage{})
		v.nothing(s)
		return
	}
	s.hush()
	v.heard(s)
}

func (v *voicemail) key(s *Session, digit byte) {
	switch {
	case s.phase == phaseThanks:
		s.keyInSpeech(digit, s.words(wordKept))
	case s.phase != phaseRecording:
		s.keyInSpeech(digit, v.prompt(s.speech())...)
	case digit == '0' && s.hasPerson():
		s.emit(StopRecording{})
		s.emit(KeepMessage{})
		s.toPerson(wordToPerson, "person")
	default:
		s.emit(StopRecording{})
		s.timer(stopGuard)
	}
}

func (v *voicemail) recorded(s *Session, r Recorded) {
	if s.phase != phaseRecording {
		return
	}
	s.timer(0)
	switch {
	case r.OK:
		s.emit(KeepMessage{})
		s.closed = false
		s.phase = phaseThanks
		s.play(s.words(wordKept))
	case s.attempts == 0:
		s.attempts++
		s.emit(DropMessage{})
		s.lead = []Text{s.words(wordNoMessage)}
		v.enter(s)
	default:
		s.emit(DropMessage{})
		v.nothing(s)
	}
}

// nothing leads on without a message.
func (v *voicemail) nothing(s *Session) {
	s.followOr(v.failed, func() { s.follow(v.then) })
}
