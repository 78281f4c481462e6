package record

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
)

func TestCallsFilters(t *testing.T) {
	var groups []*journal.Group
	for i := range 5 { // 0..4, a second apart; 1 and 3 were answered, 4 has not ended, x is not known to have arrived
		id, outcome := fmt.Sprint(i), call.AbandonedInQueue
		if i%2 == 1 {
			outcome = call.Answered
		}
		when := noon + int64(i)*1000
		groups = append(groups, groupsOf(t, id, call.Arrived{At: when, Call: id})...)
		if i < 4 {
			groups = append(groups, groupsOf(t, id, call.Ended{At: when + 500, Call: id, Outcome: outcome})...)
		}
	}
	groups = append(groups, groupsOf(t, "x", call.Ended{At: noon, Call: "x", Outcome: call.Answered})...)
	s := inMemory(t)
	catchup(t, s, journalOf(t, groups...))

	for _, c := range []struct {
		name   string
		filter Filter
		want   []string
	}{
		{"all that have ended", Filter{}, []string{"0", "1", "2", "3"}},
		{"the others too", Filter{Unfinished: true}, []string{"0", "1", "2", "3", "4"}},
		{"the newest", Filter{Limit: 2}, []string{"2", "3"}},
		{"since, itself included", Filter{Since: at(2000)}, []string{"2", "3"}},
		{"since just after", Filter{Since: at(2000).Add(1)}, []string{"3"}},
		{"until, itself not included", Filter{Until: at(2000)}, []string{"0", "1"}},
		{"until just after", Filter{Until: at(2000).Add(1)}, []string{"0", "1", "2"}},
		{"between", Filter{Since: at(1000), Until: at(3000)}, []string{"1", "2"}},
		{"by outcome", Filter{Outcome: call.Answered}, []string{"1", "3"}},
		{"by id", Filter{IDs: []string{"3", "0", "no such", `"`}}, []string{"0", "3"}},
		{"all together", Filter{Since: at(0), Until: at(9000), Outcome: call.Answered, IDs: []string{"1", "2", "3"}, Limit: 1}, []string{"3"}},
		{"none", Filter{Outcome: call.Refused}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, ids(list(t, s, c.filter)))
		})
	}
}

func TestCallsGivesTimesInTheZoneAskedFor(t *testing.T) {
	s := inMemory(t)
	catchup(t, s, journalOf(t, arrivedAndEnded(t, "a", 0)...))
	require.Equal(t, "2026-01-01T12:00:00+08:00", list(t, s, Filter{})[0].Arrived.Format(time.RFC3339))
	require.Equal(t, "2026-01-01T04:00:00Z", list(t, s, Filter{Zone: time.UTC})[0].Arrived.Format(time.RFC3339))
}

func TestOpenRefusesADirectoryItCannotUse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Open(t.Context(), file)
	require.EqualError(t, err, "the call records cannot be kept in "+file+" (not a directory): let this user write there")
}

func TestRecordsAreClosedToOtherUsers(t *testing.T) {
	dir := t.TempDir()
	catchup(t, openAt(t, dir), journalOf(t, arrivedAndEnded(t, "a", 0)...))
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		info, err := f.Info()
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o007, f.Name())
	}
}
