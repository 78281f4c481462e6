package prompt

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// wavOf is a valid file of the given samples.
func wavOf(t require.TestingT, pcm []int16) []byte {
	var b bytes.Buffer
	require.NoError(t, WriteWAV(&b, pcm))
	return b.Bytes()
}

// with returns the file with one little-endian number overwritten.
func with[N uint16 | uint32](wav []byte, at int, n N) []byte {
	wav = slices.Clone(wav)
	_, err := binary.Encode(wav[at:], binary.LittleEndian, n)
	if err != nil {
		panic(err)
	}
	return wav
}

func TestWAVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pcm := rapid.SliceOf(rapid.Int16()).Draw(t, "pcm")
		rate, got, err := ReadWAV(bytes.NewReader(wavOf(t, pcm)))
		require.NoError(t, err)
		require.Equal(t, Rate, rate)
		require.True(t, slices.Equal(pcm, got))
	})
}

func TestReadWAVOfAStream(t *testing.T) {
	whole := wavOf(t, []int16{1, -2, 3})
	for name, stream := range map[string][]byte{
		"espeak-ng": with(with(whole, 4, uint32(0x7ffff024)), 40, uint32(0x7ffff000)),
		"ffmpeg":    with(with(whole, 4, uint32(0xffffffff)), 40, uint32(0xffffffff)),
		"zero":      with(with(whole, 4, uint32(0)), 40, uint32(0)),
		"odd chunk": slices.Concat(whole[:12], []byte("LIST\x03\x00\x00\x00abc\x00"), whole[12:]),
	} {
		_, pcm, err := ReadWAV(bytes.NewReader(stream))
		require.NoError(t, err, name)
		require.Equal(t, []int16{1, -2, 3}, pcm, name)
	}
}

func TestReadWAVRefusesWhatItCannotRead(t *testing.T) {
	whole := wavOf(t, []int16{1, 2, 3})
	for name, c := range map[string]struct {
		wav  []byte
		want string
	}{
		"empty":     {nil, "header is cut off"},
		"text":      {[]byte("this is no sound at all"), "no RIFF/WAVE header"},
		"no fmt":    {slices.Concat(whole[:12], whole[36:]), "no fmt chunk"},
		"cut":       {whole[:len(whole)-1], "5 of 6 bytes of sound"},
		"head only": {whole[:30], "header is cut off"},
		"stereo":    {with(whole, 22, uint16(2)), "want mono PCM of 16 bits"},
		"A-law":     {with(whole, 20, uint16(6)), "want mono PCM of 16 bits"},
	} {
		_, _, err := ReadWAV(bytes.NewReader(c.wav))
		require.ErrorContains(t, err, c.want, name)
	}
}

func TestProbe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.wav")
	whole := wavOf(t, make([]int16, Rate/2))
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	f, err := Probe(path)
	require.NoError(t, err)
	require.True(t, f.Playable())
	require.Equal(t, 500*time.Millisecond, f.Duration())

	require.NoError(t, os.WriteFile(path, whole[:len(whole)-2], 0o600))
	_, err = Probe(path)
	require.ErrorIs(t, err, ErrDamaged)

	require.NoError(t, os.WriteFile(path, with(whole, 40, uint32(0xffffffff)), 0o600))
	f, err = Probe(path)
	require.NoError(t, err)
	require.False(t, f.Playable(), "Asterisk needs the true length")
}

func FuzzReadWAV(f *testing.F) {
	f.Add(wavOf(f, []int16{1, 2, 3}))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEdata\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		rate, pcm, err := ReadWAV(bytes.NewReader(b))
		if err == nil {
			require.Positive(t, rate)
			require.LessOrEqual(t, 2*len(pcm), len(b))
		}
	})
}
