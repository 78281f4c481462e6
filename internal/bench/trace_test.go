package bench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// line is a message as SIPp writes it, so many milliseconds after a full second.
func line(ms int, way, id, cseq, start string) string {
	return fmt.Sprintf("2026-11-24T02:42:18.%03d000Z\t%s\t%s\tCSeq:%s\t%s\n", ms, way, id, cseq, start)
}

const second = int64(1795488138000000) // that full second

func TestReadTraceOfASeat(t *testing.T) {
	got, err := ReadTrace(strings.NewReader(
		line(1, "R", "a", "7 INVITE", "INVITE sip:10001@127.0.0.1:5 SIP/2.0") +
			line(2, "S", "a", "7 INVITE", "SIP/2.0 180 Ringing") +
			line(3, "R", "o", "1 OPTIONS", "OPTIONS sip:10001@127.0.0.1:5 SIP/2.0") +
			line(50, "S", "a", "7 INVITE", "SIP/2.0 200 OK") +
			line(60, "S", "a", "7 INVITE", "SIP/2.0 200 OK") + // once more
			line(61, "R", "a", "7 ACK", "ACK sip:10001@127.0.0.1:5 SIP/2.0") +
			line(90, "S", "a", "2 BYE", "BYE sip:x SIP/2.0") +
			line(91, "R", "a", "2 BYE", "SIP/2.0 200 OK") +
			"2026-11-24T02:42"))
	require.NoError(t, err)
	require.Equal(t, Trace{
		Legs:     []Leg{{ID: "a", User: "10001", Began: second + 1000, Talked: second + 50_000, Ended: second + 90_000}},
		Messages: 8, Repeated: 1,
	}, got)
}

func TestReadTraceOfCallersThatAreRefused(t *testing.T) {
	got, err := ReadTrace(strings.NewReader(
		line(1, "S", "c1-9@x", "1 INVITE", "INVITE sip:60001@127.0.0.1:5 SIP/2.0") +
			line(9, "R", "c1-9@x", "1 INVITE", "SIP/2.0 503 Service Unavailable")))
	require.NoError(t, err)
	require.Equal(t, []Leg{{ID: "c1-9@x", User: "60001", Began: second + 1000, Ended: second + 9000, Code: 503}}, got.Legs)
}

func TestReadTraceOfWhatIsNone(t *testing.T) {
	_, err := ReadTrace(strings.NewReader("yesterday\tS\ta\tb\tc\n"))
	require.ErrorContains(t, err, "trace, line 1: the moment")
}

func TestReadNames(t *testing.T) {
	got, err := ReadNames(strings.NewReader("id-1@x 1390000001\n\nid-2@x 1390000002\n"))
	require.NoError(t, err)
	require.Equal(t, map[string]string{"id-1@x": "1390000001", "id-2@x": "1390000002"}, got)
}
