package softphone

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKeysArrive(t *testing.T) {
	const dialled = "1590*#AD11"
	for _, mode := range []DTMFMode{RFC4733, INFO} {
		t.Run(mode.String(), func(t *testing.T) {
			p := answeredPair(t)
			require.NoError(t, p.out.SendDTMF(deadline(t), dialled, mode))
			got, err := p.in.WaitDigits(deadline(t), len(dialled))
			require.NoError(t, err)
			require.Equal(t, dialled, got)
			require.Empty(t, p.in.Digits(), "no key arrives twice")
		})
	}
}

func TestKeySaysHowItCame(t *testing.T) {
	p := answeredPair(t)
	require.NoError(t, p.out.SendDTMF(deadline(t), "a", INFO))
	d := <-p.in.Digits()
	require.Equal(t, 'A', d.Key)
	require.Equal(t, INFO, d.Mode)
	require.False(t, d.At.IsZero())
}

func TestNotAKey(t *testing.T) {
	p := answeredPair(t)
	require.ErrorContains(t, p.out.SendDTMF(deadline(t), "1x", RFC4733), `'X' is not a key`)
}

func TestParseInfo(t *testing.T) {
	for body, want := range map[string]rune{
		"Signal=5\r\nDuration=160\r\n": '5', "Signal= #\nDuration=100": '#', "signal=a": 'A', "7": '7', "*\r\n": '*',
	} {
		got, ok := parseInfo([]byte(body))
		require.True(t, ok, body)
		require.Equal(t, want, got, body)
	}
	for _, body := range []string{"", "Signal=", "Signal=12\r\n", "Duration=160", "hello"} {
		_, ok := parseInfo([]byte(body))
		require.False(t, ok, body)
	}
}

// The packets of one key as RFC 4733 §2.5 wants them.
func TestKeyPackets(t *testing.T) {
	k := &keyPress{event: 5}
	for frame := range pressFrames + endFrames {
		p, last := k.next(uint32(1000 + frame*frameSize))
		require.Equal(t, uint32(1000), p.Timestamp, "all packets carry the time of the press")
		require.Equal(t, frame == 0, p.Marker)
		require.Equal(t, byte(5), p.Payload[0])
		require.Equal(t, frame >= pressFrames, p.Payload[1]&0x80 != 0, "end bit")
		held := int(p.Payload[2])<<8 | int(p.Payload[3])
		require.Equal(t, min(frame+1, pressFrames)*frameSize, held)
		require.Equal(t, frame == pressFrames+endFrames-1, last)
	}
}
