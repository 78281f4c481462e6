package probe

import (
	"context"
	"time"
)

// Clock is the time that a schedule lives by.
type Clock struct {
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Schedule repeats something at fixed distances from its start, one at a time. A
// moment that passes while it is still at work is skipped, so that it never falls
// behind and never hurries.
type Schedule struct {
	Every   time.Duration
	Clock   Clock
	Skipped func(moments int) // may be nil
}

// Run does it at once and then on schedule, until ctx ends.
func (s Schedule) Run(ctx context.Context, do func(context.Context)) {
	for due := s.Clock.Now(); ctx.Err() == nil; {
		do(ctx)
		due = s.next(due)
		select {
		case <-s.Clock.After(due.Sub(s.Clock.Now())):
		case <-ctx.Done():
		}
	}
}

// next is the moment after due that is still to come.
func (s Schedule) next(due time.Time) time.Time {
	missed := 0
	due = due.Add(s.Every)
	if behind := s.Clock.Now().Sub(due); behind > 0 {
		missed = int((behind + s.Every - 1) / s.Every)
	}
	if missed > 0 && s.Skipped != nil {
		s.Skipped(missed)
	}
	return due.Add(time.Duration(missed) * s.Every)
}

// Round makes the calls of all probes, one after the other, and tells each result
// as it comes. It ends early with ctx, and reports how many did not pass.
func Round(ctx context.Context, with Prober, probes []Probe, tell func(Result)) (failed []Result) {
	for _, p := range probes {
		if ctx.Err() != nil {
			break
		}
		r := with.Call(ctx, p)
		tell(r)
		if !r.OK() {
			failed = append(failed, r)
		}
	}
	return failed
}
