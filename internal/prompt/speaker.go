package prompt

import "context"

// Mandarin is the language of texts that name none.
const Mandarin = "cmn"

// Speaker turns text into sound.
type Speaker interface {
	// Speak says text, already spelled out, in a language such as Mandarin;
	// the sound is mono of Rate. A text without sound is an error.
	Speak(ctx context.Context, lang, text string) ([]int16, error)
	// ID names the voices and their version: when it changes, so does the sound.
	ID() string
}
