package rehearsal

import (
	"context"
	"io"
)

// shelf is a folder of recordings that keeps nothing.
type shelf struct{}

// Keep reads the sound to its end.
func (shelf) Keep(_ context.Context, name string, sound io.Reader) (string, error) {
	_, err := io.Copy(io.Discard, sound)
	return name + ".wav", err
}
