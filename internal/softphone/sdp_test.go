package softphone

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSDPRoundTrip(t *testing.T) {
	want := description{
		addr: netip.MustParseAddrPort("127.0.0.3:40000"), codecs: []Codec{ALaw, ULaw}, events: 101, dir: sendOnly,
	}
	got, err := parseDescription(want.write(1, 2))
	require.NoError(t, err)
	require.Equal(t, want, got)
}

// As PJSIP writes it, with a session-level address, video, and keys under another
// number; a stream-level address wins.
const foreignSDP = "v=0\r\no=- 1 2 IN IP4 10.0.0.1\r\ns=Asterisk\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n" +
	"m=audio 11000 RTP/AVP 9 0 8 96\r\nc=IN IP4 10.0.0.2/127\r\na=rtpmap:9 G722/8000\r\na=rtpmap:96 telephone-event/8000\r\n" +
	"a=rtpmap:97 telephone-event/48000\r\na=recvonly\r\nm=video 12000 RTP/AVP 99\r\nc=IN IP4 10.0.0.9\r\na=inactive\r\n"

func TestForeignSDP(t *testing.T) {
	d, err := parseDescription([]byte(foreignSDP))
	require.NoError(t, err)
	require.Equal(t, description{
		addr: netip.MustParseAddrPort("10.0.0.2:11000"), codecs: []Codec{ULaw, ALaw}, events: 96, dir: recvOnly,
	}, d)
	c, err := d.common([]Codec{ALaw, ULaw})
	require.NoError(t, err)
	require.Equal(t, ALaw, c, "our preference decides")
}

func TestBadSDP(t *testing.T) {
	for body, want := range map[string]string{
		"":                                   "without an audio stream",
		"m=audio 5 RTP/AVP 8\r\n":            "without a connection address",
		"m=audio x RTP/AVP 8\r\n":            "media port",
		"m=audio 5 RTP/AVP 8\r\nc=IN IP4 \n": "want three fields",
		"m=audio 5 RTP/AVP 8\nc=IN IP4 x\n":  "connection address",
		"\n\n=\nm=video 5 RTP/AVP 8\n":       "without an audio stream",
	} {
		_, err := parseDescription([]byte(body))
		require.ErrorContains(t, err, want, body)
	}
}

func TestDirections(t *testing.T) {
	require.Equal(t, recvOnly, sendOnly.answer())
	require.Equal(t, sendOnly, recvOnly.answer())
	require.Equal(t, inactive, inactive.answer())
	require.Equal(t, sendOnly, sendRecv.held())
	require.Equal(t, inactive, recvOnly.held())
}

func FuzzParseDescription(f *testing.F) {
	f.Add([]byte(foreignSDP))
	f.Add([]byte("m=audio 1 RTP/AVP 8\nc=IN IP4 1.2.3.4\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		d, err := parseDescription(body)
		if err == nil {
			require.True(t, d.addr.IsValid())
		}
	})
}
