package whatif

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/why/whytest"
)

// world plays a day on a real distributor and writes its journal: what is to happen, in
// the order of time.
type world struct {
	floor *whytest.Floor
	plan  []deed
	talks map[string]int64 // by call, ms
	rings int64            // until a seat answers
}

type deed struct {
	at int64
	in acd.Input
}

func date() time.Time { return time.Date(2026, 11, 20, 0, 0, 0, 0, time.FixedZone("", 8*60*60)) }

// at is a moment of the day, ms.
func at(seconds float64) int64 {
	return date().UnixMilli() + int64((9*time.Hour+time.Duration(seconds*float64(time.Second)))/time.Millisecond)
}

func newWorld(j journal.Journal) *world {
	return &world{floor: whytest.New(j, "harbin"), talks: map[string]int64{}, rings: 3000}
}

func (w *world) add(at int64, in acd.Input) {
	i, _ := slices.BinarySearchFunc(w.plan, at+1, func(d deed, at int64) int { return int(d.at - at) })
	w.plan = slices.Insert(w.plan, i, deed{at, in})
}

// play goes on until nothing is left to happen.
func (w *world) play(ctx context.Context, t *testing.T) {
	t.Helper()
	offers := map[int64]bool{}
	for {
		timer, waits := w.floor.NextTimer()
		if len(w.plan) == 0 && !waits {
			return
		}
		if waits && (len(w.plan) == 0 || timer <= w.plan[0].at) {
			require.NoError(t, w.floor.Do(ctx, acd.Tick{At: timer}))
		} else {
			next := w.plan[0]
			w.plan = w.plan[1:]
			if gone, ok := next.in.(acd.HangUp); ok && w.answered(gone.Call) {
				continue // he had the patience
			}
			require.NoError(t, w.floor.Do(ctx, next.in))
		}
		now := w.floor.Now()
		for _, c := range w.floor.Calls() {
			if c.Offer != 0 && !offers[c.Offer] {
				offers[c.Offer] = true
				w.add(now+w.rings, acd.SeatAnswered{At: now + w.rings, Offer: c.Offer})
			}
			if c.Callback != "" && c.State == acd.CallTalking {
				w.talks[c.ID] = 40_000
				w.add(now, acd.CallbackOver{At: now, Callback: c.Callback, Result: acd.CallbackReached})
			}
			if talk, ok := w.talks[c.ID]; ok && c.State == acd.CallTalking {
				delete(w.talks, c.ID)
				w.add(now+talk, acd.TalkOver{At: now + talk, Call: c.ID, By: acd.Caller})
			}
		}
	}
}

func (w *world) answered(call string) bool {
	return !slices.ContainsFunc(w.floor.Calls(), func(c acd.CallStatus) bool { return c.ID == call && c.State != acd.CallTalking })
}

func rules(strategy acd.Strategy, seats ...string) acd.Rules {
	r := acd.Rules{Hash: "h", Queues: []acd.Queue{{ID: "harbin/advice", Strategy: strategy, Ring: 20_000, WrapUp: 10_000}}}
	for _, id := range seats {
		r.Seats = append(r.Seats, acd.Seat{ID: id, Queues: acd.Serving("harbin/advice")})
	}
	return r
}

// busy is a day of so many calls, nearly too many for three seats: some give up, one
// seat takes a break and one goes home early.
func busy(t *testing.T, calls int) journal.Reader {
	t.Helper()
	j := journal.NewMemory()
	w := newWorld(j)
	chances := rand.New(rand.NewPCG(1, 2))
	w.add(at(-3600), acd.LoadRules{At: at(-3600), Rules: rules(acd.LongestIdle, "801", "802", "803")})
	for _, seat := range []string{"801", "802", "803"} {
		w.add(at(-600), acd.SignIn{At: at(-600), Seat: seat})
		w.add(at(9*3600), acd.SignOut{At: at(9 * 3600), Seat: seat})
	}
	w.add(at(3600), acd.Pause{At: at(3600), Seat: "802", Reason: "break"})
	w.add(at(4500), acd.Ready{At: at(4500), Seat: "802"})
	w.add(at(5*3600), acd.SignOut{At: at(5 * 3600), Seat: "803"})
	now := 0.0
	for n := range calls {
		now += chances.ExpFloat64() * 75
		id := "call" + strconv.Itoa(n)
		w.talks[id] = int64(30_000 + chances.ExpFloat64()*120_000)
		w.add(at(now), acd.Enqueue{At: at(now), Call: id, Queue: "harbin/advice", From: id})
		gone := at(now + chances.ExpFloat64()*400)
		w.add(gone, acd.HangUp{At: gone, Call: id})
	}
	w.play(t.Context(), t)
	return j
}
