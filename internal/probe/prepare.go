package probe

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/internal/softphone"
)

// Speak gives the sound of words as the hotline says them, in samples of 8 kHz.
type Speak func(ctx context.Context, text string) ([]int16, error)

// leastSound is the shortest expectation that can be told from anything else.
const leastSound = 300 * time.Millisecond

// Prepare gets the sounds that have to be recognised. It comes before the first
// call; speak is asked only for words that have no file.
func (p *Probe) Prepare(ctx context.Context, speak Speak) error {
	if err := p.Hears.prepare(ctx, speak); err != nil {
		return fmt.Errorf("%s: hears: %w", p.Name, err)
	}
	if err := p.Then.prepare(ctx, speak); err != nil {
		return fmt.Errorf("%s: then-hears: %w", p.Name, err)
	}
	return nil
}

func (e *Expect) prepare(ctx context.Context, speak Speak) (err error) {
	if !e.words() {
		return nil
	}
	if e.File != "" {
		e.sound, err = softphone.ReadWAV(e.File)
	} else {
		e.sound, err = speak(ctx, e.Text)
	}
	if err != nil {
		return err
	}
	if softphone.RecordingOf(e.sound).HeardSound() < leastSound/3 || e.length() < leastSound {
		return errors.New("the sound is too short, or silent: nothing could be recognised by it")
	}
	return nil
}

// length is how long the words take.
func (e *Expect) length() time.Duration {
	return time.Duration(len(e.sound)) * time.Second / softphone.SampleRate
}

// shown is how many characters of the words people are shown.
const shown = 20

// String is the words, or their file, for people.
func (e *Expect) String() string {
	if e.File != "" {
		return e.File
	}
	if words := []rune(e.Text); len(words) > shown {
		return "“" + string(words[:shown]) + "…”"
	}
	return "“" + e.Text + "”"
}
