package softphone

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestToneIsRecognisedAfterG711(t *testing.T) {
	for _, codec := range []Codec{ALaw, ULaw} {
		frame := codec.decode(codec.encode(Tone(440, frameTime)))
		require.Greater(t, toneShare(frame, 440), 0.9)
		require.Less(t, toneShare(frame, 640), 0.1)
		require.True(t, hasTones(frame, []float64{440}))
		require.False(t, hasTones(frame, []float64{640}))
	}
}

func TestMixedTones(t *testing.T) {
	a, b := Tone(440, frameTime), Tone(880, frameTime)
	mixed := make([]int16, frameSize)
	for i := range mixed {
		mixed[i] = a[i]/2 + b[i]/2
	}
	require.True(t, hasTones(mixed, []float64{440, 880}))
	require.False(t, hasTones(mixed, []float64{440}), "one of two is not all of it")
	require.False(t, hasTones(a, []float64{440, 880}), "both must be there")
}

func TestSpeechIsNoTone(t *testing.T) {
	rec := newRecording()
	rec.add(time.Now(), 0, babble(9, 20*time.Second))
	for freq := 300.0; freq < 1000; freq += 20 {
		require.Less(t, rec.HeardTone(freq), heardFor, "%v Hz", freq)
	}
	require.Greater(t, rec.HeardSound(), heardFor)
}

func TestSilenceOfG711IsSilent(t *testing.T) {
	for _, codec := range []Codec{ALaw, ULaw} {
		require.False(t, sounds(codec.decode(codec.encode(make([]int16, frameSize)))))
	}
	require.False(t, hasTones(make([]int16, frameSize), []float64{440}))
}

// Every code survives decoding and encoding: the tables fit each other.
func TestCodecRoundTrip(t *testing.T) {
	for _, codec := range []Codec{ALaw, ULaw} {
		for code := range 256 {
			sample := codec.decode([]byte{byte(code)})
			again := codec.decode(codec.encode(sample))
			require.Equal(t, sample, again, "%s code %d", codec, code)
		}
	}
}

// Values from the tables of ITU-T G.711.
func TestCodecKnownValues(t *testing.T) {
	require.Equal(t, []byte{0xD5}, ALaw.encode([]int16{0}))
	require.Equal(t, []byte{0xAA, 0x2A}, ALaw.encode([]int16{32767, -32768}))
	require.Equal(t, []byte{0xFF}, ULaw.encode([]int16{0}))
	require.Equal(t, []byte{0x80, 0x00}, ULaw.encode([]int16{32767, -32768}))
}
