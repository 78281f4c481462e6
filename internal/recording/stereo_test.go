package recording

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// mono is a WAV of samples.
func mono(pcm ...int16) []byte {
	out, err := binary.Append(header(1, int64(2*len(pcm))), binary.LittleEndian, pcm)
	if err != nil {
		panic(err)
	}
	return out
}

// apart reads a WAV of two channels.
func apart(t require.TestingT, wav []byte) (left, right []int16) {
	require.Equal(t, "RIFF", string(wav[:4]))
	require.Equal(t, "WAVEfmt ", string(wav[8:16]))
	u16, u32 := func(at int) int { return int(binary.LittleEndian.Uint16(wav[at:])) }, func(at int) int { return int(binary.LittleEndian.Uint32(wav[at:])) }
	require.Equal(t, []int{16, 1, 2, 8000, 32000, 4, 16}, []int{u32(16), u16(20), u16(22), u32(24), u32(28), u16(32), u16(34)})
	require.Equal(t, "data", string(wav[36:40]))
	if u32(40) != math.MaxUint32 {
		require.Equal(t, len(wav)-44, u32(40))
		require.Equal(t, len(wav)-8, u32(4))
	}
	for sound := wav[44:]; len(sound) > 0; sound = sound[4:] {
		left = append(left, int16(binary.LittleEndian.Uint16(sound)))
		right = append(right, int16(binary.LittleEndian.Uint16(sound[2:])))
	}
	return left, right
}

func woven(t require.TestingT, caller, heard Track) (left, right []int16) {
	both, err := Stereo(caller, heard)
	require.NoError(t, err)
	wav, err := io.ReadAll(both)
	require.NoError(t, err)
	return apart(t, wav)
}

func track(wav []byte) Track { return Track{Sound: bytes.NewReader(wav)} }

// streamedWAV does not know its length.
func streamedWAV(length uint32, pcm ...int16) []byte {
	wav := mono(pcm...)
	binary.LittleEndian.PutUint32(wav[4:], length)
	binary.LittleEndian.PutUint32(wav[40:], length)
	return wav
}

// chunks is a WAV with more in its header than need be.
func chunks(pcm ...int16) []byte {
	wav := mono(pcm...)
	extensible := binary.LittleEndian.AppendUint32([]byte("fmt "), 40)
	extensible = append(extensible, 0xfe, 0xff)
	extensible = append(extensible, wav[22:36]...)
	extensible = append(extensible, 22, 0, 16, 0, 0, 0, 0, 0, 1, 0)
	extensible = append(extensible, make([]byte, 14)...)
	out := append(bytes.Clone(wav[:12]), "LIST\x03\x00\x00\x00abc\x00"...)
	out = append(out, extensible...)
	return append(append(out, wav[36:]...), "LIST\x04\x00\x00\x00tail"...)
}

func TestStereo(t *testing.T) {
	none := []int16(nil)
	for name, c := range map[string]struct {
		caller, heard Track
		left, right   []int16
	}{
		"of one length":         {track(mono(1, 2)), track(mono(3, 4)), []int16{1, 2}, []int16{3, 4}},
		"the caller ends first": {track(mono(1)), track(mono(3, 4, 5)), []int16{1, 0, 0}, []int16{3, 4, 5}},
		"the other ends first":  {track(mono(1, 2, 3)), track(mono(4)), []int16{1, 2, 3}, []int16{4, 0, 0}},
		"the other is late":     {track(mono(1, 2)), Track{bytes.NewReader(mono(4)), time.Millisecond}, []int16{1, 2, 0, 0, 0, 0, 0, 0, 0}, []int16{0, 0, 0, 0, 0, 0, 0, 0, 4}},
		"no header ends":        {track(streamedWAV(0, 1, 2)), track(mono(3)), []int16{1, 2}, []int16{3, 0}},
		"written to a pipe":     {track(mono(1)), track(streamedWAV(math.MaxUint32, 3, 4)), []int16{1, 0}, []int16{3, 4}},
		"nobody answered":       {track(mono(1)), track(mono()), []int16{1}, []int16{0}},
		"nothing was recorded":  {track(streamedWAV(0)), track(mono(5)), []int16{0}, []int16{5}},
		"no track":              {track(mono(1)), Track{}, []int16{1}, []int16{0}},
		"silent and late":       {track(mono(1)), Track{Late: time.Hour}, []int16{1}, []int16{0}},
		"odd headers":           {track(chunks(1, 2)), track(chunks(3, 4)), []int16{1, 2}, []int16{3, 4}},
		"half a sample":         {track(append(streamedWAV(0, 1), 9)), track(mono(3)), []int16{1}, []int16{3}},
		"a slow reader":         {Track{Sound: iotest.OneByteReader(bytes.NewReader(mono(1, 2)))}, track(mono(3)), []int16{1, 2}, []int16{3, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			left, right := woven(t, c.caller, c.heard)
			require.Equal(t, c.left, left)
			require.Equal(t, c.right, right)
			require.NotEqual(t, none, left)
		})
	}
}

func TestStereoRefuses(t *testing.T) {
	fine := func() Track { return track(mono(1)) }
	changed := func(at int, b byte) Track {
		wav := mono(1, 2)
		wav[at] = b
		return track(wav)
	}
	for name, c := range map[string]struct {
		caller, heard Track
		says          string
		is            error
	}{
		"an empty file":      {fine(), track(nil), "the track of what the caller heard: damaged WAV: it is empty", ErrDamaged},
		"the caller's":       {track(nil), fine(), "the caller's track: damaged WAV: it is empty", ErrDamaged},
		"five bytes":         {fine(), track([]byte("RIFF!")), "it ends after 5 bytes", ErrDamaged},
		"no WAV":             {fine(), track([]byte(strings.Repeat("ogg", 20))), "it does not begin as a WAV does", ErrDamaged},
		"half a header":      {fine(), track(mono(1)[:30]), "its header is cut off", ErrDamaged},
		"no format":          {fine(), track(append(bytes.Clone(mono()[:12]), mono(1)[36:]...)), "does not say what sound it is", ErrDamaged},
		"a small format":     {fine(), changed(16, 14), "a header of 14 bytes", ErrDamaged},
		"much before it":     {fine(), track(append(bytes.Clone(mono()[:12]), "LIST\x00\x00\x20\x00"...)), "no sound in its first", ErrDamaged},
		"two channels":       {fine(), changed(22, 2), "with 2 channels", nil},
		"another rate":       {fine(), changed(25, 0x3e), "15936", nil},
		"eight bits":         {fine(), changed(34, 8), "8 bits with", nil},
		"a codec":            {fine(), changed(20, 7), "this is codec 7", nil},
		"odd bytes":          {fine(), changed(40, 3), "3 bytes are no whole samples", ErrDamaged},
		"begins before":      {fine(), Track{Late: -time.Second}, "begins -1s late", nil},
		"begins a year late": {fine(), Track{Late: 365 * 24 * time.Hour}, "give a time from 0 to 24h", nil},
		"no sound at all":    {track(mono()), Track{}, "there is no sound in it", ErrSilent},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Stereo(c.caller, c.heard)
			require.ErrorContains(t, err, c.says)
			if c.is != nil {
				require.ErrorIs(t, err, c.is)
			}
		})
	}
}

func TestATrackThatBreaksOff(t *testing.T) {
	both, err := Stereo(track(mono(1, 2, 3)), track(mono(1, 2, 3)[:48]))
	require.NoError(t, err)
	_, err = io.ReadAll(both)
	require.ErrorIs(t, err, ErrDamaged)
	require.ErrorContains(t, err, "the track of what the caller heard: damaged WAV: its sound ends 2 bytes before its header says")

	s := open(t)
	_, err = s.KeepTalk(t.Context(), "a", track(mono(1, 2, 3)[:48]), track(mono(1)))
	require.ErrorIs(t, err, ErrDamaged)
	require.Empty(t, s.names(t))
}

// Any two tracks stay apart, in step, and nothing is lost.
func TestAnyTwoTracks(t *testing.T) {
	pcm := rapid.SliceOfN(rapid.Int16(), 1, 9000)
	rapid.Check(t, func(t *rapid.T) {
		caller, heard := pcm.Draw(t, "caller"), pcm.Draw(t, "heard")
		late := rapid.IntRange(0, 1500).Draw(t, "late")
		first := mono(caller...)
		if rapid.Bool().Draw(t, "streamed") {
			first = streamedWAV(0, caller...)
		}
		left, right := woven(t, track(first), Track{bytes.NewReader(mono(heard...)), time.Duration(late) * time.Millisecond})
		want := append(make([]int16, 8*late), heard...)
		length := max(len(caller), len(want))
		require.Equal(t, append(caller, make([]int16, length-len(caller))...), left)
		require.Equal(t, append(want, make([]int16, length-len(want))...), right)
	})
}

func TestKeepTalk(t *testing.T) {
	s := open(t)
	second := make([]int16, 8000)
	second[0] = 7
	talk, err := s.KeepTalk(t.Context(), "a-recording", track(mono(second...)), Track{bytes.NewReader(mono(5)), 500 * time.Millisecond})
	require.NoError(t, err)
	require.Equal(t, Talk{"a-recording.wav.age", time.Second}, talk)
	left, right := apart(t, []byte(heard(t, s, talk.File, s.key)))
	require.Equal(t, int16(7), left[0])
	require.Equal(t, int16(5), right[4000])
	require.Len(t, left, 8000)

	_, err = s.KeepTalk(t.Context(), "b", Track{}, Track{})
	require.ErrorIs(t, err, ErrSilent)
	require.ErrorContains(t, err, "recording b:")
}

// FuzzWAV: whatever a file holds, it is read to its end or refused, never more is made
// of it than it has, and what is made is a WAV.
func FuzzWAV(f *testing.F) {
	for _, wav := range [][]byte{mono(1, 2, 3), mono(), streamedWAV(0, 1, 2), streamedWAV(math.MaxUint32, 1), chunks(1, 2), nil, []byte("RIFF"), mono(1, 2)[:46]} {
		f.Add(wav, uint16(1))
	}
	f.Fuzz(func(t *testing.T, wav []byte, late uint16) {
		both, err := Stereo(Track{bytes.NewReader(wav), time.Duration(late) * time.Millisecond}, track(mono(1)))
		if err != nil {
			require.NotErrorIs(t, err, io.EOF)
			return
		}
		out, err := io.ReadAll(both)
		if err != nil {
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		left, right := apart(t, out)
		require.Len(t, right, len(left))
		require.Equal(t, int16(1), right[0])
		require.LessOrEqual(t, len(left), max(1, 8*int(late)+len(wav)/2))
	})
}
