package record

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
)

func shown() []Call {
	const ms = time.Millisecond
	return []Call{
		{
			ID: "1kdvdna00zzzzzzz", From: "13800000000", To: "12385", Trunk: "carrier", Centre: "harbin", Queue: "harbin/main", Seat: "8001",
			Arrived: at(0), Queued: at(2100), Answered: at(4600), Ended: at(154_601),
			Waited: 2500 * ms, WaitedFromArrival: 4600 * ms, Talked: 150_001 * ms, Outcome: call.Answered, By: "caller", Offers: 1,
		},
		{
			ID: "1kdvdna01zzzzzzz", From: "<\x1b[2J>", To: "045112385", Trunk: "carrier", Centre: "harbin",
			Arrived: at(1), Ended: at(3), Outcome: call.AbandonedInMenu, By: "caller", Detail: "d",
		},
	}
}

func TestWriteText(t *testing.T) {
	var out strings.Builder
	require.NoError(t, WriteText(&out, shown()))
	require.Equal(t, `ARRIVED              ID                FROM         TO         CENTRE  QUEUE        SEAT  WAITED  TALKED  OUTCOME
2026-01-01 12:00:00  1kdvdna00zzzzzzz  13800000000  12385      harbin  harbin/main  8001  2.5s    150.0s  answered
2026-01-01 12:00:00  1kdvdna01zzzzzzz  <?[2J>       045112385  harbin  -            -     0.0s    0.0s    abandoned-in-menu
`, out.String())
}

func TestWriteTextShowsAreaAndGradeIfThere(t *testing.T) {
	calls := shown()[:1]
	calls = append(calls, calls[0])
	calls[1].Area, calls[1].Grade = "0451", 4
	var out strings.Builder
	require.NoError(t, WriteText(&out, calls))
	require.Equal(t, `ARRIVED              ID                FROM         TO     CENTRE  QUEUE        SEAT  WAITED  TALKED  OUTCOME   AREA  GRADE
2026-01-01 12:00:00  1kdvdna00zzzzzzz  13800000000  12385  harbin  harbin/main  8001  2.5s    150.0s  answered  -     -
2026-01-01 12:00:00  1kdvdna00zzzzzzz  13800000000  12385  harbin  harbin/main  8001  2.5s    150.0s  answered  0451  4
`, out.String())
	out.Reset()
	require.NoError(t, WriteJSON(&out, calls[1:]))
	require.Contains(t, out.String(), `"area": "0451",`)
	require.Contains(t, out.String(), `"grade": 4`)
}

func TestWriteJSON(t *testing.T) {
	var out strings.Builder
	require.NoError(t, WriteJSON(&out, shown()))
	want := `[
  {
    "id": "1kdvdna00zzzzzzz",
    "from": "13800000000",
    "to": "12385",
    "centre": "harbin",
    "queue": "harbin/main",
    "seat": "8001",
    "arrived": "2026-01-01T12:00:00.000+08:00",
    "waited": 2.500,
    "talked": 150.001,
    "outcome": "answered",
    "trunk": "carrier",
    "queued": "2026-01-01T12:00:02.100+08:00",
    "answered": "2026-01-01T12:00:04.600+08:00",
    "ended": "2026-01-01T12:02:34.601+08:00",
    "waited_from_arrival": 4.600,
    "by": "caller",
    "offers": 1
  },
  {
    "id": "1kdvdna01zzzzzzz",
    "from": "<\u001b[2J>",
    "to": "045112385",
    "centre": "harbin",
    "queue": "",
    "seat": "",
    "arrived": "2026-01-01T12:00:00.001+08:00",
    "waited": 0.000,
    "talked": 0.000,
    "outcome": "abandoned-in-menu",
    "trunk": "carrier",
    "queued": null,
    "answered": null,
    "ended": "2026-01-01T12:00:00.003+08:00",
    "waited_from_arrival": null,
    "by": "caller",
    "detail": "d",
    "offers": 0
  }
]
`
	require.Equal(t, want, out.String()) //nolint:testifylint // the order of the fields counts
	var read []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out.String()), &read))
	require.InDelta(t, 150.001, read[0]["talked"], 1e-9)
}

func TestWriteNothing(t *testing.T) {
	var out strings.Builder
	require.NoError(t, WriteJSON(&out, nil))
	require.Equal(t, "[]\n", out.String())
	out.Reset()
	require.NoError(t, WriteText(&out, nil))
	require.Equal(t, "ARRIVED  ID  FROM  TO  CENTRE  QUEUE  SEAT  WAITED  TALKED  OUTCOME\n", out.String())
}

type full struct{}

var errPipe = errors.New("nobody reads")

func (full) Write([]byte) (int, error) { return 0, errPipe }

func TestWritersTellOfAnOutputThatFails(t *testing.T) {
	require.ErrorIs(t, WriteText(full{}, shown()), errPipe)
	require.ErrorIs(t, WriteJSON(full{}, shown()), errPipe)
}
