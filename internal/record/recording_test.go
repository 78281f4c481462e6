package record

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
)

// recorded are a call with two talks, one of them outside, and one with a message
// that is confidential.
func recorded(t *testing.T) []*journal.Group {
	t.Helper()
	groups := groupsOf(t, "a",
		call.Arrived{At: noon, Call: "a", From: "13800138000", To: "12385", Centre: "harbin"},
		call.LegDialled{At: noon + 1000, Call: "a", Leg: "a-1", Seat: "8001"},
		call.LegDialled{At: noon + 2000, Call: "a", Leg: "a-2", Seat: "8002"},
		call.TalkRecorded{At: noon + 9000, Call: "a", Leg: "a-2", File: "a-2-recording.wav.age", Length: 5000},
		call.LegDialled{At: noon + 9500, Call: "a", Leg: "a-out", To: "045112345"},
		call.TalkRecorded{At: noon + 20_000, Call: "a", Leg: "a-out", File: "a-out-recording.wav.age", Length: 7000},
	)
	groups = append(groups, groupsOf(t, "b",
		call.Arrived{At: noon, Call: "b", From: "13900139000", To: "12385", Centre: "harbin"},
		call.MessageLeft{At: noon + 10_000, Call: "b", Centre: "daqing", File: "b-message-1.wav", Length: 3000})...)
	return append(groups, onCall(t, "b", call.MadeConfidential{At: noon + 11_000, Call: "b"}))
}

func TestRecordings(t *testing.T) {
	s := inMemory(t)
	catchup(t, s, journalOf(t, recorded(t)...))
	talk := Recording{
		File: "a-2-recording.wav.age", Call: "a", Kind: "talk", Kept: at(9000), Length: 5 * time.Second,
		From: "13800138000", Centre: "harbin", Seat: "8002",
	}
	message := Recording{
		File: "b-message-1.wav", Call: "b", Kind: "message", Kept: at(10_000), Length: 3 * time.Second,
		Centre: "daqing", Confidential: true,
	}
	outside := Recording{
		File: "a-out-recording.wav.age", Call: "a", Kind: "talk", Kept: at(20_000), Length: 7 * time.Second,
		From: "13800138000", Centre: "harbin", Outside: "045112345",
	}
	for name, c := range map[string]struct {
		filter RecordingFilter
		want   []Recording
	}{
		"all, oldest first":        {RecordingFilter{}, []Recording{talk, message, outside}},
		"of a call":                {RecordingFilter{Call: "a"}, []Recording{talk, outside}},
		"of a seat":                {RecordingFilter{Seat: "8002"}, []Recording{talk}},
		"a file":                   {RecordingFilter{File: "b-message-1.wav"}, []Recording{message}},
		"a span":                   {RecordingFilter{Since: at(10_000), Until: at(20_000)}, []Recording{message}},
		"the newest":               {RecordingFilter{Limit: 2}, []Recording{message, outside}},
		"of a seat that only rang": {RecordingFilter{Seat: "8001"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := s.Recordings(t.Context(), c.filter)
			require.NoError(t, err)
			require.Equal(t, c.want, list)
		})
	}
}

func TestConfidentialCallsShowNoNumber(t *testing.T) {
	s := inMemory(t)
	catchup(t, s, journalOf(t, recorded(t)...))
	confidential, err := s.Confidential(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]bool{"b": true}, confidential)
	messages, err := s.Messages(t.Context(), MessageFilter{})
	require.NoError(t, err)
	require.Len(t, messages, 1)
	require.Empty(t, messages[0].From)
}

// Of a call that a seat made it is the number outside that nobody is to see.
func TestConfidentialCallsOutShowNoNumber(t *testing.T) {
	s := inMemory(t)
	groups := groupsOf(t, "c",
		call.Arrived{At: noon, Call: "c", Seat: "8001", From: "8001", To: "*21", Floor: "harbin"},
		call.LegDialled{At: noon + 1000, Call: "c", Leg: "c-out", To: "13900139000"},
		call.TalkRecorded{At: noon + 9000, Call: "c", Leg: "c-out", File: "c-out-recording.wav.age", Length: 5000})
	catchup(t, s, journalOf(t, append(groups, onCall(t, "c", call.MadeConfidential{At: noon + 10_000, Call: "c"}))...))
	list, err := s.Recordings(t.Context(), RecordingFilter{})
	require.NoError(t, err)
	require.Equal(t, []Recording{{
		File: "c-out-recording.wav.age", Call: "c", Kind: "talk", Kept: at(9000), Length: 5 * time.Second, Confidential: true,
	}}, list)
}

func TestListRecordings(t *testing.T) {
	dir := t.TempDir()
	_, _, err := ListRecordings(t.Context(), dir, RecordingFilter{})
	require.ErrorContains(t, err, "there is no journal")
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	require.NoError(t, j.Append(t.Context(), recorded(t)...))
	list, confidential, err := ListRecordings(t.Context(), dir, RecordingFilter{Zone: time.UTC})
	require.NoError(t, err)
	require.Len(t, list, 3)
	require.Equal(t, "2026-01-01T04:00:09Z", list[0].Kept.Format(time.RFC3339))
	require.True(t, confidential["b"])
	require.NoError(t, j.Close())
}
