package journal

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReleased(t *testing.T) {
	dir := t.TempDir()
	require.Error(t, Released(t.Context(), dir), "nobody has ever written there")
	lock, err := lockDir(dir)
	require.NoError(t, err)
	done := make(chan error)
	go func() { done <- Released(t.Context(), dir) }()
	late, cancel := context.WithCancel(t.Context())
	cancel()
	err = Released(late, dir)
	require.ErrorContains(t, err, "in use by another hotline")
	require.ErrorIs(t, err, context.Canceled)
	select {
	case err := <-done:
		t.Fatalf("the lock is held, and yet: %v", err)
	default:
	}
	require.NoError(t, lock.release())
	require.NoError(t, <-done)
	again, err := lockDir(dir)
	require.NoError(t, err)
	require.NoError(t, again.release())
}
