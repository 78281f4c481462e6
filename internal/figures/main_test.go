package figures

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
	"hotline/internal/record"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is a moment in China; the tests count milliseconds from it.
const noon = int64(1_767_240_000_000) // 2026-01-01T12:00:00+08:00

func at(ms int64) time.Time {
	return time.UnixMilli(noon + ms).In(calendar.China())
}

// writer writes a journal by hand.
type writer struct {
	t require.TestingT
	j *journal.Memory
}

func newWriter(t require.TestingT) writer { return writer{t, journal.NewMemory()} }

func (w writer) floor(name string, facts ...acd.Fact) {
	g := &journal.Group{Stream: journal.FloorStream(name)}
	for _, f := range facts {
		e, err := journal.EntryOf(f.Kind(), acd.FactVersion, f)
		require.NoError(w.t, err)
		g.Facts = append(g.Facts, e)
	}
	if len(facts) > 0 {
		require.NoError(w.t, w.j.Append(context.Background(), g))
	}
}

func (w writer) call(id string, facts ...call.Fact) {
	g := &journal.Group{Stream: journal.CallStream(id), Call: id}
	for _, f := range facts {
		e, err := journal.EntryOf(f.Kind(), call.FactVersion, f)
		require.NoError(w.t, err)
		g.Facts = append(g.Facts, e)
	}
	require.NoError(w.t, w.j.Append(context.Background(), g))
}

// live are figures of a journal, with records in memory.
func live(t require.TestingT, j record.Source) *Live {
	records, err := record.OpenMemory(context.Background())
	require.NoError(t, err)
	return &Live{journal: j, records: records}
}

func closing(t *testing.T, l *Live) *Live {
	t.Helper()
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

// hour asks for the first hour from noon.
func hour() record.SumsOf {
	return record.SumsOf{Since: at(0), Until: at(3_600_000), Now: at(3_600_000), Within: UsualWithin, Short: UsualShort}
}

func checked1(t *testing.T, l *Live, of record.SumsOf) Row {
	t.Helper()
	rows, err := l.Check(t.Context(), of)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	return rows[0]
}

// known are the figures of a row that exist.
func known(r Row) map[string]float64 {
	all := map[string]float64{}
	for _, v := range r.Values {
		if v.Known {
			all[v.Name] = v.Value
		}
	}
	return all
}
