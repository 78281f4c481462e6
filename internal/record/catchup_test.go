package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

func arrivedAndEnded(t require.TestingT, id string, at int64) []*journal.Group {
	return groupsOf(t, id,
		call.Arrived{At: noon + at, Call: id, From: "1", To: "12385"},
		call.Ended{At: noon + at + 10, Call: id, Outcome: call.Completed, By: "system"})
}

func ids(calls []Call) (found []string) {
	for _, c := range calls {
		found = append(found, c.ID)
	}
	return found
}

func TestCatchupFoldsOnlyWhatIsNew(t *testing.T) {
	dir := t.TempDir()
	j := journalOf(t, arrivedAndEnded(t, "a", 0)...)
	s := openAt(t, dir)
	require.Equal(t, Progress{Groups: 2, Facts: 2}, catchup(t, s, j))
	require.Equal(t, Progress{}, catchup(t, s, j))
	require.NoError(t, s.Close())

	require.NoError(t, j.Append(t.Context(), arrivedAndEnded(t, "b", 1)...))
	s = openAt(t, dir)
	require.Equal(t, []string{"a"}, ids(list(t, s, Filter{})))
	require.Equal(t, Progress{Groups: 2, Facts: 2}, catchup(t, s, j))
	require.Equal(t, []string{"a", "b"}, ids(list(t, s, Filter{})))
}

// What a newer program wrote is passed by; the rest of the record stands.
func TestCatchupPassesByWhatItCannotRead(t *testing.T) {
	groups := arrivedAndEnded(t, "a", 0)
	tomorrow := func(kind string, version int) journal.Entry { return entry(t, kind, version, struct{}{}) }
	groups[1].Facts = append(groups[1].Facts, tomorrow("call-sung", 1), tomorrow(call.KindEnded, 9))
	groups = append(groups,
		&journal.Group{Stream: "floor/x", Facts: []journal.Entry{tomorrow("seat-praised", 2), tomorrow("seat-praised", 2)}},
		&journal.Group{Stream: "floor/x", Facts: []journal.Entry{entry(t, "answered", 1, []int{1})}},
		&journal.Group{Stream: "weather/x", Facts: []journal.Entry{tomorrow("rain", 1)}})
	s := inMemory(t)
	require.Equal(t, Progress{Groups: 5, Facts: 8, Passed: 5}, catchup(t, s, journalOf(t, groups...)))
	passed, err := s.Passed(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]int{"call-sung/1": 1, "call-ended/9": 1, "seat-praised/2": 2, "answered/1": 1}, passed)
	calls := list(t, s, Filter{})
	require.Len(t, calls, 1)
	require.Equal(t, call.Completed, calls[0].Outcome)
}

func TestCatchupBuildsAnew(t *testing.T) {
	old := func(t *testing.T) *journal.Memory {
		t.Helper()
		return journalOf(t, append(arrivedAndEnded(t, "a", 0), arrivedAndEnded(t, "b", 1)...)...)
	}
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, dir string)
		next  func(j *journal.Memory) Source
		want  Progress
	}{
		{
			"after the file was deleted",
			func(t *testing.T, dir string) {
				t.Helper()
				require.NoError(t, remove(filepath.Join(dir, fileName)))
			},
			func(j *journal.Memory) Source { return j },
			Progress{Groups: 4, Facts: 4},
		},
		{
			"after the file was damaged",
			func(t *testing.T, dir string) {
				t.Helper()
				require.NoError(t, os.WriteFile(filepath.Join(dir, fileName), []byte(strings.Repeat("no database", 900)), 0o600))
			},
			func(j *journal.Memory) Source { return j },
			Progress{Groups: 4, Facts: 4},
		},
		{
			"after another version of the program",
			func(t *testing.T, dir string) {
				t.Helper()
				s := openAt(t, dir)
				_, err := s.db.ExecContext(t.Context(), `ALTER TABLE calls DROP COLUMN detail; PRAGMA user_version = 99`)
				require.NoError(t, err)
				require.NoError(t, s.Close())
			},
			func(j *journal.Memory) Source { return j },
			Progress{Groups: 4, Facts: 4},
		},
		{
			"after a table was taken out",
			func(t *testing.T, dir string) {
				t.Helper()
				s := openAt(t, dir)
				_, err := s.db.ExecContext(t.Context(), `DROP TABLE stays`)
				require.NoError(t, err)
				require.NoError(t, s.Close())
			},
			func(j *journal.Memory) Source { return j },
			Progress{Groups: 4, Facts: 4},
		},
		{
			"for another journal", func(*testing.T, string) {},
			func(*journal.Memory) Source { return journalOf(t, arrivedAndEnded(t, "z", 5)...) },
			Progress{Groups: 2, Facts: 2, Rebuilt: true},
		},
		{
			"for another journal that is empty", func(*testing.T, string) {},
			func(*journal.Memory) Source { return journal.NewMemory() },
			Progress{Rebuilt: true},
		},
		{
			"for the same journal, restored from a backup", func(*testing.T, string) {},
			func(j *journal.Memory) Source { return shortened{j, 2} },
			Progress{Groups: 2, Facts: 2, Rebuilt: true},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, j := t.TempDir(), old(t)
			s := openAt(t, dir)
			catchup(t, s, j)
			require.Len(t, list(t, s, Filter{}), 2)
			require.NoError(t, s.Close())
			c.spoil(t, dir)

			s = openAt(t, dir)
			source := c.next(j)
			require.Equal(t, c.want, catchup(t, s, source))
			fresh := inMemory(t)
			catchup(t, fresh, source)
			require.Equal(t, list(t, fresh, Filter{}), list(t, s, Filter{}))
			require.Equal(t, Progress{}, catchup(t, s, source), "it stands")
		})
	}
}

// shortened is a journal as it was when it had so many groups.
type shortened struct {
	*journal.Memory
	last int64
}

func (s shortened) Last(context.Context) (int64, error) { return s.last, nil }

func (s shortened) Read(ctx context.Context, from int64, fn func(journal.Group) error) error {
	return s.Memory.Read(ctx, from, func(g journal.Group) error {
		if g.Seq > s.last {
			return nil
		}
		return fn(g)
	})
}

// failing is a journal that cannot be read past a group.
type failing struct {
	*journal.Memory
	at int64
}

var errRead = errors.New("the disk hums")

func (f failing) Read(ctx context.Context, from int64, fn func(journal.Group) error) error {
	return f.Memory.Read(ctx, from, func(g journal.Group) error {
		if g.Seq == f.at {
			return errRead
		}
		return fn(g)
	})
}

func TestCatchupAfterAnErrorGoesOnFromTheLastWholeBatch(t *testing.T) {
	var groups []*journal.Group
	for i := range 5 {
		groups = append(groups, arrivedAndEnded(t, fmt.Sprint(i), int64(i))...)
	}
	j := journalOf(t, groups...)
	s := inMemory(t)
	s.batch = 4
	p, err := s.Catchup(t.Context(), failing{j, 7})
	require.ErrorIs(t, err, errRead)
	require.Equal(t, Progress{Groups: 4, Facts: 4}, p)
	require.Equal(t, []string{"0", "1"}, ids(list(t, s, Filter{})))
	require.Equal(t, Progress{Groups: 6, Facts: 6}, catchup(t, s, j))
	require.Len(t, list(t, s, Filter{}), 5)
}

// Two that catch up at once (serve and a command) count nothing twice.
func TestCatchupFromTwoSides(t *testing.T) {
	dir := t.TempDir()
	var groups []*journal.Group
	for i := range 50 {
		groups = append(groups, groupsOf(t, "a", &acd.Offered{At: noon + int64(i), Call: "a", Offer: int64(i)})...)
	}
	groups = append(groups, arrivedAndEnded(t, "a", 0)...)
	j := journalOf(t, groups...)
	var all sync.WaitGroup
	for range 2 {
		s := openAt(t, dir)
		s.batch = 3
		all.Go(func() {
			if _, err := s.Catchup(t.Context(), j); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	calls := list(t, openAt(t, dir), Filter{})
	require.Len(t, calls, 1)
	require.Equal(t, 50, calls[0].Offers)
}

func TestOpenFromManySidesAtOnce(t *testing.T) {
	j := journalOf(t, arrivedAndEnded(t, "a", 0)...)
	for range 10 {
		dir := t.TempDir()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				s, err := Open(t.Context(), dir)
				if err != nil {
					t.Error(err)
					return
				}
				_, err = s.Catchup(t.Context(), j)
				if err := errors.Join(err, s.Close()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}

func TestCatchupFromTheJournalOnDisk(t *testing.T) {
	dir := t.TempDir()
	j, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	require.NoError(t, j.Append(t.Context(), arrivedAndEnded(t, "a", 0)...))
	r, err := journal.OpenReader(t.Context(), dir) // as a command does while the engine runs
	require.NoError(t, err)
	s := openAt(t, dir)
	require.Equal(t, Progress{Groups: 2, Facts: 2}, catchup(t, s, r))
	require.Equal(t, []string{"a"}, ids(list(t, s, Filter{})))
	require.NoError(t, r.Close())
	require.NoError(t, j.Close())
}

func genGroup() *rapid.Generator[*journal.Group] {
	return rapid.Custom(func(t *rapid.T) *journal.Group {
		id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "call")
		at := noon + rapid.Int64Range(1, 100_000).Draw(t, "at")
		switch rapid.IntRange(0, 13).Draw(t, "kind") {
		case 0:
			return onCall(t, id, call.Arrived{At: at, Call: id, From: rapid.String().Draw(t, "from"), To: "12385", Trunk: "t", Seat: "s", Centre: "harbin"})
		case 1:
			return onCall(t, id, call.Moved{At: at, Call: id, Centre: "nation"})
		case 2:
			return onCall(t, id, call.Ended{At: at, Call: id, Outcome: rapid.SampledFrom(call.Outcomes()).Draw(t, "outcome"), By: "caller", Detail: "d"})
		case 3:
			return onFloor(t, &acd.CallQueued{At: at, Call: id, Queue: rapid.SampledFrom([]string{"q", "r"}).Draw(t, "queue")})
		case 4:
			return onFloor(t, &acd.Offered{At: at, Call: id, Seat: "8001"})
		case 5:
			return onFloor(t, &acd.Answered{At: at, Call: id, Queue: "q", Seat: rapid.SampledFrom([]string{"8001", "8002"}).Draw(t, "seat")})
		case 6:
			return onFloor(t, &acd.Abandoned{At: at, Call: id, Queue: "q"})
		case 7:
			return onFloor(t, &acd.Overflowed{At: at, Call: id, Queue: "r"})
		case 8:
			return onFloor(t, &acd.TalkEnded{At: at, Call: id, Talked: rapid.Int64Range(0, 1000).Draw(t, "talked")})
		case 9:
			return onFloor(t, &acd.SeatReady{At: at, Seat: "8001"})
		case 10:
			return onCall(t, id, call.Rated{At: at, Call: id, Seat: "8001", Grade: rapid.IntRange(1, 5).Draw(t, "grade")})
		case 11:
			return onCall(t, id, call.MessageLeft{At: at, Call: id, Centre: "harbin", File: rapid.SampledFrom([]string{"m", "n"}).Draw(t, "file")})
		case 12:
			return onCall(t, id, call.TalkRecorded{At: at, Call: id, Leg: "l", File: rapid.SampledFrom([]string{"t", "u"}).Draw(t, "file")})
		}
		return &journal.Group{Stream: "floor/x", Facts: []journal.Entry{{Kind: "from-tomorrow", Version: 1, Data: json.RawMessage(`{}`)}}}
	})
}

// However the log is cut into pieces and batches, the records are those of
// folding it at once.
func TestRebuildEqualsIncremental(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		incremental, err := OpenMemory(context.Background())
		require.NoError(t, err)
		defer incremental.Close()
		j := journal.NewMemory()
		for _, piece := range rapid.SliceOfN(rapid.SliceOfN(genGroup(), 0, 12), 1, 4).Draw(t, "log") {
			require.NoError(t, j.Append(context.Background(), piece...))
			incremental.batch = rapid.IntRange(1, 5).Draw(t, "batch")
			require.Equal(t, len(piece), catchup(t, incremental, j).Groups)
		}
		rebuilt, err := OpenMemory(context.Background())
		require.NoError(t, err)
		defer rebuilt.Close()
		catchup(t, rebuilt, j)
		requireSame(t, rebuilt, incremental)
	})
}

// rows are those of a table that no method lists, as text.
func rows(t require.TestingT, s *Store, table string) (all []string) {
	columns := map[string]string{
		"ratings": "call || ' ' || seat || ' ' || grade || ' ' || at",
		"talks":   "call || ' ' || leg || ' ' || file || ' ' || ended_at || ' ' || length",
	}
	found, err := s.db.QueryContext(context.Background(), "SELECT "+columns[table]+" FROM "+table+" ORDER BY 1")
	require.NoError(t, err)
	defer found.Close()
	for found.Next() {
		var row string
		require.NoError(t, found.Scan(&row))
		all = append(all, row)
	}
	require.NoError(t, found.Err())
	return all
}

func requireSame(t *rapid.T, want, got *Store) {
	calls := list(t, want, Filter{Unfinished: true})
	require.Equal(t, calls, list(t, got, Filter{Unfinished: true}))
	for _, c := range calls {
		require.False(t, c.Waited < 0 || c.WaitedFromArrival < 0 || c.Talked < 0, "%+v", c)
	}
	messages, err := want.Messages(context.Background(), MessageFilter{})
	require.NoError(t, err)
	same, err := got.Messages(context.Background(), MessageFilter{})
	require.NoError(t, err)
	require.Equal(t, messages, same)
	for _, table := range []string{"ratings", "talks"} {
		require.Equal(t, rows(t, want, table), rows(t, got, table))
	}
	passed, err := want.Passed(context.Background())
	require.NoError(t, err)
	again, err := got.Passed(context.Background())
	require.NoError(t, err)
	require.Equal(t, passed, again)
}
