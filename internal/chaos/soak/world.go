package soak

import (
	"container/heap"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

// How long things take in the life of a call.
const (
	greeting = 3 * time.Second
	ringing  = time.Second
	talking  = 15 * time.Second // and up to as much again
)

// world is callers and seats: it lets calls happen and tells the journal.
type world struct {
	store   journal.Journal
	log     *fleet.Log
	replica *replica
	every   time.Duration // between two calls

	agenda agenda
	live   map[string]int64 // calls, since when
	begun  int
	shown  atomic.Int64 // begun, for others to read
}

func newWorld(store journal.Journal, every time.Duration) *world {
	return &world{store: store, every: every, live: map[string]int64{}, replica: &replica{news: make(chan acd.Fact, 4096)}}
}

func (w *world) count() int64 { return w.shown.Load() }

// lastCalls is how long the last ones may take.
const lastCalls = 2 * time.Minute

// turn makes calls for so long and returns when all have ended.
func (w *world) turn(ctx context.Context, length time.Duration) error {
	now := time.Now()
	end, last := now.Add(length), now.Add(length+lastCalls)
	w.submit(acd.LoadRules{At: now.UnixMilli(), Rules: rules()})
	for i := range seats {
		w.submit(acd.SignIn{At: now.UnixMilli(), Seat: seatName(i)})
	}
	w.arrivals(end)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case f := <-w.replica.news:
			w.happen(f)
		case <-timer.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		now := time.Now()
		if err := w.due(ctx, now); err != nil {
			return err
		}
		switch {
		case now.After(end) && len(w.live) == 0:
			return nil
		case now.After(last):
			return fmt.Errorf("%d calls have not come to an end: %d inputs are not decided", len(w.live), w.log.Status().Pending)
		}
		timer.Reset(w.agenda.wait(now))
	}
}

// arrivals makes one call after the other.
func (w *world) arrivals(end time.Time) {
	var next func(at time.Time)
	next = func(at time.Time) {
		w.at(at, func(ctx context.Context, now time.Time) error {
			if at.Before(end) {
				next(at.Add(w.every))
				return w.arrive(ctx, now)
			}
			return nil
		})
	}
	next(time.Now())
}

func (w *world) at(at time.Time, do task) { heap.Push(&w.agenda, entry{at, do}) }

func (w *world) due(ctx context.Context, now time.Time) error {
	for len(w.agenda) > 0 && !w.agenda[0].at.After(now) {
		if err := heap.Pop(&w.agenda).(entry).do(ctx, now); err != nil {
			return err
		}
	}
	return nil
}

// submit hands an input in to the floor's log.
func (w *world) submit(in acd.Input) {
	e, err := inputEntry(in)
	if err != nil {
		panic(err) // our own types
	}
	w.log.Submit(time.Now().UnixMilli(), e)
}

// arrive is a call that comes in, is greeted, and joins the queue.
func (w *world) arrive(ctx context.Context, now time.Time) error {
	w.begun++
	w.shown.Store(int64(w.begun))
	id := call.NewID(now.UnixMilli(), rand.Uint64())
	at, from := now.UnixMilli(), fmt.Sprintf("139%08d", w.begun)
	w.live[id] = at
	checkpoint := json.RawMessage(`{"flow":"load","version":"0123456789abcdef","step":"greet","vars":{"place":"harbin"}}`)
	w.at(now.Add(greeting), func(ctx context.Context, now time.Time) error {
		at := now.UnixMilli()
		w.submit(acd.Enqueue{At: at, Call: id, Queue: queueName, Since: at, From: from})
		return w.tell(ctx, id, call.Stepped{At: at, Call: id, Step: "load/wait", From: "load/greet", Way: "then", Checkpoint: checkpoint})
	})
	return errors.Join(
		w.tell(ctx, id, call.Arrived{
			At: at, Call: id, Channel: "1700000000." + from, Trunk: "carrier", From: from, To: "88620001",
			Centre: "soak", Floor: floorName, Flow: "load", Version: "0123456789ab", Area: "0451",
			Why: []string{"trunk carrier", "called 88620001", "the trunk lists the number: soak"},
		}),
		w.tell(ctx, id, call.Stepped{At: at, Call: id, Step: "load/greet", Checkpoint: checkpoint}))
}

// happen goes on with a call as the floor has decided.
func (w *world) happen(f acd.Fact) {
	now := time.Now()
	switch f := f.(type) {
	case *acd.Offered:
		w.at(now, func(ctx context.Context, now time.Time) error {
			return errors.Join(
				w.tell(ctx, f.Call, call.LegDialled{At: now.UnixMilli(), Call: f.Call, Leg: f.Call + "-1", Seat: f.Seat, Offer: f.Offer, Bridge: f.Call}),
				w.tell(ctx, f.Call, call.LegRinging{At: now.UnixMilli(), Call: f.Call, Leg: f.Call + "-1"}))
		})
		w.at(now.Add(ringing), func(_ context.Context, now time.Time) error {
			w.submit(acd.SeatAnswered{At: now.UnixMilli(), Offer: f.Offer})
			return nil
		})
	case *acd.Answered:
		w.at(now, func(ctx context.Context, now time.Time) error {
			return w.tell(ctx, f.Call, call.Connected{At: now.UnixMilli(), Call: f.Call, Leg: f.Call + "-1"})
		})
		w.at(now.Add(talking+rand.N(talking)), func(_ context.Context, now time.Time) error {
			w.submit(acd.TalkOver{At: now.UnixMilli(), Call: f.Call, By: acd.Caller})
			return nil
		})
	case *acd.TalkEnded:
		w.at(now, func(ctx context.Context, now time.Time) error {
			delete(w.live, f.Call)
			return errors.Join(
				w.tell(ctx, f.Call, call.LegEnded{At: now.UnixMilli(), Call: f.Call, Leg: f.Call + "-1", Cause: 16}),
				w.tell(ctx, f.Call, call.Ended{At: now.UnixMilli(), Call: f.Call, Outcome: call.Answered, By: "caller", Cause: 16}))
		})
	}
}

// tell puts a fact of a call into the engine's own journal.
func (w *world) tell(ctx context.Context, id string, f call.Fact) error {
	e, err := journal.EntryOf(f.Kind(), call.FactVersion, f)
	if err != nil {
		return err
	}
	return w.store.Append(ctx, &journal.Group{At: time.Now().UnixMilli(), Stream: journal.CallStream(id), Facts: []journal.Entry{e}})
}
