package softphone

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// On a busy machine there is always more to look at.
func TestWaitEndsThoughThereIsMore(t *testing.T) {
	more := make(chan struct{})
	close(more)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 {
		_, err := awaitMore(ctx, more, 0)
		require.ErrorIs(t, err, context.Canceled)
	}
}
