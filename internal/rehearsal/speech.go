package rehearsal

import (
	"context"
	"strings"
	"time"
	"unicode"

	"hotline/internal/prompt"
	"hotline/internal/switchboard"
	"hotline/ivr"
)

// sounds are silent: the path of a sound carries its text.
type sounds struct{}

const (
	soundPath = "/rehearsal/"
	charTime  = ivr.SpokenGlyph
)

var _ switchboard.Sounds = sounds{}

// Get implements switchboard.Sounds.
func (sounds) Get(_ context.Context, lang, text string) (prompt.Sound, error) {
	return prompt.Sound{Path: soundPath + lang + "/" + text, Duration: Lasts(text)}, nil
}

// GetSlow implements switchboard.Sounds: a rehearsal speaks at one pace.
func (s sounds) GetSlow(ctx context.Context, lang, text string) (prompt.Sound, error) {
	return s.Get(ctx, lang, text)
}

// textOf is what a medium says, and in which language.
func textOf(medium string) (lang, text string) {
	path := strings.TrimPrefix(strings.TrimPrefix(medium, "sound:"), soundPath)
	lang, text, _ = strings.Cut(path, "/")
	return lang, text
}

// Lasts is how long a text takes to say. A pause counts as much as a character.
func Lasts(text string) time.Duration {
	return time.Duration(len(spoken(text))) * charTime
}

// spoken are the characters of a text that take time.
func spoken(text string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text))
}

// heardUntil is what was said of a text after some time.
func heardUntil(text string, after time.Duration) string {
	all := spoken(text)
	return string(all[:min(len(all), int(after/charTime))])
}
