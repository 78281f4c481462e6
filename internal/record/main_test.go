package record

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/call"
	"hotline/internal/journal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is a moment in China; the tests count milliseconds from it.
const noon = int64(1_767_240_000_000) // 2026-01-01T12:00:00+08:00

func china() *time.Location { return calendar.China() }

func at(ms int64) time.Time { return time.UnixMilli(noon + ms).In(china()) }

// onCall and onFloor are a group of one fact each.
func onCall(t require.TestingT, id string, f call.Fact) *journal.Group {
	return &journal.Group{Stream: journal.CallStream(id), Call: id, Facts: []journal.Entry{entry(t, f.Kind(), call.FactVersion, f)}}
}

func onFloor(t require.TestingT, f acd.Fact) *journal.Group {
	return &journal.Group{Stream: journal.FloorStream("hlj"), Facts: []journal.Entry{entry(t, f.Kind(), acd.FactVersion, f)}}
}

func entry(t require.TestingT, kind string, version int, v any) journal.Entry {
	e, err := journal.EntryOf(kind, version, v)
	require.NoError(t, err)
	return e
}

// groupsOf puts each fact on the stream where it belongs.
func groupsOf(t require.TestingT, id string, facts ...any) (groups []*journal.Group) {
	for _, fact := range facts {
		switch f := fact.(type) {
		case call.Arrived, call.Moved, call.Ended, call.Stepped, call.LegDialled, call.LegEnded, call.Connected,
			call.RecordingBegun, call.MessageLeft, call.TalkRecorded, call.Rated, call.CallbackAsked,
			call.Transferred, call.Supervised, call.HelpAsked, call.Classified, call.MadeConfidential:
			groups = append(groups, onCall(t, id, f.(call.Fact)))
		default:
			groups = append(groups, onFloor(t, f.(acd.Fact)))
		}
	}
	return groups
}

func journalOf(t require.TestingT, groups ...*journal.Group) *journal.Memory {
	j := journal.NewMemory()
	require.NoError(t, j.Append(context.Background(), groups...))
	return j
}

func inMemory(t *testing.T) *Store {
	t.Helper()
	s, err := OpenMemory(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func openAt(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func catchup(t require.TestingT, s *Store, j Source) Progress {
	p, err := s.Catchup(context.Background(), j)
	require.NoError(t, err)
	return p
}

func list(t require.TestingT, s *Store, f Filter) []Call {
	calls, err := s.Calls(context.Background(), f)
	require.NoError(t, err)
	return calls
}
