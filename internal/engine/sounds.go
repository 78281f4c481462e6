package engine

import (
	"context"
	"sync/atomic"

	"hotline/internal/prompt"
)

// sounds are those of the library in force: a reload of the dialplans brings
// another one, with other recordings.
type sounds struct {
	atomic.Pointer[prompt.Library]
}

// Get finds or makes the sound of a text.
func (s *sounds) Get(ctx context.Context, lang, text string) (prompt.Sound, error) {
	return s.Load().Get(ctx, lang, text)
}

// GetSlow finds or makes the sound of a text that is spoken slowly.
func (s *sounds) GetSlow(ctx context.Context, lang, text string) (prompt.Sound, error) {
	return s.Load().GetSlow(ctx, lang, text)
}
