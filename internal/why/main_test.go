package why

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/why/whytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is a moment in China; the tests count milliseconds from it.
const noon = int64(1_767_240_000_000) // 2026-01-01T12:00:00+08:00

const queue = "harbin/advice"

// rules are a queue and the seats that serve it.
func rules(hash string, seats ...string) acd.Rules {
	r := acd.Rules{Hash: hash, Queues: []acd.Queue{{ID: queue, Strategy: acd.LongestIdle, Ring: 20_000, WrapUp: 10_000}}}
	for _, id := range seats {
		r.Seats = append(r.Seats, acd.Seat{ID: id, Queues: acd.Serving(queue)})
	}
	return r
}

// tree is a dialplans tree of one floor.
type tree map[string]acd.Rules

func (t tree) Rules(floor string) acd.Rules { return t[floor] }

// world is a journal and a floor that writes into it.
type world struct {
	*journal.Memory

	t     *testing.T
	floor *whytest.Floor
}

// newWorld has the seats at work, each signed in a second after the other.
func newWorld(t *testing.T, seats ...string) *world {
	t.Helper()
	j := journal.NewMemory()
	w := &world{j, t, whytest.New(j, "harbin")}
	w.do(acd.LoadRules{At: noon, Rules: rules("of-then", seats...)})
	for i, id := range seats {
		w.do(acd.SignIn{At: noon + int64(i)*1000, Seat: id})
	}
	return w
}

func (w *world) do(inputs ...acd.Input) {
	w.t.Helper()
	require.NoError(w.t, w.floor.Do(w.t.Context(), inputs...))
}

func (w *world) own(at int64, id string, facts ...call.Fact) {
	w.t.Helper()
	require.NoError(w.t, whytest.Call(w.t.Context(), w, at, id, facts...))
}

// arrive lets a call come in and join the queue.
func (w *world) arrive(id string, at int64) {
	w.t.Helper()
	w.own(at, id, call.Arrived{
		At: at, Call: id, Trunk: "carrier", From: "13800138000", To: "12385",
		Centre: "harbin", Floor: "harbin", Flow: "city", Why: []string{"the trunk's city is harbin"},
	})
	w.do(acd.Enqueue{At: at + 500, Call: id, Queue: queue})
}

func (w *world) read(id string, today RulesOf) *Story {
	w.t.Helper()
	s, err := Read(context.Background(), w, id, today)
	require.NoError(w.t, err)
	return s
}

// one is the only event of that kind.
func one(t *testing.T, s *Story, kind string) Event {
	t.Helper()
	var found []Event
	for _, e := range s.Events {
		if e.Kind == kind {
			found = append(found, e)
		}
	}
	require.Len(t, found, 1, kind)
	return found[0]
}

// written is what people read.
func written(t *testing.T, v interface{ WriteText(w io.Writer) error }) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, v.WriteText(&b))
	return b.String()
}

func newFloor(w *world, name string) *whytest.Floor { return whytest.New(w.Memory, name) }

func floors(s *Story) (names []string) {
	for _, e := range s.Events {
		names = append(names, e.Floor)
	}
	return names
}
