package engine

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/prompt"
)

func TestBeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sounds")
	for range 2 { // it may be there already
		require.NoError(t, writeBeep(dir))
	}
	medium, err := beepMedium(dir)
	require.NoError(t, err)
	require.Equal(t, "sound:"+filepath.Join(dir, "beep"), medium)
	format, err := prompt.Probe(filepath.Join(dir, "beep.wav"))
	require.NoError(t, err)
	require.True(t, format.Playable())
	require.Equal(t, int64(2*beepLength), format.Bytes)

	files, err := filepath.Glob(filepath.Join(dir, ".new-*"))
	require.NoError(t, err)
	require.Empty(t, files)
}

func TestBeepIsHeard(t *testing.T) {
	loudest := int16(0)
	for _, sample := range beep() {
		loudest = max(loudest, sample)
	}
	require.Greater(t, loudest, int16(beepLevel*9/10))
	require.Zero(t, beep()[0], "it does not click")
}
