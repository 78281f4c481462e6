package switchboard

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// BenchmarkRecall measures how long a start folds a journal of many groups
// (HOTLINE_BENCH_GROUPS, 20,000 without), from its beginning and by a snapshot that is
// 10,000 groups old.
func BenchmarkRecall(b *testing.B) {
	groups := 20_000
	if text := os.Getenv("HOTLINE_BENCH_GROUPS"); text != "" {
		var err error
		if groups, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	ctx := context.Background()
	j, err := journal.OpenSQLite(ctx, b.TempDir(), journal.Options{Log: quiet()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	h := newHistory(j)
	h.live(b, groups-10_000)
	measure := func(b *testing.B, known journal.Reader) {
		b.Helper()
		for b.Loop() {
			m, err := recall(ctx, known, quiet())
			if err != nil {
				b.Fatal(err)
			}
			if misfits, last := m.floors["city"].Misfits(); len(m.calls) == 0 || misfits != 0 {
				b.Fatal(len(m.calls), misfits, last)
			}
		}
	}
	b.Run("save", func(b *testing.B) {
		for range b.N {
			if _, err := SaveSnapshot(ctx, j, 0, quiet()); err != nil {
				b.Fatal(err)
			}
		}
	})
	h.live(b, 10_000)
	b.Run("snapshot", func(b *testing.B) { measure(b, j) })
	b.Run("beginning", func(b *testing.B) { measure(b, struct{ journal.Reader }{j}) })
}

// history is a floor at work, whose calls come and go; some 500 are open at a time.
type history struct {
	j     journal.Journal
	floor *acd.State
	now   int64
	calls int
	kept  []*journal.Group
	done  int
	rings []*acd.Offered
}

func newHistory(j journal.Journal) *history {
	h := &history{j: j, floor: acd.New("city"), now: 1_767_225_600_000}
	q := acd.Queue{ID: "city/advice", Strategy: acd.LongestIdle}
	rules := acd.Rules{Hash: "1", Queues: []acd.Queue{q}}
	for i := range 50 {
		rules.Seats = append(rules.Seats, acd.Seat{ID: strconv.Itoa(8000 + i), Queues: []acd.Post{{Queue: q.ID}}})
	}
	h.turn(acd.LoadRules{At: h.now, Rules: rules})
	for _, s := range rules.Seats {
		h.turn(acd.SignIn{At: h.now, Seat: s.ID})
	}
	return h
}

func (h *history) turn(in acd.Input) (facts []acd.Fact) {
	facts = acd.Decide(h.floor, in)
	if len(facts) == 0 {
		return nil
	}
	g := (&ledger{failed: func() {}}).group(h.now, "city", turn{in, facts})
	h.kept = append(h.kept, g)
	return facts
}

func (h *history) tell(id string, f call.Fact) {
	e, err := journal.EntryOf(f.Kind(), call.FactVersion, f)
	if err != nil {
		panic(err)
	}
	h.kept = append(h.kept, &journal.Group{At: h.now, Stream: journal.CallStream(id), Call: id, Facts: []journal.Entry{e}})
}

// live adds about so many groups.
func (h *history) live(b testing.TB, groups int) {
	b.Helper()
	for start := h.done; h.done-start < groups; {
		h.arrive()
		if len(h.kept) >= 1000 || h.done-start+len(h.kept) >= groups {
			h.write(b)
		}
	}
}

func (h *history) write(b testing.TB) {
	b.Helper()
	h.done += len(h.kept)
	if err := h.j.Append(context.Background(), h.kept...); err != nil {
		b.Fatal(err)
	}
	h.kept = h.kept[:0]
}

func (h *history) arrive() {
	h.now += 200
	h.calls++
	id := fmt.Sprintf("c%09d", h.calls)
	h.tell(id, call.Arrived{At: h.now, Call: id, Channel: id, From: "13900000000", To: "12385", Centre: "city", Floor: "city", Flow: "f", Version: "1"})
	h.tell(id, call.Stepped{At: h.now, Call: id, Step: "f/greet", Checkpoint: []byte(`{"step":"f/greet","vars":{"area":"0451"}}`)})
	h.offers(h.turn(acd.Enqueue{At: h.now, Call: id, Queue: "city/advice", From: "13900000000"}))
	if len(h.rings) < 45 {
		return
	}
	o := h.rings[0]
	h.rings = h.rings[1:]
	h.tell(o.Call, call.LegDialled{At: h.now, Call: o.Call, Leg: o.Call + "-1", Seat: o.Seat, Phone: o.Seat, Offer: o.Offer})
	h.turn(acd.SeatAnswered{At: h.now, Offer: o.Offer})
	h.tell(o.Call, call.Connected{At: h.now, Call: o.Call, Leg: o.Call + "-1"})
	facts := h.turn(acd.TalkOver{At: h.now, Call: o.Call, By: acd.Caller})
	h.tell(o.Call, call.LegEnded{At: h.now, Call: o.Call, Leg: o.Call + "-1", Cause: 16})
	h.tell(o.Call, call.Ended{At: h.now, Call: o.Call, Outcome: call.Answered, By: "caller", Cause: 16})
	h.offers(facts)
}

func (h *history) offers(facts []acd.Fact) {
	for _, f := range facts {
		if o, ok := f.(*acd.Offered); ok {
			h.rings = append(h.rings, o)
		}
	}
}

// allLeave ends every call.
func (h *history) allLeave() {
	for len(h.rings) > 0 {
		o := h.rings[0]
		h.rings = h.rings[1:]
		h.offers(h.turn(acd.HangUp{At: h.now, Call: o.Call}))
		h.tell(o.Call, call.Ended{At: h.now, Call: o.Call, Outcome: call.AbandonedRinging, By: "caller", Cause: 16})
	}
	for _, c := range h.floor.Calls() {
		h.turn(acd.HangUp{At: h.now, Call: c.ID})
		h.tell(c.ID, call.Ended{At: h.now, Call: c.ID, Outcome: call.AbandonedInQueue, By: "caller", Cause: 16})
	}
}
