package prompt

import "context"

// Speaker turns text into sound.
type Speaker interface {
	// Speak says something; the sound is mono of Rate. A text without sound, and
	// a voice that there is not, are errors.
	Speak(ctx context.Context, s Speech) ([]int16, error)
	// ID names the speaker and its version: when it changes, so does the sound.
	ID() string
}

// Speech is what a Speaker is to say, and how.
type Speech struct {
	Voice string // the speaker's own name of it
	Text  string // spelled out
	Slow  bool   // for a caller who needs time
}
