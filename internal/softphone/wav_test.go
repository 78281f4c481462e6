package softphone

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWAVRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.wav")
	want := babble(1, 300*time.Millisecond)
	require.NoError(t, WriteWAV(path, want))
	got, err := ReadWAV(path)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// Streaming writers leave the size open and may put other chunks first.
func TestWAVOfAStreamingWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.wav")
	require.NoError(t, WriteWAV(path, []int16{1, -2, 3}))
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	binary.LittleEndian.PutUint32(raw[40:], 0xFFFFFFFF)
	odd := append([]byte("LIST\x03\x00\x00\x00abc\x00"), raw[12:]...)
	require.NoError(t, os.WriteFile(path, append(raw[:12:12], odd...), 0o600))
	got, err := ReadWAV(path)
	require.NoError(t, err)
	require.Equal(t, []int16{1, -2, 3}, got)
}

func TestWAVErrorsSayWhatIsWrong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.wav")
	_, err := ReadWAV(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte("hello"), 0o600))
	_, err = ReadWAV(path)
	require.ErrorContains(t, err, "not a WAV file")
	require.NoError(t, WriteWAV(path, []int16{1}))
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	binary.LittleEndian.PutUint32(raw[24:], 16000)
	require.NoError(t, os.WriteFile(path, raw, 0o600))
	_, err = ReadWAV(path)
	require.ErrorContains(t, err, "have format 1, 16000 Hz, 16 bit, 1 channels")
	require.NoError(t, os.WriteFile(path, raw[:36], 0o600))
	_, err = ReadWAV(path)
	require.ErrorContains(t, err, "16000 Hz")
}
