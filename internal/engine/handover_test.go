package engine

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
)

// lives is an engine on a data folder, as far as its heir is concerned.
func lives(t *testing.T, data string) (*handover, *journal.SQLite) {
	t.Helper()
	j, err := journal.OpenSQLite(t.Context(), data, journal.Options{})
	require.NoError(t, err)
	h, err := awaitHeir(t.Context(), data, "127.0.0.1:9385")
	require.NoError(t, err)
	return h, j
}

func TestHandover(t *testing.T) {
	data := t.TempDir()
	h, j := lives(t, data)
	file, err := os.Stat(filepath.Join(data, handoverName))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), file.Mode().Perm(), "others cannot ask")
	left := make(chan struct{})
	go func() {
		defer close(left)
		<-h.asked
		h.close()
		_ = j.Close()
		h.letGo()
	}()
	found, err := takeOver(t.Context(), data, "127.0.0.1:9385", errors.New("taken"))
	require.NoError(t, err)
	require.True(t, found)
	next, taken := lives(t, data) // everything is free
	<-left
	next.close()
	require.NoError(t, taken.Close())
}

// The engine is asked only when its leaving would free the address.
func TestHandoverNeedsTheAddress(t *testing.T) {
	data := t.TempDir()
	h, j := lives(t, data)
	_, err := takeOver(t.Context(), data, "127.0.0.1:80", errors.New("port 80 is taken"))
	require.ErrorContains(t, err, "port 80 is taken; that hotline listens on 127.0.0.1:9385")
	h.close()
	select {
	case <-h.asked:
		t.Fatal("it was asked to leave")
	default:
	}
	require.NoError(t, j.Close())
}

func TestHandoverFromNobody(t *testing.T) {
	data := t.TempDir()
	for _, there := range []string{data, filepath.Join(data, "none")} {
		found, err := takeOver(t.Context(), there, "127.0.0.1:1", nil)
		require.NoError(t, err)
		require.False(t, found)
	}
	taken := errors.New("taken by a stranger")
	_, err := takeOver(t.Context(), data, "127.0.0.1:1", taken)
	require.ErrorIs(t, err, taken)
}

// A visitor who says nothing, or something else, ends nothing and holds nobody up.
func TestHandoverWithStrangers(t *testing.T) {
	data := t.TempDir()
	h, j := lives(t, data)
	silent, err := dialOld(t.Context(), data)
	require.NoError(t, err)
	rude, err := dialOld(t.Context(), data)
	require.NoError(t, err)
	_, err = rude.Write([]byte("reload\n"))
	require.NoError(t, err)
	h.close()
	require.Empty(t, h.heirs)
	require.NoError(t, errors.Join(silent.Close(), rude.Close(), j.Close()))
}
