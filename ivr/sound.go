package ivr

import (
	"time"
	"unicode/utf8"
)

const (
	guardBase     = 15 * time.Second // a lost PlayEnded is taken as heard after this,
	guardPerGlyph = 500 * time.Millisecond
)

// say speaks while something else goes on.
func (s *Session) say(texts ...string) {
	if s.lead != "" {
		texts = append([]string{s.lead}, texts...)
		s.lead = ""
	}
	if len(texts) == 0 {
		return
	}
	s.playing = true
	s.emit(Play{Texts: texts})
}

// play speaks and waits for the end of it; the timer is there in case that the
// end is never told.
func (s *Session) play(texts ...string) {
	glyphs := utf8.RuneCountInString(s.lead)
	for _, t := range texts {
		glyphs += utf8.RuneCountInString(t)
	}
	s.say(texts...)
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
