package ivr

import (
	"slices"
	"time"
	"unicode/utf8"
)

const (
	guardBase     = 15 * time.Second // a lost PlayEnded is taken as heard after this,
	guardPerGlyph = 500 * time.Millisecond
	slowFactor    = 2 // time to answer in slow mode
)

// speech puts phrases into the caller's language, with the values of now.
func (s *Session) speech() *speech { return &speech{lang: s.lang, session: s} }

func (s *Session) words(w word) Text { return Text{Lang: s.lang.tag(), Text: s.lang.words[w]} }

// say speaks while something else goes on.
func (s *Session) say(texts ...Text) {
	all := make([]Text, 0, len(s.lead)+len(texts))
	texts = slices.DeleteFunc(append(append(all, s.lead...), texts...), func(t Text) bool { return t.Text == "" })
	s.lead = nil
	if len(texts) == 0 {
		return
	}
	s.playing = true
	s.emit(Play{Texts: texts, Slow: s.slow})
}

// play speaks and waits for the end of it; the timer is there in case that the
// end is never told.
func (s *Session) play(texts ...Text) {
	s.say(texts...)
	if !s.playing { // nothing to say: go on as if it had been heard
		s.timer(time.Millisecond)
		return
	}
	glyphs := 0
	if p, ok := s.out[len(s.out)-1].(Play); ok {
		for _, t := range p.Texts {
			glyphs += utf8.RuneCountInString(t.Text)
		}
	}
	s.timer(guardBase + time.Duration(glyphs)*guardPerGlyph)
}

// hush stops what is being said.
func (s *Session) hush() {
	if s.playing {
		s.playing = false
		s.emit(StopPlay{})
	}
}

// timer starts the timer anew; zero stops it.
func (s *Session) timer(after time.Duration) {
	if after == 0 && !s.timing {
		return
	}
	s.timing = after > 0
	s.emit(SetTimer{After: after})
}

// wait gives the caller time to answer: more of it in slow mode.
func (s *Session) wait(after time.Duration) {
	if s.slow {
		after *= slowFactor
	}
	s.timer(after)
}

// tooMany counts a mistake; it is true when the caller has made more than may be:
// one more in slow mode.
func (s *Session) tooMany(retries int) bool {
	s.attempts++
	if s.slow {
		retries++
	}
	return s.attempts > retries
}

// keyInSpeech is what keys mean while something is said that asks for none: 0 is
// a person, * says it again, # says it again slowly, from now on.
func (s *Session) keyInSpeech(digit byte, again ...Text) {
	switch {
	case digit == '0' && s.hasPerson():
		s.toPerson(wordToPerson, "person")
	case digit == '*':
		s.hush()
		s.play(again...)
	case digit == '#':
		s.hush()
		s.slowDown()
		s.play(again...)
	}
}

// slowDown turns slow mode on, for the rest of the call.
func (s *Session) slowDown() {
	s.slow = true
	s.lead = []Text{s.words(wordSlowly)}
}
