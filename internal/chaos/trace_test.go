package chaos

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// line is one message as SIPp writes it.
func line(second int, way, start, id, cseq string) string {
	text := start + "\r\nFrom: \"x\" <sip:13900000001@127.0.0.2>;tag=1\r\nCall-ID: " + id + "\r\nCSeq: " + cseq + "\r\n\r\n"
	return fmt.Sprintf("----------------------------------------------- 2026-11-23T22:29:%02dZ\nUDP message %s [%d] bytes:\n\n%s", second, way, len(text), text)
}

func TestReadTrace(t *testing.T) {
	trace := line(1, "received", "INVITE sip:8101@127.0.0.1 SIP/2.0", "a", "7 INVITE") +
		line(1, "sent", "SIP/2.0 180 Ringing", "a", "7 INVITE") +
		line(2, "received", "INVITE sip:8102@127.0.0.1 SIP/2.0", "b", "1 INVITE") +
		line(3, "sent", "SIP/2.0 200 OK", "a", "7 INVITE") +
		line(3, "received", "ACK sip:x SIP/2.0", "a", "7 ACK") +
		line(4, "received", "CANCEL sip:8102@127.0.0.1 SIP/2.0", "b", "1 CANCEL") +
		line(4, "sent", "SIP/2.0 200 OK", "b", "1 CANCEL") +
		line(4, "sent", "SIP/2.0 487 Request Terminated", "b", "1 INVITE") +
		"-----------------------------------------------\nUnexpected UDP message received:\n\nSIP/2.0 481 x\n" +
		line(5, "received", "OPTIONS sip:8101@127.0.0.1 SIP/2.0", "o", "1 OPTIONS") +
		line(6, "sent", "BYE sip:x SIP/2.0", "a", "2 BYE") +
		line(7, "received", "BYE sip:x SIP/2.0", "a", "8 BYE")
	legs, err := ReadTrace(strings.NewReader(trace+"----------------------------------------------- 2026"), "m", true)
	require.NoError(t, err)
	require.Len(t, legs, 2)
	start := legs[0].Began
	require.Equal(t, Leg{
		ID: "a", Machine: "m", Caller: "13900000001", Seat: "8101",
		Began: start, Answered: start + 2000, Confirmed: start + 2000, Ended: start + 5000, By: Phone,
	}, legs[0])
	require.Equal(t, Leg{
		ID: "b", Machine: "m", Caller: "13900000001", Seat: "8102", Began: start + 1000, Ended: start + 3000, By: Far,
	}, legs[1])
}

func TestReadTraceOfCallersThatAreRefused(t *testing.T) {
	legs, err := ReadTrace(strings.NewReader(
		line(1, "sent", "INVITE sip:12385@127.0.0.1 SIP/2.0", "a", "1 INVITE")+
			line(2, "received", "SIP/2.0 503 Service Unavailable", "a", "1 INVITE")), "m", false)
	require.NoError(t, err)
	require.Len(t, legs, 1)
	require.Empty(t, legs[0].Seat)
	require.Equal(t, 503, legs[0].Code)
	require.Equal(t, Far, legs[0].By)
}

func TestReadTraceOfWhatIsNone(t *testing.T) {
	for _, text := range []string{"----- yesterday\n", "----- 2026-11-23T22:29:01Z\nUDP message sent [x] bytes:\n"} {
		_, err := ReadTrace(strings.NewReader(text), "m", false)
		require.ErrorContains(t, err, "trace: ")
	}
}
