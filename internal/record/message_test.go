package record

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
)

// left are two messages for Harbin and one for the nation, and what else a call
// leaves behind.
func left(t *testing.T) *Store {
	t.Helper()
	message := func(id, centre, file string, at, length int64) call.MessageLeft {
		return call.MessageLeft{At: noon + at, Call: id, Centre: centre, File: file, Length: length}
	}
	groups := groupsOf(t, "a", call.Arrived{At: noon, Call: "a", From: "13800138000", To: "12385"},
		message("a", "harbin", "a-1.wav", 5000, 12_345), message("a", "nation", "a-2.wav", 9000, 800))
	groups = append(groups, groupsOf(t, "b", message("b", "harbin", "b-1.wav", 7000, 1000),
		call.TalkRecorded{At: noon + 8000, Call: "b", Leg: "l", File: "b-2.wav", Length: 60_000},
		call.Rated{At: noon + 9000, Call: "b", Seat: "8001", Grade: 5}, call.Rated{At: noon + 9500, Call: "b", Grade: 1})...)
	s := inMemory(t)
	catchup(t, s, journalOf(t, groups...))
	return s
}

func files(t *testing.T, s *Store, f MessageFilter) (names []string) {
	t.Helper()
	list, err := s.Messages(t.Context(), f)
	require.NoError(t, err)
	for _, m := range list {
		names = append(names, m.File)
	}
	return names
}

func TestMessages(t *testing.T) {
	s := left(t)
	list, err := s.Messages(t.Context(), MessageFilter{})
	require.NoError(t, err)
	require.Equal(t, Message{
		Call: "a", From: "13800138000", Centre: "harbin", Left: at(5000), Length: 12_345 * time.Millisecond, File: "a-1.wav",
	}, list[0])
	for _, c := range []struct {
		name   string
		filter MessageFilter
		want   []string
	}{
		{"all, oldest first", MessageFilter{}, []string{"a-1.wav", "b-1.wav", "a-2.wav"}},
		{"of a centre", MessageFilter{Centre: "harbin"}, []string{"a-1.wav", "b-1.wav"}},
		{"since, itself included", MessageFilter{Since: at(7000)}, []string{"b-1.wav", "a-2.wav"}},
		{"the newest", MessageFilter{Limit: 1}, []string{"a-2.wav"}},
		{"the newest of a centre", MessageFilter{Centre: "harbin", Limit: 1}, []string{"b-1.wav"}},
		{"none", MessageFilter{Centre: "beijing"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, files(t, s, c.filter)) })
	}
}

func TestTalksAndRatingsAreKept(t *testing.T) {
	s := left(t)
	require.Equal(t, []string{"b l b-2.wav 1767240008000 60000"}, rows(t, s, "talks"))
	require.Equal(t, []string{"b  1 1767240009500", "b 8001 5 1767240009000"}, rows(t, s, "ratings"))
}

func TestListMessagesFromTheJournalOnDisk(t *testing.T) {
	dir := t.TempDir()
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	require.NoError(t, j.Append(t.Context(), groupsOf(t, "a", call.MessageLeft{At: noon, Call: "a", Centre: "harbin", File: "f.wav"})...))
	list, err := ListMessages(t.Context(), dir, MessageFilter{Zone: time.UTC})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, "2026-01-01T04:00:00Z", list[0].Left.Format(time.RFC3339))
	require.NoError(t, j.Close())
	_, err = ListMessages(t.Context(), t.TempDir(), MessageFilter{})
	require.ErrorContains(t, err, "there is no journal")
}

func TestWriteMessages(t *testing.T) {
	list := []Message{
		{Call: "1kdvdna00zzzzzzz", From: "13800000000", Centre: "harbin", Left: at(0), Length: 12_345 * time.Millisecond, File: "m.wav"},
		{Call: "1kdvdna01zzzzzzz", Centre: "nation", Left: at(1000), File: "n.wav", Heard: at(2000)},
	}
	var out strings.Builder
	require.NoError(t, WriteMessagesText(&out, list))
	require.Equal(t, `LEFT                 CALL              FROM         CENTRE  LENGTH  FILE
2026-01-01 12:00:00  1kdvdna00zzzzzzz  13800000000  harbin  12.3s   m.wav
2026-01-01 12:00:01  1kdvdna01zzzzzzz  -            nation  0.0s    n.wav
`, out.String())
	out.Reset()
	require.NoError(t, WriteMessagesJSON(&out, list))
	require.JSONEq(t, `[
		{"call": "1kdvdna00zzzzzzz", "from": "13800000000", "centre": "harbin", "left": "2026-01-01T12:00:00.000+08:00",
		 "length": 12.345, "file": "m.wav", "heard": null},
		{"call": "1kdvdna01zzzzzzz", "from": "", "centre": "nation", "left": "2026-01-01T12:00:01.000+08:00",
		 "length": 0.000, "file": "n.wav", "heard": "2026-01-01T12:00:02.000+08:00"}
	]`, out.String())
}
