package simulate

import (
	"context"
	"fmt"
	"time"

	"hotline/internal/call"
	"hotline/internal/record"
)

// History is the calls of a day as the journal of a data directory has them, an
// engine may be writing there. Who is called back is no caller of that day.
func History(ctx context.Context, dir string, date time.Time) ([]Recorded, error) {
	const early = time.Hour // who arrived before midnight may have joined his queue after it
	calls, err := record.List(ctx, dir, record.Filter{Since: date.Add(-early), Until: date.Add(day)})
	if err != nil {
		return nil, err
	}
	var all []Recorded
	for i := range calls {
		if c := &calls[i]; !c.Queued.IsZero() && c.CallbackOf == "" {
			all = append(all, recorded(c))
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the journal in %s has no call that joined a queue on %s", dir, date.Format(time.DateOnly))
	}
	return all, nil
}

// recorded is what a call brought with it: how long it talked if it was answered,
// and how long it was ready to wait if it was not.
func recorded(c *record.Call) Recorded {
	r := Recorded{Queue: c.Queue, At: c.Queued}
	switch {
	case !c.Answered.IsZero():
		r.Talk, r.Stayed = max(c.Talked, 1), c.Waited
	case c.Outcome == call.AbandonedInQueue || c.Outcome == call.AbandonedRinging:
		r.Patience = max(c.Waited, 1)
	default:
		r.Stayed = c.Waited
	}
	return r
}
